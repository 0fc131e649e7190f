package org.tessera.catalog.search;

import java.util.function.UnaryOperator;
import org.tessera.catalog.Count;

/// How numbers are told to whom: the one place where they are made smaller than they are.
enum Telling {
  /// To everybody: nothing below ten, the rest in tens, and nothing from which a group below ten
  /// follows by subtraction.
  SUPPRESSED,
  /// As they are, to who may see the patients themselves.
  EXACT;

  Count count(long number) {
    return this == EXACT ? Count.exact(number) : Count.of(number);
  }

  /// What counts for a part of a question: a group too small to be told is nobody, wherever it
  /// stands. As an alternative or an exclusion it could be had by subtraction.
  PatientSet part(PatientSet patients, PatientSet nobody) {
    return this == SUPPRESSED && patients.count() < Count.SMALLEST_TOLD ? nobody : patients;
  }

  /// What counts for a condition that narrows: one that leaves out fewer than ten leaves out
  /// nobody, else the two answers together would tell of them.
  PatientSet narrowed(PatientSet before, PatientSet after) {
    return tooClose(before.count(), after.count()) ? before : after;
  }

  /// The same for numbers.
  long narrowed(long before, long after) {
    return tooClose(before, after) ? before : after;
  }

  /// Whether two answers together tell of a group too small to be told.
  boolean tooClose(long more, long fewer) {
    return this == SUPPRESSED && more - fewer < Count.SMALLEST_TOLD;
  }

  /// An end of a range, widened to a step for whom suppressed numbers are told.
  <T> T end(T asked, UnaryOperator<T> widened) {
    return this == EXACT ? asked : widened.apply(asked);
  }
}
