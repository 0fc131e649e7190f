package org.tessera.etl.deidentify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Tag;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;

/// What becomes of the values of one file. The same element comes back when nothing had to change,
/// nothing when nothing of it may stay.
final class ValueTreatment {
  private static final int BYTES_READ_MAX = 64 << 20;
  private static final int CODING_SCHEME_DESIGNATOR = 0x00080102;
  private static final int DIGITS_MIN = 6;
  private static final char ILLEGIBLE = '\uFFFD';

  private final SharedRules rules;
  private final Profile profile;
  private final Person person;
  private final TokenSearch search;
  private final DateShift shift;

  ValueTreatment(SharedRules rules, Profile profile, Person person, TokenSearch search) {
    this.rules = rules;
    this.profile = profile;
    this.person = person;
    this.search = search;
    this.shift = new DateShift(person.days());
  }

  Optional<ValueElement> apply(Action action, DataSet owner, ValueElement value) {
    return switch (action) {
      case CLEAN -> cleaned(owner, value);
      case UID -> uids(value);
      case SHIFT -> shifted(value);
      case CODE -> coded(owner, value);
      case PSEUDONYM -> Optional.of(pseudonym(owner, value));
      default -> kept(owner, value);
    };
  }

  private ValueElement pseudonym(DataSet owner, ValueElement value) {
    String text =
        value.tag() == Tag.PatientID
            ? person.pseudonymOf(owner.text(value).text())
            : person.pseudonym();
    return text(value, text);
  }

  ValueElement dummy(int tag, Vr vr) {
    String text = rules.dummies().getOrDefault(vr, "");
    if (vr == Vr.UI) {
      return ascii(tag, vr, person.uid(Tag.hex(tag)));
    }
    return vr.isText()
        ? ascii(tag, vr, text)
        : ValueElement.of(
            tag,
            vr,
            new byte
                [vr == Vr.FD || vr == Vr.OD || vr == Vr.OV || vr == Vr.SV || vr == Vr.UV
                    ? 8
                    : vr == Vr.US || vr == Vr.SS || vr == Vr.OW || vr == Vr.OB || vr == Vr.UN
                        ? 2
                        : 4]);
  }

  /// A creator is written anew: nothing hides behind the name.
  ValueElement creator(DataSet owner, ValueElement value) {
    return ascii(value.tag(), Vr.LO, owner.string(value.tag()).orElse(""));
  }

  private static ValueElement ascii(int tag, Vr vr, String text) {
    return ValueElement.of(tag, vr, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// The same element when the text is what already stands there.
  private static ValueElement text(ValueElement value, String text) {
    return ascii(value.tag(), Representation.of(value), text);
  }

  // Free text

  private Optional<ValueElement> cleaned(DataSet owner, ValueElement value) {
    if (!value.vr().isText()) {
      return kept(owner, value);
    }
    if (!value.vr().usesCharacterSet() && value.vr() != Vr.AE && value.vr() != Vr.UR) {
      return kept(owner, value);
    }
    if (!value.value().inMemory()) {
      return Optional.empty();
    }
    String text = legible(owner, value);
    String[] parts = value.vr().isSplit() ? text.split("\\\\", -1) : new String[] {text};
    for (int i = 0; i < parts.length; i++) {
      parts[i] = search.without(rules.cleaner().clean(parts[i].strip()));
    }
    return replaced(owner, value, String.join("\\", parts));
  }

  /// The text without bytes that are no characters of its set.
  private static String legible(DataSet owner, ValueElement value) {
    return plain(owner.text(value).text().replace(ILLEGIBLE, ' '));
  }

  private static String plain(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == 0)) {
      end--;
    }
    return text.substring(0, end);
  }

  /// Text in the data set's own characters; all it is made of stood there before, so they suffice.
  private Optional<ValueElement> replaced(DataSet owner, ValueElement value, String text) {
    String before = plain(owner.text(value).text());
    if (text.chars().allMatch(c -> c == '\\' || c == ' ')) {
      return Optional.empty();
    }
    if (text.equals(before) && before.indexOf(ILLEGIBLE) < 0 && isTidy(value)) {
      return Optional.of(value);
    }
    return owner
        .characterSet()
        .encode(text, value.vr())
        .map(bytes -> ValueElement.of(value.tag(), Representation.of(value), bytes));
  }

  /// Whether the value's bytes hold nothing that its text does not show.
  private static boolean isTidy(ValueElement value) {
    byte[] bytes = Representation.bytes(value);
    for (int i = 0; i < bytes.length - 1; i++) {
      if (bytes[i] == 0) {
        return false;
      }
    }
    return true;
  }

  // Values that stay

  private Optional<ValueElement> kept(DataSet owner, ValueElement value) {
    Vr vr = value.vr();
    if (vr.usesCharacterSet()) {
      return keptText(owner, value);
    }
    if (vr.isText()) {
      return keptAscii(value);
    }
    return isPixels(value.tag()) || isHarmless(value) ? Optional.of(value) : Optional.empty();
  }

  private static boolean isPixels(int tag) {
    return tag == Tag.PixelData || tag == Tag.FloatPixelData || tag == 0x7FE00009;
  }

  private Optional<ValueElement> keptText(DataSet owner, ValueElement value) {
    if (!value.value().inMemory()) {
      return Optional.empty();
    }
    String text = legible(owner, value);
    int zero = text.indexOf(0);
    String shown = zero < 0 ? text : text.substring(0, zero);
    if (!isAscii(shown) && search.finds(Representation.bytes(value))) {
      return Optional.empty();
    }
    return replaced(owner, value, search.without(shown));
  }

  /// Text beyond ASCII may be in another character set than it says, and then reads as nobody's.
  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x7F);
  }

  private Optional<ValueElement> keptAscii(ValueElement value) {
    if (!value.value().inMemory()) {
      return Optional.empty();
    }
    Vr vr = value.vr();
    byte[] bytes = Representation.bytes(value);
    String whole = plain(new String(bytes, StandardCharsets.ISO_8859_1));
    int zero = whole.indexOf(0);
    String shown = zero < 0 ? whole : whole.substring(0, zero);
    String[] parts = vr == Vr.UR ? new String[] {shown} : shown.split("\\\\", -1);
    boolean changed = zero >= 0;
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i].strip();
      String stays = part.isEmpty() ? part : keptOne(vr, part);
      if (stays.isEmpty() && !part.isEmpty()) {
        return Optional.empty();
      }
      changed |= !stays.equals(part);
      parts[i] = changed ? stays : parts[i];
    }
    return Optional.of(changed ? text(value, String.join("\\", parts)) : value);
  }

  /// One value, empty when it may not stay.
  private String keptOne(Vr vr, String value) {
    if (vr == Vr.CS && !Conformity.isOne(vr, value)) {
      return search.without(rules.cleaner().clean(value));
    }
    if (!Conformity.isOne(vr, value)) {
      return "";
    }
    boolean number = vr == Vr.DS || vr == Vr.IS;
    if ((!number || value.length() >= DIGITS_MIN) && vr != Vr.TM && search.finds(value)) {
      return "";
    }
    return vr == Vr.AS ? age(value) : value;
  }

  private String age(String value) {
    int most = profile.treatment().ageYearsMax();
    return value.endsWith("Y") && Integer.parseInt(value.substring(0, 3)) > most
        ? String.format(java.util.Locale.ROOT, "%03dY", most + 1)
        : value;
  }

  private boolean isHarmless(ValueElement value) {
    Vr vr = value.vr();
    int unit = unit(vr);
    if (value.length() % unit != 0 || value.length() > BYTES_READ_MAX) {
      return false;
    }
    boolean numbers = vr.isNumber();
    if (numbers && !Conformity.isCount(value.tag(), (int) (value.length() / unit))) {
      return false;
    }
    byte[] bytes = Representation.bytes(value);
    if (numbers && bytes.length <= Integer.BYTES) {
      return Conformity.isMeasured(vr, bytes) && (vr != Vr.AT || Conformity.areTags(bytes));
    }
    return !Conformity.readsAsText(bytes)
        && !search.finds(bytes)
        && Conformity.isMeasured(vr, bytes)
        && (vr != Vr.AT || Conformity.areTags(bytes));
  }

  private static int unit(Vr vr) {
    return switch (vr) {
      case US, SS -> 2;
      case UL, SL, FL, AT, OF, OL -> 4;
      case FD, SV, UV, OD, OV -> 8;
      default -> 1;
    };
  }

  // Codes, UIDs, dates

  private Optional<ValueElement> coded(DataSet owner, ValueElement value) {
    Optional<String> scheme = owner.string(CODING_SCHEME_DESIGNATOR);
    return scheme.isPresent() && rules.schemes().contains(scheme.get())
        ? kept(owner, value)
        : cleaned(owner, value);
  }

  private Optional<ValueElement> uids(ValueElement value) {
    if (!value.value().inMemory()) {
      return Optional.empty();
    }
    String text = plain(new String(Representation.bytes(value), StandardCharsets.ISO_8859_1));
    List<String> mapped = new ArrayList<>(1);
    boolean same = true;
    for (String part : text.split("\\\\", -1)) {
      String uid = part.strip();
      mapped.add(uid.isEmpty() ? uid : person.uid(uid));
      same &= mapped.getLast().equals(part);
    }
    return Optional.of(same ? value : ascii(value.tag(), Vr.UI, String.join("\\", mapped)));
  }

  private Optional<ValueElement> shifted(ValueElement value) {
    if (!value.value().inMemory() || value.length() > 1 << 16) {
      return Optional.empty();
    }
    String text = plain(new String(Representation.bytes(value), StandardCharsets.ISO_8859_1));
    return shift
        .apply(value.vr(), text)
        .map(moved -> moved.equals(text) ? value : ascii(value.tag(), value.vr(), moved));
  }
}
