package org.tessera.catalog.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.tessera.catalog.cohort.Criterion.Entry;
import org.tessera.catalog.cohort.Criterion.Has;
import org.tessera.catalog.cohort.Criterion.Near;
import org.tessera.catalog.cohort.Criterion.OneOf;
import org.tessera.catalog.cohort.Criterion.Wanted;

/// The questions next to one that asks for entries: each leaves out a single thing of it.
final class Neighbours {
  private Neighbours() {}

  /// One step each, to be taken one after the other: a step that was taken stays taken.
  static List<UnaryOperator<Has>> of(Has has) {
    List<UnaryOperator<Has>> steps = new ArrayList<>();
    steps(has.entry())
        .forEach(step ->
            steps.add(
                one -> new Has(step.apply(one.entry()), one.atLeast(), one.days(), one.near())));
    has.near()
        .ifPresent(near -> {
          steps(near.other())
              .forEach(step ->
                  steps.add(
                      one -> new Has(one.entry(), one.atLeast(), one.days(), other(one, step))));
          steps.add(one -> new Has(one.entry(), one.atLeast(), one.days(), Optional.empty()));
        });
    if (has.atLeast() > 1) {
      steps.add(one -> new Has(one.entry(), 1, false, one.near()));
    }
    return steps;
  }

  private static Optional<Near> other(Has has, UnaryOperator<Entry> step) {
    return has.near().map(near -> new Near(step.apply(near.other()), near.from(), near.to()));
  }

  private static List<UnaryOperator<Entry>> steps(Entry entry) {
    List<UnaryOperator<Entry>> steps = new ArrayList<>();
    for (Map.Entry<String, Wanted> one : entry.where().entrySet()) {
      String field = one.getKey();
      if (one.getValue() instanceof OneOf values && values.values().size() > 1) {
        values.values().forEach(value -> steps.add(from -> with(from, field, without(value))));
      }
      steps.add(from -> with(from, field, _ -> Optional.empty()));
    }
    return steps;
  }

  private static Entry with(Entry entry, String field, Function<Wanted, Optional<Wanted>> changed) {
    SortedMap<String, Wanted> where = new TreeMap<>(entry.where());
    Wanted wanted = where.remove(field);
    if (wanted != null) {
      changed.apply(wanted).ifPresent(left -> where.put(field, left));
    }
    return new Entry(entry.level(), where);
  }

  /// The last value stays: without any, the whole condition would be another.
  private static Function<Wanted, Optional<Wanted>> without(String value) {
    return wanted ->
        wanted instanceof OneOf values && values.values().size() > 1
            ? Optional.of(
                new OneOf(values.values().stream().filter(one -> !one.equals(value)).toList()))
            : Optional.of(wanted);
  }
}
