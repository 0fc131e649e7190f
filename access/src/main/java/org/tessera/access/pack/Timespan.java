package org.tessera.access.pack;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// What a patient's dates allow: none of them may come to lie in the future, and nobody may be
/// older than people get.
final class Timespan {
  static final int SHIFT_DAYS_MAX = 365;
  private static final int AGE_YEARS_MAX = 150;

  private @Nullable LocalDate latest;
  private @Nullable LocalDate born;

  void include(LocalDate date) {
    latest = latest == null || date.isAfter(latest) ? date : latest;
  }

  void born(LocalDate date) {
    born = date;
  }

  /// The patient's shift under this key: from a year back to a year on, as far as today allows.
  DateShift shift(PackageKey key, String patient, LocalDate today) {
    long high = SHIFT_DAYS_MAX;
    long low = -SHIFT_DAYS_MAX;
    if (latest != null) {
      high = Math.clamp(today.toEpochDay() - latest.toEpochDay(), low, high);
    }
    if (born != null) {
      long oldest = today.minusYears(AGE_YEARS_MAX).toEpochDay();
      low = Math.clamp(oldest - born.toEpochDay(), low, high);
    }
    return new DateShift(key.between(patient, (int) low, (int) high));
  }
}
