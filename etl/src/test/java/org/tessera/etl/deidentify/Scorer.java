package org.tessera.etl.deidentify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.Element;
import org.tessera.dicom.EncapsulatedElement;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.Tag;
import org.tessera.dicom.Value;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;
import org.tessera.etl.deidentify.AnswerKey.Check;

/// Looks at pairs of files, before and after, with an answer key's eyes. Consistency is looked at
/// over all files together: one patient one pseudonym and one offset, one UID one new UID.
final class Scorer {
  private final Map<String, String> pseudonyms = new HashMap<>();
  private final Map<String, String> uids = new HashMap<>();
  private final Map<String, Set<Long>> offsets = new HashMap<>();

  /// One file before and after.
  ///
  /// @param bytes all that was written
  /// @param burnedIn column, row, width and height; empty when no text stands in the pixels
  @SuppressWarnings("ArrayRecordComponent")
  record Pair(DicomFile before, DicomFile after, byte[] bytes, List<Integer> burnedIn) {
    Optional<PlantedPath.Found> after(String path) {
      return PlantedPath.parse(path).in(after.dataSet());
    }

    String textBefore(String path) {
      return PlantedPath.parse(path).in(before.dataSet()).map(Scorer::text).orElse("");
    }
  }

  /// Whether a check holds; a file that did not come out fails all of them.
  boolean holds(Check check, @Nullable Pair pair) {
    if (pair == null) {
      return false;
    }
    return switch (check.expectation().action()) {
      case TEXT_REMOVED -> isRemoved(check, pair);
      case TEXT_RETAINED, TAG_RETAINED ->
          pair.after(check.path())
              .map(found -> wanted(check, pair).stream().allMatch(text(found)::contains))
              .orElse(false);
      case TEXT_NOT_NULL -> !pair.after(check.path()).map(Scorer::text).orElse("").isEmpty();
      case DATE_SHIFTED -> isShifted(check, pair);
      case PATID_CONSISTENT ->
          isConsistent(pseudonyms, pair.textBefore(check.path()), pair, check.path());
      case UID_CHANGED, UID_CONSISTENT ->
          isConsistent(uids, pair.textBefore(check.path()), pair, check.path());
      case PIXELS_HIDDEN -> hides(pair);
      case PIXELS_RETAINED -> Arrays.equals(pixels(pair.before), pixels(pair.after));
    };
  }

  private static List<String> wanted(Check check, Pair pair) {
    List<String> texts = check.expectation().texts();
    return texts.isEmpty() ? List.of(pair.textBefore(check.path())) : texts;
  }

  private static boolean isRemoved(Check check, Pair pair) {
    if (check.path().startsWith("@")) {
      List<String> texts = check.expectation().texts();
      return (texts.isEmpty() ? List.of(check.value()) : texts)
          .stream().noneMatch(text -> RawSearch.finds(pair.bytes, text));
    }
    if (pair.textBefore(check.path()).isEmpty()) {
      return false;
    }
    String left = pair.after(check.path()).map(Scorer::text).orElse("");
    return wanted(check, pair).stream().noneMatch(left::contains);
  }

  private boolean isShifted(Check check, Pair pair) {
    String before = pair.textBefore(check.path());
    String after = pair.after(check.path()).map(Scorer::text).orElse("");
    if (after.length() != before.length() || after.length() < 8) {
      return false;
    }
    long days = day(after) - day(before);
    String patient = pair.before.dataSet().string(Tag.PatientID).orElse("");
    Set<Long> known = offsets.computeIfAbsent(patient, _ -> new TreeSet<>());
    known.add(days);
    return days != 0 && known.size() == 1 && after.substring(8).equals(before.substring(8));
  }

  private static long day(String text) {
    return java.time.LocalDate.parse(
            text.substring(0, 8), java.time.format.DateTimeFormatter.BASIC_ISO_DATE)
        .toEpochDay();
  }

  private static boolean isConsistent(
      Map<String, String> known, String before, Pair pair, String path) {
    String after = pair.after(path).map(Scorer::text).orElse("");
    String first = known.computeIfAbsent(before, _ -> after);
    boolean unique = known.values().stream().filter(after::equals).count() == 1;
    return !before.isEmpty()
        && !after.isEmpty()
        && !after.equals(before)
        && after.equals(first)
        && unique;
  }

  private static boolean hides(Pair pair) {
    byte[] before = plain(pair.before);
    byte[] after = plain(pair.after);
    DataSet dataSet = pair.before.dataSet();
    int columns = (int) dataSet.integer(Tag.Columns).orElseThrow();
    int pixel =
        (int)
            (dataSet.integer(Tag.SamplesPerPixel).orElse(1)
                * dataSet.integer(Tag.BitsAllocated).orElse(8)
                / 8);
    if (before.length != after.length || pair.burnedIn.size() != 4) {
      return false;
    }
    boolean holds = true;
    for (int i = 0; i < before.length; i++) {
      int row = i / pixel / columns;
      int column = i / pixel % columns;
      List<Integer> r = pair.burnedIn;
      boolean inside =
          column >= r.get(0)
              && column < r.get(0) + r.get(2)
              && row >= r.get(1)
              && row < r.get(1) + r.get(3);
      holds &= inside ? after[i] == 0 : after[i] == before[i];
    }
    return holds;
  }

  /// Native pixels, or those of one RLE segment.
  private static byte[] plain(DicomFile file) {
    byte[] stored = pixels(file);
    return file.transferSyntax().uid().equals("1.2.840.10008.1.2.5")
        ? PackedRuns.unpack(Arrays.copyOfRange(stored, 64, stored.length))
        : stored;
  }

  private static byte[] pixels(DicomFile file) {
    try {
      return switch (file.dataSet().get(Tag.PixelData).orElse(null)) {
        case ValueElement value -> value.littleEndian();
        case EncapsulatedElement fragments -> joined(fragments.fragments());
        case SequenceElement _ -> new byte[0];
        case null -> new byte[0];
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] joined(List<Value> fragments) throws IOException {
    var all = new java.io.ByteArrayOutputStream();
    for (Value fragment : fragments) {
      all.writeBytes(fragment.bytes());
    }
    return all.toByteArray();
  }

  /// An element's text; of binary ones each number, or their bytes as Latin-1.
  static String text(PlantedPath.Found found) {
    Element element = found.element();
    if (!(element instanceof ValueElement value)) {
      return "";
    }
    try {
      if (value.vr().isText()) {
        String text = found.owner().text(value).text();
        String other = found.owner().characterSet().decode(value.littleEndian(), Vr.LO).text();
        return (text.equals(other) ? text : text + " " + other).strip().replaceAll("\0+$", "");
      }
      return value.vr().isNumber()
          ? String.join("\\", found.owner().strings(value.tag()))
          : new String(value.littleEndian(), java.nio.charset.StandardCharsets.ISO_8859_1)
              .replaceAll("[\0 ]+$", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
