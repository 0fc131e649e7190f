package org.tessera.catalog.search;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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

/// The patients of a cohort in one state of the index.
///
/// What is told to everybody is counted of groups that may be told: see [Telling].
final class CohortEvaluation {
  private final Segments segments;
  private final Attributes attributes;
  private final WordReader words;
  private final Telling telling;
  private final List<String> problems = new ArrayList<>();
  private final Map<Criterion, PatientSet> found = new HashMap<>();

  /// Finds the patients of what is typed into the search box.
  @FunctionalInterface
  interface WordReader {
    PatientSet read(String typed, List<String> notes) throws IOException;
  }

  CohortEvaluation(Segments segments, WordReader words, Telling telling) {
    this.segments = segments;
    this.attributes = segments.attributes();
    this.words = words;
    this.telling = telling;
  }

  /// What was read otherwise than asked, in sentences.
  List<String> problems() {
    return problems.stream().distinct().toList();
  }

  /// The cohort without what names nothing here, with the ends of ranges as they are told.
  Criterion understood(Criterion criterion) {
    return switch (criterion) {
      case All all -> new All(all.of().stream().map(this::understood).toList());
      case Any any -> new Any(any.of().stream().map(this::understood).toList());
      case Not not -> new Not(understood(not.of()));
      case Words typed -> typed;
      case Has has ->
          new Has(
              understood(has.entry()),
              has.entry().level().equals(Attribute.PATIENT) ? 1 : has.atLeast(),
              has.days(),
              has.near()
                  .filter(_ -> !has.entry().level().equals(Attribute.PATIENT))
                  .filter(near -> !near.other().level().equals(Attribute.PATIENT))
                  .map(near -> new Near(understood(near.other()), near.from(), near.to())));
    };
  }

  private Entry understood(Entry entry) {
    int level = attributes.level(entry.level());
    if (level < 0) {
      problems.add("There is no kind of entry “" + entry.level() + "”: it finds nobody.");
      return entry;
    }
    SortedMap<String, Wanted> where = new TreeMap<>();
    entry
        .where()
        .forEach((field, wanted) -> {
          Optional<Attribute> attribute =
              attributes.shown(field).filter(known -> known.level().equals(entry.level()));
          if (attribute.isEmpty()) {
            problems.add(
                "“%s” says nothing of a %s: it was left out.".formatted(field, entry.level()));
          } else {
            where.put(field, understood(attribute.get(), wanted));
          }
        });
    return new Entry(entry.level(), where);
  }

  private Wanted understood(Attribute attribute, Wanted wanted) {
    if (!(wanted instanceof Between range)) {
      return wanted;
    }
    if (attribute.number().isEmpty()) {
      problems.add("“%s” is no number: the range finds nobody.".formatted(attribute.field()));
      return new OneOf(List.of());
    }
    BigDecimal step = attribute.number().get().step();
    var told =
        new Between(
            range.from().map(from -> telling.end(from, end -> on(end, step, RoundingMode.FLOOR))),
            range.to().map(to -> telling.end(to, end -> on(end, step, RoundingMode.CEILING))));
    if (!told.equals(range)) {
      problems.add(
          "The range of “%s” was widened to multiples of %s."
              .formatted(attribute.field(), step.toPlainString()));
    }
    return told;
  }

  private static BigDecimal on(BigDecimal end, BigDecimal step, RoundingMode to) {
    BigDecimal widened = end.divide(step, 0, to).multiply(step);
    return widened.compareTo(end) == 0 ? end : widened;
  }

  /// The patients of an understood cohort. What is asked twice is looked for once.
  PatientSet of(Criterion criterion) throws IOException {
    PatientSet known = found.get(criterion);
    if (known == null) {
      known = find(criterion);
      found.put(criterion, known);
    }
    return known;
  }

  private PatientSet find(Criterion criterion) throws IOException {
    return switch (criterion) {
      case All all -> all(sets(all.of()));
      case Any any -> any(sets(any.of()));
      case Not not -> segments.everyone().without(of(not.of()));
      case Words typed -> telling.part(words.read(typed.typed(), problems), segments.nobody());
      case Has has -> has(has);
    };
  }

  private List<PatientSet> sets(List<Criterion> criteria) throws IOException {
    List<PatientSet> sets = new ArrayList<>();
    for (Criterion criterion : criteria) {
      sets.add(of(criterion));
    }
    return sets;
  }

  /// Those that leave out too few to be told are dropped one after the other.
  private PatientSet all(List<PatientSet> sets) {
    List<PatientSet> kept = new ArrayList<>(sets);
    PatientSet met = intersection(kept);
    for (int i = 0; i < kept.size(); ) {
      PatientSet dropped = kept.remove(i);
      PatientSet without = intersection(kept);
      if (telling.tooClose(without.count(), met.count())) {
        met = without;
      } else {
        kept.add(i++, dropped);
      }
    }
    return met;
  }

  private PatientSet intersection(List<PatientSet> sets) {
    PatientSet met = segments.everyone();
    for (PatientSet set : sets) {
      met = met.and(set);
    }
    return met;
  }

  /// Those that add too few to be told are dropped one after the other.
  private PatientSet any(List<PatientSet> sets) {
    List<PatientSet> kept = new ArrayList<>(sets);
    PatientSet met = union(kept);
    for (int i = 0; i < kept.size(); ) {
      PatientSet dropped = kept.remove(i);
      PatientSet without = union(kept);
      if (telling.tooClose(met.count(), without.count())) {
        met = without;
      } else {
        kept.add(i++, dropped);
      }
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

  private PatientSet has(Has has) {
    int level = attributes.level(has.entry().level());
    if (level < 0) {
      return segments.nobody();
    }
    var entries = new Entries(level, filters(has.entry()));
    PatientSet met =
        telling.part(
            where(segments.everyone(), entries, Optional.empty(), 1, false), segments.nobody());
    if (has.near().isPresent()) {
      met = telling.narrowed(met, where(met, entries, has.near(), 1, false));
    }
    if (has.atLeast() > 1) {
      met = telling.narrowed(met, where(met, entries, has.near(), has.atLeast(), has.days()));
    }
    return met;
  }

  /// What entries are asked for.
  private record Entries(int level, List<Filter> filters) {
    boolean fit(Columns columns, int row) {
      // A row that stands for having no entry is found by what is not recorded, not by nothing.
      return (!filters.isEmpty() || !columns.rows(level).isNone(row))
          && Filter.allFit(filters, columns, row);
    }
  }

  List<Filter> filters(Entry entry) {
    List<Filter> filters = new ArrayList<>();
    entry
        .where()
        .forEach((field, wanted) -> {
          int attribute = attributes.find(field);
          filters.add(
              switch (wanted) {
                case OneOf values -> Filter.of(attributes, attribute, told(attribute, values));
                case Between range ->
                    Filter.between(attributes, attribute, range.from(), range.to());
              });
        });
    return filters;
  }

  private List<String> told(int attribute, OneOf values) {
    List<String> told = new ArrayList<>();
    for (String value : values.values()) {
      Filter one = Filter.of(attributes, attribute, List.of(value));
      PatientSet having = telling == Telling.EXACT ? null : segments.meeting(List.of(one));
      if (having == null || having.count() >= Count.SMALLEST_TOLD) {
        told.add(value);
      } else {
        problems.add(
            "Fewer than 10 patients have a “%s” that was asked for: it finds nobody."
                .formatted(attributes.attribute(attribute).field()));
      }
    }
    return told;
  }

  private PatientSet where(
      PatientSet among, Entries entries, Optional<Near> near, int atLeast, boolean days) {
    Optional<Entries> other =
        near.map(one -> new Entries(attributes.level(one.other().level()), filters(one.other())));
    return segments.kept(
        among,
        columns -> {
          var scan = new Scan(columns, entries, near, other, days);
          return document -> scan.reach(document, atLeast);
        });
  }

  /// Goes through the entries of patients of one segment.
  private static final class Scan {
    private final Columns columns;
    private final Entries entries;
    private final Optional<Near> near;
    private final Optional<Entries> other;
    private final boolean days;
    private final Columns.Rows rows;
    private int[] seen = new int[16];

    Scan(
        Columns columns,
        Entries entries,
        Optional<Near> near,
        Optional<Entries> other,
        boolean days) {
      this.columns = columns;
      this.entries = entries;
      this.near = near;
      this.other = other;
      this.days = days;
      this.rows = columns.rows(entries.level());
    }

    /// Whether a patient has so many of them.
    boolean reach(int document, int atLeast) {
      int found = 0;
      for (int row = rows.from(document); row < rows.to(document); row++) {
        if (entries.fit(columns, row) && isNear(document, row) && counts(row, found)) {
          found++;
          if (found >= atLeast) {
            return true;
          }
        }
      }
      return false;
    }

    private boolean counts(int row, int found) {
      if (!days) {
        return true;
      }
      int day = rows.day(row);
      if (day <= Columns.Rows.NONE) {
        return false;
      }
      for (int i = 0; i < found; i++) {
        if (seen[i] == day) {
          return false;
        }
      }
      if (found == seen.length) {
        seen = Arrays.copyOf(seen, found * 2);
      }
      seen[found] = day;
      return true;
    }

    private boolean isNear(int document, int row) {
      if (near.isEmpty() || other.isEmpty()) {
        return true;
      }
      int day = rows.day(row);
      if (day <= Columns.Rows.NONE || other.get().level() < 0) {
        return false;
      }
      Columns.Rows others = columns.rows(other.get().level());
      for (int at = others.from(document); at < others.to(document); at++) {
        int then = others.day(at);
        boolean another = other.get().level() != entries.level() || at != row;
        if (another
            && then > Columns.Rows.NONE
            && day - then >= near.get().from()
            && day - then <= near.get().to()
            && other.get().fit(columns, at)) {
          return true;
        }
      }
      return false;
    }
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
          asked.add(filters(has.entry()));
        }
      }
    }
    return asked;
  }
}
