package org.tessera.etl.deidentify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tessera.dicom.CharacterSet;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DataSetEdit;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.Tag;
import org.tessera.dicom.Vr;

/// Says in a data set what was done to it, and no more than was done (PS3.15 E.1.1, PS3.3 C.7.1.1,
/// C.7.6.1 and C.12.1). For one thread.
final class Marks {
  private static final int CODE_VALUE = 0x00080100;
  private static final int CODING_SCHEME_DESIGNATOR = 0x00080102;
  private static final int CODE_MEANING = 0x00080104;
  private static final String NOBODY_ELSE = "Tessera ";

  private final Profile profile;
  private final Map<Stated, SequenceElement> sequences = new HashMap<>();

  /// What is true of one file.
  ///
  /// @param blanked whether a rule blanked its burned-in text
  /// @param face whether a face may be rebuilt from it
  record Facts(String pseudonym, boolean blanked, boolean face) {}

  /// What a method sequence depends on.
  private record Stated(Set<String> earlier, boolean blanked, CharacterSet set) {}

  Marks(Profile profile) {
    this.profile = profile;
  }

  DataSet put(DataSet walked, DataSet before, Facts facts) {
    DataSetEdit edit =
        walked
            .edit()
            .put(Tag.PatientIdentityRemoved, Vr.CS, "YES")
            .put(Tag.DeidentificationMethod, Vr.LO, methods(before).toArray(String[]::new))
            .put(codes(before, facts.blanked, walked.characterSet()));
    if (!before.contains(Tag.PatientName)) {
      edit.put(Tag.PatientName, Vr.PN, facts.pseudonym);
    }
    String dates = dates(before);
    edit.put(Tag.LongitudinalTemporalInformationModified, Vr.CS, dates);
    if (facts.blanked) {
      edit.put(Tag.BurnedInAnnotation, Vr.CS, "NO");
    }
    if (facts.face) {
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

  private SequenceElement codes(DataSet before, boolean blanked, CharacterSet set) {
    Set<String> earlier = new HashSet<>();
    for (DataSet item : before.sequence(Tag.DeidentificationMethodCodeSequence)) {
      item.string(CODE_VALUE).ifPresent(earlier::add);
    }
    return sequences.computeIfAbsent(new Stated(earlier, blanked, set), this::codes);
  }

  /// What an earlier stage stated stays true.
  private SequenceElement codes(Stated stated) {
    List<DataSet> items = new ArrayList<>();
    items.add(item(Option.BASIC_CODE, Option.BASIC_MEANING).within(stated.set));
    for (Option option : Option.values()) {
      if (stated.earlier.contains(option.code()) || isTrue(option, stated.blanked)) {
        items.add(item(option.code(), option.meaning()).within(stated.set));
      }
    }
    return SequenceElement.of(Tag.DeidentificationMethodCodeSequence, items);
  }

  /// Pixels count as cleaned where they were, and faces are nowhere removed.
  private boolean isTrue(Option option, boolean blanked) {
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
