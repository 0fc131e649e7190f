package org.tessera.catalog.cohort;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.tessera.catalog.index.Span;

/// What patients of a cohort must meet.
public sealed interface Criterion {
  /// All of them; of none at all, everybody.
  record All(List<Criterion> of) implements Criterion {}

  /// At least one of them.
  record Any(List<Criterion> of) implements Criterion {}

  /// Not this.
  record Not(Criterion of) implements Criterion {}

  /// What is typed into the catalogue's search box.
  record Words(String typed) implements Criterion {}

  /// Entries the patient has.
  ///
  /// @param atLeast how many
  /// @param days whether entries of one day count once: points in time
  /// @param near where they stand in time, if that matters
  record Has(Entry entry, int atLeast, boolean days, Optional<Near> near) implements Criterion {}

  /// One entry of a level that has all of these values.
  ///
  /// @param where by attribute
  record Entry(String level, SortedMap<String, Wanted> where) {}

  /// What an attribute must be.
  sealed interface Wanted {}

  /// One of these values.
  record OneOf(List<String> values) implements Wanted {}

  /// A number in a span.
  record Between(Span span) implements Wanted {}

  /// So many days after another entry of the patient, before it where negative, both ends included.
  record Near(Entry other, int from, int to) {}
}
