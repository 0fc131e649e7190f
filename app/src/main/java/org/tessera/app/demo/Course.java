package org.tessera.app.demo;

import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// How it went on after the diagnosis.
///
/// @param death null while alive
/// @param ofCancer whether the cancer was the cause of death
/// @param relapse null without one; never after death
/// @param lastSeen the last day anything is known of
record Course(
    LocalDate diagnosed,
    @Nullable LocalDate death,
    boolean ofCancer,
    @Nullable LocalDate relapse,
    LocalDate lastSeen) {
  /// The day the made-up data were extracted: nothing happens after it.
  static final LocalDate CUT = LocalDate.of(2025, Month.DECEMBER, 31);

  private static final double DAYS_PER_MONTH = 30.44;

  /// Survival is exponential around the median of the stage; what lies after the cut is not known.
  static Course of(Chance chance, LocalDate diagnosed, double medianMonths, double relapseRate) {
    LocalDate lastSeen = chance.after(CUT.minusDays(400), 0, 399);
    if (lastSeen.isBefore(diagnosed.plusDays(400))) {
      lastSeen = diagnosed.plusDays(400);
    }
    long survived = Math.max(45, Math.round(chance.waiting(medianMonths) * DAYS_PER_MONTH));
    LocalDate end = diagnosed.plusDays(survived);
    boolean dies = end.isBefore(lastSeen);
    boolean relapses = chance.happens(relapseRate) || (dies && chance.happens(0.6));
    LocalDate until = dies ? end : lastSeen;
    long room = ChronoUnit.DAYS.between(diagnosed, until);
    LocalDate relapse =
        relapses && room > 240
            ? chance.after(diagnosed, 200, (int) Math.min(room - 30, 1500))
            : null;
    boolean ofCancer = chance.happens(relapse != null ? 0.9 : 0.55);
    return new Course(diagnosed, dies ? end : null, dies && ofCancer, relapse, until);
  }

  boolean alive() {
    return death == null;
  }

  /// Whole months from the diagnosis to death or to the last day known.
  long months() {
    return ChronoUnit.MONTHS.between(diagnosed, lastSeen);
  }
}
