package org.tessera.catalog.search;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.tessera.catalog.Count;
import org.tessera.catalog.cohort.Criterion;
import org.tessera.catalog.cohort.Criterion.All;
import org.tessera.catalog.cohort.Criterion.Any;
import org.tessera.catalog.cohort.Criterion.Between;
import org.tessera.catalog.cohort.Criterion.Entry;
import org.tessera.catalog.cohort.Criterion.Has;
import org.tessera.catalog.cohort.Criterion.Near;
import org.tessera.catalog.cohort.Criterion.Not;
import org.tessera.catalog.cohort.Criterion.OneOf;
import org.tessera.catalog.cohort.Criterion.Wanted;
import org.tessera.catalog.cohort.Criterion.Words;
import org.tessera.catalog.index.Attribute;
import org.tessera.catalog.index.Attributes;
import org.tessera.catalog.index.Columns;
import org.tessera.catalog.index.Span;
import org.tessera.catalog.search.EntryScan.Entries;
import org.tessera.vocabularies.words.Said;

/// The patients of a cohort in one state of the index.
///
/// What is told to everybody is counted of groups that may be told: see [Telling].
final class CohortEvaluation {
  private final Segments segments;
  private final Attributes attributes;
  private final Tally everyone;
  private final WordReader words;
  private final Telling telling;
  private final List<Said> problems = new ArrayList<>();
  private final Map<Criterion, PatientSet> found = new HashMap<>();
  private final Map<Entry, Entries> entries = new HashMap<>();

  /// Finds the patients of what is typed into the search box.
  @FunctionalInterface
  interface WordReader {
    PatientSet read(String typed, List<Said> notes) throws IOException;
  }

  CohortEvaluation(Segments segments, Tally everyone, WordReader words, Telling telling) {
    this.segments = segments;
    this.attributes = segments.attributes();
    this.everyone = everyone;
    this.words = words;
    this.telling = telling;
  }

  /// What was read otherwise than asked, in sentences.
  List<Said> problems() {
    return problems.stream().distinct().toList();
  }

  /// The cohort without what names nothing here, with the ends of ranges as they are told.
  Criterion understood(Criterion criterion) {
    return switch (criterion) {
      case All all -> new All(all.of().stream().map(this::understood).toList());
      case Any any -> new Any(any.of().stream().map(this::understood).toList());
      case Not not -> new Not(understood(not.of()));
      case Words typed -> typed;
      case Has has -> understood(has);
    };
  }

  private Has understood(Has has) {
    Entry entry = understood(has.entry());
    if (attributes.level(entry.level()) <= Attributes.PATIENT_LEVEL) {
      // The patient is there once, and without a date.
      return new Has(entry, 1, false, Optional.empty());
    }
    Optional<Near> near =
        has.near()
            .map(one -> new Near(understood(one.other()), one.from(), one.to()))
            .filter(one -> {
              boolean dated = attributes.level(one.other().level()) > Attributes.PATIENT_LEVEL;
              if (!dated) {
                problems.add(Said.of("cohort-problem.no-date"));
              }
              return dated;
            });
    return new Has(entry, has.atLeast(), has.days(), near);
  }

  private Entry understood(Entry entry) {
    int level = attributes.level(entry.level());
    if (level < 0) {
      problems.add(Said.of("cohort-problem.no-kind", entry.level()));
      return new Entry(entry.level(), new TreeMap<>());
    }
    SortedMap<String, Wanted> where = new TreeMap<>();
    entry
        .where()
        .forEach((field, wanted) -> {
          Optional<Attribute> attribute =
              attributes.asked(field).filter(known -> known.level().equals(entry.level()));
          if (attribute.isEmpty()) {
            problems.add(
                Said.of(
                    "cohort-problem.no-attribute",
                    field,
                    new Named.Kind(attributes, entry.level())));
          } else {
            understood(attribute.get(), wanted).ifPresent(known -> where.put(field, known));
          }
        });
    return new Entry(entry.level(), where);
  }

  private Optional<Wanted> understood(Attribute attribute, Wanted wanted) {
    if (!(wanted instanceof Between(Span span))) {
      return Optional.of(wanted);
    }
    if (attribute.number().isEmpty()) {
      problems.add(Said.of("cohort-problem.no-number", Named.attribute(attributes, attribute)));
      return Optional.empty();
    }
    BigDecimal step = attribute.number().get().step();
    Span told = telling.span(span, step);
    if (!told.equals(span)) {
      problems.add(
          Said.of(
              "cohort-problem.widened",
              Named.attribute(attributes, attribute),
              step.toPlainString()));
    }
    return Optional.of(new Between(told));
  }

  /// The patients of an understood cohort.
  PatientSet of(Criterion criterion) throws IOException {
    return telling == Telling.EXACT
        ? plain(criterion)
        : told(new All(List.of(criterion)), segments.everyone());
  }

  /// The patients a criterion finds by itself. What is asked twice is looked for once.
  private PatientSet plain(Criterion criterion) throws IOException {
    PatientSet known = found.get(criterion);
    if (known == null) {
      known = find(criterion);
      found.put(criterion, known);
    }
    return known;
  }

  private PatientSet find(Criterion criterion) throws IOException {
    return switch (criterion) {
      case All all -> intersection(plain(all.of()));
      case Any any -> union(plain(any.of()));
      case Not not -> segments.everyone().without(plain(not.of()));
      case Words typed -> telling.part(words.read(typed.typed(), problems), segments.nobody());
      case Has has -> has(has);
    };
  }

  private List<PatientSet> plain(List<Criterion> criteria) throws IOException {
    List<PatientSet> sets = new ArrayList<>();
    for (Criterion criterion : criteria) {
      sets.add(plain(criterion));
    }
    return sets;
  }

  private PatientSet intersection(List<PatientSet> sets) {
    PatientSet met = segments.everyone();
    for (PatientSet set : sets) {
      met = met.and(set);
    }
    return met;
  }

  private PatientSet union(List<PatientSet> sets) {
    PatientSet met = segments.nobody();
    for (PatientSet set : sets) {
      met = met.or(set);
    }
    return met;
  }

  /// The patients everybody may be told of: what decides about fewer than ten is passed over,
  /// beside everything else that is asked.
  ///
  /// @param among those about whom the criterion decides
  private PatientSet told(Criterion criterion, PatientSet among) throws IOException {
    return switch (criterion) {
      case All all -> {
        List<Criterion> parts = flat(all);
        List<PatientSet> sets = plain(parts);
        List<Integer> kept = telling.needed(sets, among);
        yield intersection(told(parts, sets, kept, others -> among.and(intersection(others))));
      }
      case Any any -> {
        List<PatientSet> sets = plain(any.of());
        List<Integer> kept = telling.adding(sets, among);
        yield union(told(any.of(), sets, kept, others -> among.without(union(others))));
      }
      case Not not -> segments.everyone().without(told(not.of(), among));
      case Words words -> plain(words);
      case Has has -> plain(passedOver(has, among));
    };
  }

  private static List<Criterion> flat(All all) {
    return all.of().stream()
        .flatMap(one -> one instanceof All inner ? flat(inner).stream() : Stream.of(one))
        .toList();
  }

  /// Those that are kept, each as it is told of the patients the others leave to it.
  private List<PatientSet> told(
      List<Criterion> parts,
      List<PatientSet> sets,
      List<Integer> kept,
      Function<List<PatientSet>, PatientSet> left)
      throws IOException {
    List<PatientSet> told = new ArrayList<>(kept.stream().map(sets::get).toList());
    for (int i = 0; i < kept.size(); i++) {
      List<PatientSet> others = new ArrayList<>(told);
      others.remove(i);
      told.set(i, told(parts.get(kept.get(i)), left.apply(others)));
    }
    return told;
  }

  private PatientSet has(Has has) {
    if (attributes.level(has.entry().level()) < 0) {
      return segments.nobody();
    }
    Has any = new Has(has.entry(), 1, false, Optional.empty());
    PatientSet met =
        telling.part(segments.kept(segments.everyone(), tests(any)), segments.nobody());
    if (has.near().isPresent()) {
      Has near = new Has(has.entry(), 1, false, has.near());
      met = telling.narrowed(met, segments.kept(met, tests(near)));
    }
    if (has.atLeast() > 1) {
      met = telling.narrowed(met, segments.kept(met, tests(has)));
    }
    return met;
  }

  /// Tests whether a patient has the entries.
  private Function<Columns, Segments.Test> tests(Has has) {
    Entries entries = entries(has.entry());
    Optional<Entries> other = has.near().map(near -> entries(near.other()));
    return columns -> {
      var scan = new EntryScan(columns, entries, has.near(), other, has.days());
      return document -> scan.reach(document, has.atLeast());
    };
  }

  private Entries entries(Entry entry) {
    return entries.computeIfAbsent(
        entry, asked -> new Entries(attributes.level(asked.level()), filters(asked)));
  }

  /// What is asked of entries without what decides about fewer than ten of these patients.
  private Has passedOver(Has has, PatientSet among) throws IOException {
    Has told = has;
    for (UnaryOperator<Has> edit : Neighbours.of(has)) {
      Has edited = edit.apply(told);
      if (!edited.equals(told) && isClose(told, edited, among)) {
        told = edited;
      }
    }
    return told;
  }

  private boolean isClose(Has one, Has other, PatientSet among) throws IOException {
    PatientSet met = plain(one);
    Function<Columns, Segments.Test> tests = tests(other);
    // One of the two is a part of the other.
    return !segments.reaches(among.without(met), tests, Count.SMALLEST_TOLD)
        && !segments.reaches(
            among.and(met),
            columns -> {
              Segments.Test meets = tests.apply(columns);
              return document -> !meets.keeps(document);
            },
            Count.SMALLEST_TOLD);
  }

  private List<Filter> filters(Entry entry) {
    List<Filter> filters = new ArrayList<>();
    entry
        .where()
        .forEach((field, wanted) -> {
          int attribute = attributes.find(field);
          filters.add(
              switch (wanted) {
                case OneOf values -> Filter.of(attributes, attribute, told(attribute, values));
                case Between(Span span) ->
                    Filter.of(attributes, attribute, List.of(), List.of(span));
              });
        });
    return filters;
  }

  /// The values that ten patients or more have.
  private List<String> told(int attribute, OneOf values) {
    List<String> told = new ArrayList<>();
    for (String value : values.values()) {
      if (telling == Telling.EXACT || everyone.of(attribute, value) >= Count.SMALLEST_TOLD) {
        told.add(value);
      } else {
        problems.add(
            Said.of(
                "cohort-problem.too-few",
                Named.attribute(attributes, attributes.attribute(attribute))));
      }
    }
    return told;
  }

  /// What is asked of the entries of a level, one list a criterion that asks for some.
  List<List<Filter>> asked(Criterion criterion, String level) {
    List<List<Filter>> asked = new ArrayList<>();
    switch (criterion) {
      case All all -> all.of().forEach(one -> asked.addAll(asked(one, level)));
      case Any any -> any.of().forEach(one -> asked.addAll(asked(one, level)));
      case Not _, Words _ -> {
        // What must not be asks for no entry.
      }
      case Has has -> {
        if (has.entry().level().equals(level)) {
          asked.add(entries(has.entry()).filters());
        }
      }
    }
    return asked;
  }
}
