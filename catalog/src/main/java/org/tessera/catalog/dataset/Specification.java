package org.tessera.catalog.dataset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.tessera.catalog.Count;
import org.tessera.catalog.cohort.CohortAnswer;
import org.tessera.catalog.cohort.Criterion;
import org.tessera.catalog.cohort.Criterion.All;
import org.tessera.catalog.cohort.Criterion.Any;
import org.tessera.catalog.cohort.Criterion.Between;
import org.tessera.catalog.cohort.Criterion.Entry;
import org.tessera.catalog.cohort.Criterion.Has;
import org.tessera.catalog.cohort.Criterion.OneOf;
import org.tessera.catalog.cohort.Criterion.Wanted;
import org.tessera.catalog.cohort.Criterion.Words;
import org.tessera.catalog.description.Described;
import org.tessera.catalog.description.Form;
import org.tessera.catalog.description.Row;
import org.tessera.catalog.index.Attribute;
import org.tessera.catalog.index.Attributes;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.Span;

/// Holds a technical specification against the patients of its dataset.
///
/// A clause is met when as many patients meet it as are needed: those its own row wants, else the
/// target of the dataset, else all its patients. Where it is not recorded of so many patients that
/// they would make up for the rest, nobody knows. Only told numbers are compared, and what is short
/// is told of them: it tells no more than they do.
final class Specification {
  private static final String PATIENTS = "patients";
  private static final String STUDIES = "studies";

  private final Clauses clauses;
  private final Attributes attributes;
  private final Described dataset;
  private final Criterion whole;
  private final Counting counting;

  /// How many meet a cohort, as the reader may know it.
  @FunctionalInterface
  interface Counting {
    CohortAnswer.Size of(Criterion cohort);
  }

  /// @param whole the patients of the dataset
  Specification(
      Clauses clauses,
      Attributes attributes,
      Described dataset,
      Criterion whole,
      Counting counting) {
    this.clauses = clauses;
    this.attributes = attributes;
    this.dataset = dataset;
    this.whole = whole;
    this.counting = counting;
  }

  /// The clauses that can be counted, in the order of the table.
  List<Clause> clauses(List<Row> rows) {
    long size = counting.of(whole).patients().size();
    long target = target(PATIENTS).orElse(size);
    List<Clause> checked = new ArrayList<>();
    List<Criterion> together = new ArrayList<>();
    for (Row row : rows) {
      String attribute = clauses.asks().get(row.attribute());
      if (attribute == null || !dataset.says(row.attribute())) {
        continue;
      }
      if (row.isTable()) {
        dataset
            .rows(row.attribute())
            .forEach(cells -> ofTable(row, attribute, cells).ifPresent(checked::add));
      } else {
        Criterion asked = asked(row, attribute, dataset.values(row.attribute()));
        together.add(asked);
        checked.add(checked(row.attribute(), "", asked, target));
      }
    }
    targets(checked, together);
    return checked;
  }

  /// All clauses at once, and the numbers that are wanted of that.
  private void targets(List<Clause> checked, List<Criterion> together) {
    Criterion all = new All(joined(together));
    clauses
        .targets()
        .forEach((unit, clause) ->
            target(unit)
                .ifPresent(needed -> {
                  Criterion cohort = within(all);
                  CohortAnswer.Size size = counting.of(cohort);
                  Count found = unit.equals(STUDIES) ? size.studies() : size.patients();
                  Clause.State state = state(found, 0, needed);
                  // Nobody knows of all what nobody knows of one.
                  boolean known =
                      state != Clause.State.SHORT
                          || checked.stream().noneMatch(Specification::isUnknown);
                  checked.add(
                      new Clause(
                          clause,
                          "",
                          all,
                          cohort,
                          found,
                          needed,
                          unit,
                          known ? state : Clause.State.UNKNOWN));
                }));
  }

  private static boolean isUnknown(Clause clause) {
    return clause.state() == Clause.State.UNKNOWN;
  }

  private Optional<Long> target(String unit) {
    String text = dataset.first(clauses.targets().getOrDefault(unit, ""));
    return text.matches("\\d{1,9}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }

  private Optional<Clause> ofTable(Row row, String attribute, Map<String, String> cells) {
    String needed = cells.getOrDefault(PATIENTS, "");
    String text = cells.getOrDefault(attribute.isEmpty() ? "cohort" : "value", "");
    if (!needed.matches("\\d{1,9}") || text.isBlank()) {
      return Optional.empty();
    }
    String name = cells.getOrDefault("name", "");
    Criterion asked = asked(row, attribute, List.of(text));
    return Optional.of(checked(row.attribute(), name, asked, Long.parseLong(needed)));
  }

  private Clause checked(String clause, String name, Criterion asked, long needed) {
    Criterion cohort = within(asked);
    Count found = counting.of(cohort).patients();
    long unrecorded =
        found.size() < needed
            ? unrecorded(asked).map(none -> counting.of(within(none)).patients().size()).orElse(0L)
            : 0;
    return new Clause(
        clause, name, asked, cohort, found, needed, PATIENTS, state(found, unrecorded, needed));
  }

  private static Clause.State state(Count found, long unrecorded, long needed) {
    boolean untold = !(found instanceof Count.Told);
    if (needed == 0 || (untold && needed < Count.SMALLEST_TOLD)) {
      return Clause.State.UNKNOWN;
    }
    if (found.size() >= needed) {
      return Clause.State.MET;
    }
    return found.size() + unrecorded >= needed ? Clause.State.UNKNOWN : Clause.State.SHORT;
  }

  private Criterion within(Criterion asked) {
    return new All(List.of(whole, asked));
  }

  private Criterion asked(Row row, String attribute, List<String> values) {
    if (attribute.isEmpty()) {
      return new All(values.stream().map(text -> CohortText.read(text).cohort()).toList());
    }
    Attribute by = attributes.shown(attribute).orElseThrow();
    if (row.form() == Form.RANGE) {
      Optional<Span> span = Span.parse(values.getFirst());
      return span.isPresent() ? has(by, new Between(span.get())) : new All(List.of());
    }
    List<String> listed = row.form() == Form.YEARS ? years(values.getFirst()) : values;
    List<Criterion> any = new ArrayList<>();
    List<String> told = new ArrayList<>();
    for (String value : listed) {
      if (by.characters() > 0 && value.length() > by.characters()) {
        any.add(new Words(attribute + ":" + value));
      } else {
        told.add(value);
      }
    }
    if (!told.isEmpty()) {
      any.addFirst(has(by, new OneOf(told)));
    }
    return any.size() == 1 ? any.getFirst() : new Any(any);
  }

  private static List<String> years(String span) {
    String[] ends = span.split("\\.\\.", 2);
    return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]))
        .mapToObj(Integer::toString)
        .toList();
  }

  private static Has has(Attribute attribute, Wanted wanted) {
    SortedMap<String, Wanted> where = new TreeMap<>(Map.of(attribute.field(), wanted));
    return new Has(new Entry(attribute.level(), where), 1, false, Optional.empty());
  }

  /// Whoever may meet it and is not recorded to.
  private static Optional<Criterion> unrecorded(Criterion asked) {
    return asked instanceof Has has && has.near().isEmpty() && has.entry().where().size() == 1
        ? Optional.of(
            new Has(
                new Entry(
                    has.entry().level(),
                    new TreeMap<>(
                        Map.of(
                            has.entry().where().firstKey(),
                            new OneOf(List.of(CatalogIndex.MISSING))))),
                1,
                false,
                Optional.empty()))
        : Optional.empty();
  }

  /// What is asked of entries of one level must hold in one entry: a series of the modality, of the
  /// site and as thin as is wanted.
  private static List<Criterion> joined(List<Criterion> criteria) {
    Map<String, SortedMap<String, Wanted>> byLevel = new LinkedHashMap<>();
    List<Criterion> joined = new ArrayList<>();
    for (Criterion one : criteria) {
      if (one instanceof Has has && has.near().isEmpty() && has.atLeast() == 1) {
        byLevel
            .computeIfAbsent(has.entry().level(), _ -> new TreeMap<>())
            .putAll(has.entry().where());
      } else {
        joined.add(one);
      }
    }
    byLevel.forEach(
        (level, where) -> joined.add(new Has(new Entry(level, where), 1, false, Optional.empty())));
    return joined;
  }
}
