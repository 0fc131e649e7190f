package org.tessera.catalog.index;

import java.util.OptionalInt;

/// Derives a patient's age at first diagnosis from what the resources say.
final class Ages {
  private static final int OLDEST = 120;

  private Ages() {}

  /// The stated age at onset, else the year of onset less the year of birth.
  static OptionalInt atDiagnosis(PatientFacts facts) {
    var stated = facts.values(FactReader.ONSET_AGE).stream().mapToInt(Integer::parseInt).min();
    if (stated.isPresent()) {
      return stated;
    }
    var birth = facts.values(FactReader.BIRTH_YEAR).stream().mapToInt(Integer::parseInt).min();
    var onset = facts.values(FactReader.ONSET_YEAR).stream().mapToInt(Integer::parseInt).min();
    if (birth.isEmpty() || onset.isEmpty()) {
      return OptionalInt.empty();
    }
    int age = onset.getAsInt() - birth.getAsInt();
    return age >= 0 && age <= OLDEST ? OptionalInt.of(age) : OptionalInt.empty();
  }
}
