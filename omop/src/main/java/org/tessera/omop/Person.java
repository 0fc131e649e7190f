package org.tessera.omop;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// Whether a Patient becomes a person: OMOP needs a year of birth, and one that can be true.
final class Person {
  private static final int AGE_MAX_YEARS = 150;

  private Person() {}

  /// @param stated the year that follows from an age another resource states, null for none
  static Projected decide(Projected patient, @Nullable Integer stated, LocalDate today) {
    for (CdmRow row : patient.rows()) {
      if (!row.table().name().equals("person")) {
        continue;
      }
      if (row.get("year_of_birth") == null) {
        row.set("year_of_birth", stated);
      }
      if (!(row.get("year_of_birth") instanceof Integer year)) {
        return patient.without(Projected.NO_BIRTH_YEAR);
      }
      if (year > today.getYear() || year < today.getYear() - AGE_MAX_YEARS) {
        return patient.without("implausible year of birth");
      }
    }
    return patient;
  }
}
