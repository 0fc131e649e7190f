package org.tessera.mappings;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Durations become dates, two dates an age or a duration, and quantities change their unit.
final class TimespanTest {
  @ParameterizedTest(name = "{1} {2} after {0} is {3}")
  @CsvSource({
    "2020-02-28, 2, d, 2020-03-01",
    "2020-02-28, 2, wk, 2020-03-13",
    "2020-01-31, 1, mo, 2020-02-29",
    "2020-02-29, 1, a, 2021-02-28",
    "2020-03, 2, mo, 2020-05",
    "2020-03, 10, d, none",
    "2020, 1, mo, none",
    "2020, 3, a, 2023",
    "2020-03-01, -1, d, 2020-02-29"
  })
  void a_duration_becomes_a_date_where_the_date_before_it_is_precise_enough(
      String from, int count, String unit, String expected) {
    assertThat(made("{ column: nodes, convert: after, from: found, unit: %s }", unit, from, count))
        .isEqualTo(expected.equals("none") ? "" : '"' + expected + '"');
  }

  @ParameterizedTest(name = "somebody born {0} is {2} on {1}")
  @CsvSource({
    "1950-03-04, 2020-03-03, 69",
    "1950-03-04, 2020-03-04, 70",
    "1950-03-04, 2020-03, 70",
    "1950, 2020-01-01, 70"
  })
  void an_age_counts_whole_years_and_calendar_years_where_a_day_is_missing(
      String birth, String at, int age) {
    Study study = study("{ column: found, convert: age, from: Patient.birth }");
    String json = resource(study, birth, "found", at);
    assertThat(json).contains("\"effective\":{\"value\":" + age + ",\"unit\":\"a\"");
    Study plain = study("{ column: found, convert: years, from: Patient.birth }");
    assertThat(resource(plain, birth, "found", at)).contains("\"effective\":" + age);
  }

  @ParameterizedTest(name = "{0} to {1} in {2}: {3}")
  @CsvSource({
    "2020-01-31, 2020-03-01, d, 30",
    "2020-01-31, 2020-03-01, mo, 1",
    "2020-01-31, 2020-03, mo, 2",
    "2019-06, 2020-03-01, a, 1"
  })
  void the_time_between_two_dates_is_a_quantity(String from, String to, String unit, int count) {
    Study study = study("{ column: end, convert: since, from: found, unit: " + unit + " }");
    assertThat(resource(study, "1950", "found", from, "end", to))
        .contains("\"effective\":{\"value\":" + count + ",\"unit\":\"" + unit + "\"");
  }

  @ParameterizedTest(name = "{1} {2} after {0}")
  @CsvSource({
    "2020-02-28, 99999999999999999, d",
    "2020-02-28, 900000000000000000000000000000, d",
    "9999-12-31, 1, d",
    "2020-01, 120000, mo",
    "0001-01-01, -1, d",
    "2020, 20000, a"
  })
  void a_number_that_leads_to_no_date_is_told_and_makes_nothing(
      String from, String count, String unit) {
    Study study = study("{ column: psa, convert: after, from: found, unit: " + unit + " }");
    MappedRow row = mapped(study, "found", from, "psa", count);
    assertThat(row.resources()).noneSatisfy(made -> assertThat(made.has("effective")).isTrue());
    assertThat(row.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.column()).isEqualTo("psa");
          assertThat(finding.severity()).isEqualTo(Rejection.Severity.WARNING);
          assertThat(finding.message()).contains("no date from year 1 to 9999");
        });
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"2020-13", "2020-02-30", "0000-01-01", "soon"})
  void a_text_that_is_no_date_is_told(String text) {
    Study study = study("{ column: end, convert: since, from: found, unit: d }");
    MappedRow row = mapped(study, "found", "2020-01-01", "end", text);
    assertThat(row.findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("is no date"));
  }

  /// The row as it is mapped with texts that no reader of dates has seen.
  private static MappedRow mapped(Study study, String... cells) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    values.put("visit", JsonNodeFactory.instance.numberNode(1));
    for (int at = 0; at < cells.length; at += 2) {
      boolean number = cells[at].equals("psa");
      values.put(
          cells[at],
          number
              ? JsonNodeFactory.instance.numberNode(new BigDecimal(cells[at + 1]))
              : JsonNodeFactory.instance.stringNode(cells[at + 1]));
    }
    Row row = new Row("Diagnosis", 3, "p1", values);
    return study
        .map(new PatientRecord("p1", Map.of("Diagnosis", List.of(row))), SmallStudy.SECRETS)
        .getFirst();
  }

  @Test
  void a_quantity_is_told_in_another_unit() {
    Study study = study("{ column: psa, convert: quantity, unit: ng/mL, to: ug/L }");
    assertThat(resource(study, "1950", "psa", "4.20")).contains("{\"value\":4.2,\"unit\":\"ug/L\"");
    assertThat(
            resource(
                study("{ column: psa, convert: quantity, unit: \"[in_i]\", to: cm }"),
                "1950",
                "psa",
                "3"))
        .contains("{\"value\":7.62,\"unit\":\"cm\"");
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          { column: psa, convert: quantity, unit: ng/mL, to: mm }        ~ "ng/mL" cannot be counted in "mm"
          { column: psa, convert: quantity, unit: Cel, to: K }           ~ "Cel" cannot be counted in "K"
          { column: nodes, convert: after, unit: d }                     ~ after counts from a date
          { column: nodes, convert: integer, from: found }               ~ integer counts from no date
          { column: nodes, convert: after, from: found, unit: h }        ~ "h" is no unit to count dates in
          { column: found, convert: since, from: Patient.birth, unit: d } ~ the column "Patient.birth" is identifying
          { column: psa, convert: integer, to: mm }                      ~ only a quantity has another unit
          { colunm: psa }                                                ~ "colunm" is no verb
          { Column: psa }                                                ~ "Column" is no verb
          """)
  void what_cannot_be_meant_is_told(String rule, String message) {
    SmallStudy wrong = with(rule);
    assertThat(
            org.assertj.core.api.Assertions.catchThrowableOfType(BrokenRules.class, wrong::study)
                .problems())
        .extracting(Problem::message)
        .anySatisfy(told -> assertThat(told).startsWith(message));
  }

  private static String made(String rule, String unit, String from, int count) {
    Study study = study(rule.formatted(unit));
    String json = resource(study, "1950", "found", from, "nodes", Integer.toString(count));
    int at = json.indexOf("\"effective\":");
    return at < 0 ? "" : json.substring(at + "\"effective\":".length(), json.indexOf('}', at));
  }

  private static SmallStudy with(String rule) {
    return new SmallStudy()
        .replace("small/diagnosis.yaml", "nodes, type: integer, min: 0", "nodes, type: integer")
        .replace(
            "small/diagnosis.yaml",
            "  - { name: found,",
            "  - { name: end, type: date }\n  - { name: found,")
        .replace("small/diagnosis.yaml", "form: Diagnosis\n", "form: Diagnosis\nignored: [end]\n")
        .replace(
            "small/diagnosis.yaml",
            "resources:\n",
            "resources:\n  - { resource: Observation, id: \"{patient}-time\", effective: "
                + rule
                + " }\n");
  }

  private static Study study(String rule) {
    return with(rule).study();
  }

  private static String resource(Study study, String birth, String... cells) {
    Row patient = SmallStudy.row(study, "Patient", 2, "sex", "1", "birth", birth);
    String[] all = new String[cells.length + 2];
    System.arraycopy(cells, 0, all, 2, cells.length);
    all[0] = "visit";
    all[1] = "1";
    return SmallStudy.resources(study, patient, SmallStudy.row(study, "Diagnosis", 3, all))
        .getOrDefault("p1-time", "");
  }
}
