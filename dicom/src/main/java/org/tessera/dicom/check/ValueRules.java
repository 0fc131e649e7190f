package org.tessera.dicom.check;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DateTime;
import org.tessera.dicom.Dictionary;
import org.tessera.dicom.DictionaryEntry;
import org.tessera.dicom.Element;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.Tag;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;
import org.tessera.dicom.check.Finding.Problem;

/// What PS3.5 table 6.2-1 and the dictionary say of values, at every depth.
final class ValueRules {
  private static final Pattern UID = Pattern.compile("(0|[1-9]\\d*)(\\.(0|[1-9]\\d*))*");
  private static final Pattern CODE = Pattern.compile("[A-Z0-9 _]*");
  private static final Pattern AGE = Pattern.compile("\\d{3}[DWMY]");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,11}");

  private ValueRules() {}

  private record Place(DataSet dataSet, String path) {}

  static void check(DataSet root, Consumer<Finding> report) {
    Deque<Place> places = new ArrayDeque<>(List.of(new Place(root, "")));
    while (!places.isEmpty()) {
      Place place = places.removeFirst();
      for (Element element : place.dataSet) {
        if (element instanceof SequenceElement sequence) {
          int item = 0;
          for (DataSet inside : sequence.items()) {
            places.add(
                new Place(inside, place.path + Tag.hex(element.tag()) + "[" + item++ + "]/"));
          }
        } else if (element instanceof ValueElement value && value.length() > 0) {
          check(place, value, report);
        }
      }
    }
  }

  private static void check(Place place, ValueElement value, Consumer<Finding> report) {
    String path = place.path + Tag.hex(value.tag());
    DictionaryEntry entry = Dictionary.find(value.tag()).orElse(null);
    boolean named = entry != null && !entry.vrs().isEmpty();
    if (entry != null && named && value.vr() != Vr.UN && !entry.vrs().contains(value.vr())) {
      report.accept(
          new Finding(path, value.tag(), Problem.WRONG_REPRESENTATION, "PS3.6 " + entry.vrs()));
      return;
    }
    List<String> values = place.dataSet.strings(value.tag());
    boolean counted = value.vr().isSplit() || value.vr().isNumber();
    if (entry != null && named && counted && !entry.vm().allows(Math.max(values.size(), 1))) {
      report.accept(
          new Finding(path, value.tag(), Problem.WRONG_MULTIPLICITY, "PS3.6 VM " + entry.vm()));
    }
    if (!value.vr().isText()) {
      return;
    }
    for (String one : values) {
      if (!one.isEmpty() && !isWellFormed(value.vr(), one)) {
        report.accept(new Finding(path, value.tag(), Problem.MALFORMED, "PS3.5 " + value.vr()));
        return;
      }
      if (one.codePointCount(0, one.length()) > longest(value.vr())) {
        report.accept(new Finding(path, value.tag(), Problem.TOO_LONG, "PS3.5 " + value.vr()));
        return;
      }
    }
  }

  private static boolean isWellFormed(Vr vr, String value) {
    return switch (vr) {
      case UI -> UID.matcher(value).matches();
      case CS -> CODE.matcher(value).matches();
      case AS -> AGE.matcher(value).matches();
      case DS -> DECIMAL.matcher(value).matches();
      case IS -> INTEGER.matcher(value).matches();
      case DA, TM, DT -> DateTime.parse(vr, value).isPresent();
      default -> true;
    };
  }

  private static int longest(Vr vr) {
    return switch (vr) {
      case AE, CS, DS, SH -> 16;
      case AS -> 4;
      case IS -> 12;
      case LO, UI -> 64;
      case PN -> 64 * 3 + 2;
      case ST -> 1024;
      case LT -> 10_240;
      default -> Integer.MAX_VALUE;
    };
  }
}
