package org.tessera.catalog.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tessera.catalog.Count;
import org.tessera.catalog.ValueCount;
import org.tessera.catalog.cohort.CohortAnswer;
import org.tessera.catalog.cohort.CohortJson;
import org.tessera.catalog.cohort.Criterion;
import org.tessera.catalog.cohort.Terms;
import org.tessera.catalog.cohort.Wording;
import org.tessera.catalog.dataset.Clause;
import org.tessera.catalog.description.Described;
import org.tessera.catalog.description.Form;
import org.tessera.catalog.description.Row;

/// An imaging dataset as its page shows it.
///
/// @param facts what is written of it, without what has a place of its own
/// @param labelling how it was labelled
/// @param verified whether all conditions of a verified dataset are said to be met
/// @param images what is counted of its images beside what is written
/// @param specification the clauses, by part
/// @param changes of its versions, the last first
public record DatasetView(
    List<Fact> facts,
    List<Fact> labelling,
    boolean verified,
    List<Image> images,
    List<Part> specification,
    List<Map<String, String>> changes) {
  private static final String IMAGES = "images";
  private static final String LABELLING = "labelling";

  /// What has a place of its own in the page, or is told beside a counted number.
  private static final Set<String> APART =
      Set.of("collection", "description", "cohort", "version", "access-level");

  private static final Set<String> NUMBERS = Set.of("patients", "studies", "series");
  private static final int VALUES_MAX = 8;

  /// An attribute and what is written of it.
  ///
  /// @param columns of a table, else none
  public record Fact(
      String label,
      List<String> values,
      List<String> columns,
      List<List<String>> rows,
      List<Check> checks) {}

  /// A clause held against the data.
  ///
  /// @param said how it stands, in a sentence
  /// @param address of the cohort of those who meet it
  public record Check(String asked, Clause.State state, String said, String address) {}

  /// What is counted of the images, and what somebody wrote of the same.
  public record Image(String label, List<Counted> counted, List<String> written) {}

  /// Values of an attribute with how many patients have them, the most frequent first.
  ///
  /// @param more how many values stand beside those
  public record Counted(String label, List<String> values, int more) {}

  /// Clauses of one part of the specification.
  public record Part(String name, List<Fact> facts) {}

  /// Puts it together.
  ///
  /// @param rows all attributes of datasets
  static DatasetView of(
      Described described,
      List<Row> rows,
      CohortAnswer answer,
      List<Clause> clauses,
      Reader reader) {
    List<Fact> facts = new ArrayList<>();
    List<Fact> labelling = new ArrayList<>();
    List<Image> images = new ArrayList<>();
    Map<String, List<Fact>> parts = new LinkedHashMap<>();
    boolean verified = false;
    for (Row row : rows) {
      if (row.part().equals(IMAGES) && !NUMBERS.contains(row.attribute())) {
        Image image = reader.image(row, described, answer);
        if (!image.counted().isEmpty() || !image.written().isEmpty()) {
          images.add(image);
        }
        continue;
      }
      if (!described.says(row.attribute()) || APART.contains(row.attribute())) {
        continue;
      }
      Fact fact = reader.fact(row, described, clauses);
      switch (row.part()) {
        case "" -> facts.add(fact);
        case LABELLING -> labelling.add(fact);
        case IMAGES, "version" -> {
          // Numbers stand beside those that are counted, changes in their own table.
        }
        default -> parts.computeIfAbsent(row.part(), _ -> new ArrayList<>()).add(fact);
      }
      verified |=
          row.attribute().equals("verification")
              && described.values(row.attribute()).containsAll(row.values());
    }
    return new DatasetView(
        facts,
        labelling,
        verified,
        images,
        parts.entrySet().stream().map(one -> new Part(one.getKey(), one.getValue())).toList(),
        described.rows("change").reversed());
  }

  /// Whether anything of a specification is written.
  public boolean specified() {
    return !specification.isEmpty();
  }

  /// Says things in the language of a page.
  ///
  /// @param counted the attributes that are counted beside what is written, by what is written
  record Reader(Terms terms, Wording wording, Map<String, List<String>> counted) {
    Fact fact(Row row, Described described, List<Clause> clauses) {
      List<Check> checks =
          clauses.stream()
              .filter(clause -> clause.attribute().equals(row.attribute()))
              .map(clause -> check(clause, row))
              .toList();
      List<String> values =
          row.form() == Form.COHORT
              ? List.of()
              : described.values(row.attribute()).stream()
                  .map(value -> terms.value(row.attribute(), value, value))
                  .toList();
      List<Row> columns = columns(row, described);
      return new Fact(
          label(row),
          values,
          columns.stream().map(this::label).toList(),
          described.rows(row.attribute()).stream()
              .map(cells ->
                  columns.stream()
                      .map(column -> cell(column, cells.getOrDefault(column.column(), "")))
                      .toList())
              .toList(),
          checks);
    }

    /// Those in which anything is written that people read.
    private static List<Row> columns(Row table, Described described) {
      return table.columns().stream()
          .filter(column -> column.form() != Form.COHORT)
          .filter(column ->
              described.rows(table.attribute()).stream()
                  .anyMatch(cells -> cells.containsKey(column.column())))
          .toList();
    }

    private String cell(Row column, String text) {
      return text.isEmpty() ? "" : terms.value(column.attribute(), text, text);
    }

    private String label(Row row) {
      return terms.attribute(row.attribute(), row.label());
    }

    private Check check(Clause clause, Row row) {
      return new Check(asked(clause, row), clause.state(), said(clause), address(clause.cohort()));
    }

    /// What the link to the patients says: the clause, unless it stands beside.
    private String asked(Clause clause, Row row) {
      if (!clause.name().isEmpty()) {
        return clause.name();
      }
      if (row.form() == Form.NUMBER) {
        return terms.words().say("dataset.together");
      }
      return row.form() == Form.COHORT || row.isTable()
          ? wording.of(clause.asked())
          : terms.words().say("dataset.cohort");
    }

    /// What is short is worked out of told numbers alone.
    private String said(Clause clause) {
      String unit = clause.unit();
      return switch (clause.state()) {
        case MET -> terms.words().say("dataset.met." + unit, clause.found(), clause.needed());
        case SHORT ->
            clause.found() instanceof Count.Told
                ? terms
                    .words()
                    .say("dataset.short." + unit, clause.found(), clause.needed(), clause.lacking())
                : terms.words().say("dataset.few." + unit, clause.found(), clause.needed());
        case UNKNOWN ->
            terms.words().say("dataset.unknown." + unit, clause.found(), clause.needed());
      };
    }

    static String address(Criterion cohort) {
      return CohortPages.address(CohortJson.write(cohort));
    }

    Image image(Row row, Described described, CohortAnswer answer) {
      List<Counted> numbers = new ArrayList<>();
      for (String field : counted.getOrDefault(row.attribute(), List.of())) {
        answer.charts().stream()
            .filter(chart -> chart.field().equals(field))
            .flatMap(chart -> counted(chart).stream())
            .forEach(numbers::add);
      }
      return new Image(label(row), numbers, described.values(row.attribute()));
    }

    private Optional<Counted> counted(CohortAnswer.Chart chart) {
      List<ValueCount> told =
          chart.values().stream().filter(value -> value.patients().size() > 0).toList();
      if (told.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new Counted(
              terms.attribute(chart.field(), chart.label()),
              told.stream()
                  .limit(VALUES_MAX)
                  .map(value ->
                      terms
                          .words()
                          .say(
                              "dataset.value",
                              terms.value(chart.field(), value.value(), value.label()),
                              value.patients()))
                  .toList(),
              Math.max(0, told.size() - VALUES_MAX)));
    }
  }
}
