package org.tessera.catalog.search;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.tessera.catalog.Count;
import org.tessera.catalog.index.Span;

/// How numbers are told to whom: the one place where they are made smaller than they are.
enum Telling {
  /// To everybody: nothing below ten, the rest in tens, and nothing from which a group below ten
  /// follows by subtraction.
  SUPPRESSED,
  /// As they are, to who may see the patients themselves.
  EXACT;

  private static final int FIGURE = 10;

  Count count(long number) {
    return this == EXACT ? Count.exact(number) : Count.of(number);
  }

  /// How many patients have each of some values, of which a patient has one: cells of a facet.
  ///
  /// @param total of the patients with any value, listed here or not
  List<Count> cells(List<Long> numbers, long total) {
    List<Count> told = numbers.stream().map(this::count).toList();
    long listed = numbers.stream().mapToLong(Long::longValue).sum();
    // Where ten patients or more have values that are not listed, nobody knows what is left.
    boolean known = total >= Count.SMALLEST_TOLD && total - listed < Count.SMALLEST_TOLD;
    return this == SUPPRESSED && known ? new ToldCells(told, count(total)).safe() : told;
  }

  /// Entries of patients, such as series. They are told of ten patients or more, and in steps of
  /// ten times what a patient has of them: else they would tell of the one who joined.
  Count entries(long number, long patients) {
    if (this == EXACT) {
      return Count.exact(number);
    }
    if (patients < Count.SMALLEST_TOLD) {
      return new Count.OfTooFew();
    }
    long share = Math.max(1, (number + patients - 1) / patients);
    long scale = 1;
    while (share > scale * FIGURE) {
      scale *= FIGURE;
    }
    // One figure and zeros: 10, 20 to 90, 100, 200 and so on.
    long step = (share + scale - 1) / scale * scale * Count.SMALLEST_TOLD;
    return new Count.Told(Math.max(1, (number + step / 2) / step) * step);
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

  /// Which of the conditions that must all be met count: not those that leave out fewer than ten of
  /// these patients, beside the others that count.
  List<Integer> needed(List<PatientSet> conditions, PatientSet among) {
    List<PatientSet> after = new ArrayList<>(List.of(among));
    for (PatientSet condition : conditions.reversed()) {
      after.addFirst(after.getFirst().and(condition));
    }
    PatientSet before = among;
    List<Integer> needed = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      PatientSet without = before.and(after.get(i + 1));
      if (!tooClose(without.count(), without.and(conditions.get(i)).count())) {
        before = before.and(conditions.get(i));
        needed.add(i);
      }
    }
    return needed;
  }

  /// Which of the conditions of which one must be met count: not those that add fewer than ten of
  /// these patients to the others that count.
  List<Integer> adding(List<PatientSet> conditions, PatientSet among) {
    return needed(conditions.stream().map(among::without).toList(), among);
  }

  /// Whether two answers together tell of a group too small to be told.
  boolean tooClose(long more, long fewer) {
    return this == SUPPRESSED && more - fewer < Count.SMALLEST_TOLD;
  }

  /// A span, its ends widened to multiples of a step for whom suppressed numbers are told.
  Span span(Span asked, BigDecimal step) {
    return this == EXACT ? asked : asked.widened(step);
  }
}
