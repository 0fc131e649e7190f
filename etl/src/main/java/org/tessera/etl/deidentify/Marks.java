package org.tessera.etl.deidentify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DataSetEdit;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.Tag;
import org.tessera.dicom.Vr;

/// Says in a data set what was done to it, and no more than was done (PS3.15 E.1.1, PS3.3 C.7.1.1,
/// C.7.6.1 and C.12.1).
///
/// @param blanked whether a rule blanked its burned-in text
/// @param face whether a face may be rebuilt from it
record Marks(Profile profile, boolean blanked, boolean face) {
  private static final int CODE_VALUE = 0x00080100;
  private static final int CODING_SCHEME_DESIGNATOR = 0x00080102;
  private static final int CODE_MEANING = 0x00080104;
  private static final String NOBODY_ELSE = "Tessera ";

  DataSet put(DataSet walked, DataSet before, Person person) {
    DataSetEdit edit =
        walked
            .edit()
            .put(Tag.PatientIdentityRemoved, Vr.CS, "YES")
            .put(Tag.DeidentificationMethod, Vr.LO, methods(before).toArray(String[]::new))
            .put(SequenceElement.of(Tag.DeidentificationMethodCodeSequence, codes(before)));
    if (!before.contains(Tag.PatientName)) {
      edit.put(Tag.PatientName, Vr.PN, person.pseudonym());
    }
    String dates = dates(before);
    edit.put(Tag.LongitudinalTemporalInformationModified, Vr.CS, dates);
    if (blanked) {
      edit.put(Tag.BurnedInAnnotation, Vr.CS, "NO");
    }
    if (face) {
      edit.put(Tag.RecognizableVisualFeatures, Vr.CS, "YES");
    }
    return edit.build();
  }

  /// An earlier stage's statement stays beside this one's.
  private List<String> methods(DataSet before) {
    List<String> methods = new ArrayList<>();
    for (String method : before.strings(Tag.DeidentificationMethod)) {
      if (method.startsWith(NOBODY_ELSE) && !method.endsWith(" " + profile.name())) {
        methods.add(method);
      }
    }
    methods.add(NOBODY_ELSE + profile.name());
    return methods;
  }

  private String dates(DataSet before) {
    boolean modified =
        before
            .string(Tag.LongitudinalTemporalInformationModified)
            .filter("MODIFIED"::equals)
            .isPresent();
    if (profile.has(Option.RETAIN_MODIFIED_DATES)) {
      return "MODIFIED";
    }
    if (profile.has(Option.RETAIN_FULL_DATES)) {
      return modified ? "MODIFIED" : "UNMODIFIED";
    }
    return "REMOVED";
  }

  private List<DataSet> codes(DataSet before) {
    Map<String, String> codes = new LinkedHashMap<>();
    for (DataSet item : before.sequence(Tag.DeidentificationMethodCodeSequence)) {
      String code = item.string(CODE_VALUE).orElse("");
      if (code.equals(Option.BASIC_CODE)) {
        codes.put(code, Option.BASIC_MEANING);
      }
      for (Option option : Option.values()) {
        if (option.code().equals(code)) {
          codes.put(code, option.meaning());
        }
      }
    }
    codes.put(Option.BASIC_CODE, Option.BASIC_MEANING);
    for (Option option : Option.values()) {
      if (isTrue(option)) {
        codes.put(option.code(), option.meaning());
      }
    }
    List<DataSet> items = new ArrayList<>();
    codes.forEach((code, meaning) -> items.add(item(code, meaning)));
    return items;
  }

  /// Pixels count as cleaned where they were, and faces are nowhere removed.
  private boolean isTrue(Option option) {
    return switch (option) {
      case CLEAN_PIXEL_DATA -> blanked;
      case CLEAN_RECOGNIZABLE_VISUAL_FEATURES -> false;
      default -> profile.has(option);
    };
  }

  private static DataSet item(String code, String meaning) {
    return DataSet.EMPTY
        .edit()
        .put(CODE_VALUE, Vr.SH, code)
        .put(CODING_SCHEME_DESIGNATOR, Vr.SH, "DCM")
        .put(CODE_MEANING, Vr.LO, meaning)
        .build();
  }
}
