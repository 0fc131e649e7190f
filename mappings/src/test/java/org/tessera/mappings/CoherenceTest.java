package org.tessera.mappings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The tests of coherence and what they do to a record.
final class CoherenceTest {
  private static final Study STUDY = new SmallStudy().study();

  @Test
  void an_error_takes_out_the_cell_it_blames_and_says_why() {
    Row row = SmallStudy.row(STUDY, "Diagnosis", 5, "visit", "1", "nodes", "3", "positive", "4");
    Judgement judgement = STUDY.judge(SmallStudy.record(row));
    assertThat(judgement.rejections())
        .containsExactly(
            new Rejection(
                "Diagnosis",
                5,
                "positive",
                "4",
                "nodes",
                Rejection.Severity.ERROR,
                "4 positive nodes of 3",
                "correct one"));
    Row kept = judgement.accepted().rows().getOrDefault("Diagnosis", List.of()).getFirst();
    assertThat(kept.values()).containsKey("nodes").doesNotContainKey("positive");
    assertThat(judgement.dropped()).isEmpty();
  }

  @Test
  void a_rule_says_nothing_of_a_row_without_the_values_it_reads() {
    Row row = SmallStudy.row(STUDY, "Diagnosis", 5, "visit", "1", "positive", "4");
    assertThat(STUDY.check(SmallStudy.record(row))).isEmpty();
  }

  @Test
  void a_row_whose_mandatory_cell_is_blamed_is_out() {
    Study study =
        new SmallStudy().replace("small/rules.yaml", "blame: [positive]", "blame: [visit]").study();
    Row row = SmallStudy.row(study, "Diagnosis", 5, "visit", "1", "nodes", "3", "positive", "4");
    Judgement judgement = study.judge(SmallStudy.record(row));
    assertThat(judgement.dropped()).containsExactly(row);
    assertThat(judgement.accepted().rows().get("Diagnosis")).isEmpty();
  }

  @Test
  void a_warning_is_told_and_takes_out_nothing_and_an_identifying_value_stays_masked() {
    Row born = SmallStudy.row(STUDY, "Patient", 2, "sex", "0", "birth", "2000-05-01");
    Row row =
        SmallStudy.row(STUDY, "Diagnosis", 5, "visit", "1", "found", "30/04/2000", "nodes", "1");
    PatientRecord record = SmallStudy.record(born, row);
    Judgement judgement = STUDY.judge(record);
    assertThat(judgement.rejections())
        .singleElement()
        .satisfies(rejection -> {
          assertThat(rejection.severity()).isEqualTo(Rejection.Severity.WARNING);
          assertThat(rejection.value()).isEqualTo("2000-04-30");
        });
    assertThat(judgement.accepted()).isEqualTo(record);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          days('2020-02-28', '2020-03-01') == 2              | true
          days('2020-03-01', '2020-02-28') == -2             | true
          years('1950-06-15', '2020-06-14') == 69            | true
          years('1950-06-15', '2020-06-15') == 70            | true
          years('1950', '2020-06-15') == 70                  | true
          years('1950', '2020-06') == 70                     | true
          days('1950', '2020-06-15') == 0                    | nothing
          row.psa > 4                                        | true
          row.psa / row.psa == 1.0                           | true
          row.visit + 1 == 2                                 | true
          row.visit < row.psa                                | true
          has(row.nodes)                                     | false
          row.nodes > 1                                      | nothing
          row.pirads == ['4', '5']                           | true
          row.pirads.exists(p, p == '5')                     | true
          row.found < '2021-01-01'                           | true
          size(patient.Diagnosis) == 1                       | true
          size(patient.Patient) == 0                         | true
          form == 'Diagnosis'                                | true
          row.drug in ['0', '1']                             | true
          row.drug.matches('[0-9]')                          | true
          """)
  void an_expression_holds_or_not_or_says_nothing(String check, String expected) {
    Study study =
        new SmallStudy()
            .file(
                "small/rules.yaml",
                "- { id: asked, form: Diagnosis, check: \""
                    + check
                    + "\", message: m }\n"
                    + "- { id: reversed, form: Diagnosis, check: \"!("
                    + check
                    + ")\", message: m }\n")
            .replace("small/patient.yaml", "identifying: true", "required: o")
            .study();
    Row row =
        SmallStudy.row(
            study,
            "Diagnosis",
            2,
            "visit",
            "1",
            "psa",
            "7",
            "found",
            "2020-03",
            "pirads",
            "4,5",
            "drug",
            "0");
    List<String> failed =
        study.check(SmallStudy.record(row)).stream().map(Rejection::rule).toList();
    assertThat(failed)
        .isEqualTo(
            switch (expected) {
              case "true" -> List.of("reversed");
              case "false" -> List.of("asked");
              default -> List.of();
            });
  }

  @Test
  void a_decimal_stays_decimal_when_it_was_stored_without_its_point() {
    Study study =
        new SmallStudy()
            .file(
                "small/rules.yaml",
                "- { id: half, form: Diagnosis, check: \"row.psa / 2.0 == 3.5\", message: m }\n")
            .study();
    var values =
        new java.util.HashMap<>(SmallStudy.row(study, "Diagnosis", 2, "visit", "1").values());
    values.put("psa", tools.jackson.databind.node.JsonNodeFactory.instance.numberNode(7));
    assertThat(study.check(SmallStudy.record(new Row("Diagnosis", 2, "p1", values)))).isEmpty();
  }

  @Test
  void a_rule_of_the_patient_is_asked_once_and_told_at_the_first_row() {
    Study study =
        new SmallStudy()
            .file(
                "small/rules.yaml",
                "- { id: one, form: Diagnosis, level: patient, check: \"size(patient.Diagnosis) =="
                    + " 1\", message: m }\n")
            .study();
    Row first = SmallStudy.row(study, "Diagnosis", 4, "visit", "1");
    Row second = SmallStudy.row(study, "Diagnosis", 9, "visit", "2");
    assertThat(study.check(SmallStudy.record(first, second)))
        .singleElement()
        .satisfies(rejection -> assertThat(rejection.row()).isEqualTo(4));
    assertThat(study.check(SmallStudy.record(first))).isEmpty();
  }
}
