package org.tessera.mappings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// A cell that names a row is believed only while that row is accepted.
final class ReferencesTest {
  private static SmallStudy small() {
    return new SmallStudy()
        .file(
            "small/treatment.yaml",
            """
            form: Treatment
            key: [no]
            columns:
              - { name: number, type: patient, required: M }
              - { name: no, type: integer, required: M }
              - { name: visit, type: integer, refers: Diagnosis.visit }
              - { name: after, type: integer, refers: Treatment.no }
            resources:
              - resource: Procedure
                id: "{patient}-tx{no}"
                reasonReference: [ { reference: Condition, id: "{patient}-{visit}" } ]
                partOf: [ { reference: Procedure, id: "{patient}-tx{after}" } ]
            """)
        .replace("small/study.yaml", "diagnosis.yaml]", "diagnosis.yaml, treatment.yaml]");
  }

  private static Row treatment(Study study, String... cells) {
    return SmallStudy.row(study, "Treatment", 7, cells);
  }

  @Test
  void a_cell_that_names_no_accepted_row_is_told_and_counts_as_not_recorded() {
    Study study = small().study();
    Row diagnosis = SmallStudy.row(study, "Diagnosis", 2, "visit", "1");
    Row row = treatment(study, "no", "1", "visit", "2");
    Judgement judgement = study.judge(SmallStudy.record(diagnosis, row));
    assertThat(judgement.rejections())
        .singleElement()
        .satisfies(rejection -> {
          assertThat(rejection.rule()).isEqualTo("no-such-row");
          assertThat(rejection.form()).isEqualTo("Treatment");
          assertThat(rejection.row()).isEqualTo(7);
          assertThat(rejection.column()).isEqualTo("visit");
          assertThat(rejection.value()).isEqualTo("2");
          assertThat(rejection.message()).contains("no accepted Diagnosis row 2 of this patient");
          assertThat(rejection.severity()).isEqualTo(Rejection.Severity.ERROR);
        });
    assertThat(judgement.dropped()).isEmpty();
    Row left = judgement.accepted().rows().getOrDefault("Treatment", List.of()).getFirst();
    assertThat(SmallStudy.resources(study, left).values())
        .singleElement()
        .satisfies(json -> assertThat(json).doesNotContain("reasonReference"));
  }

  @Test
  void a_cell_that_names_an_accepted_row_makes_the_reference() {
    Study study = small().study();
    Row diagnosis = SmallStudy.row(study, "Diagnosis", 2, "visit", "1");
    Row row = treatment(study, "no", "1", "visit", "1.0");
    Judgement judgement = study.judge(SmallStudy.record(diagnosis, row));
    assertThat(judgement.rejections()).isEmpty();
    assertThat(SmallStudy.resources(study, row).values())
        .singleElement()
        .satisfies(json -> assertThat(json).contains("Condition/p1-1"));
  }

  @Test
  void a_row_that_a_coherence_rule_takes_out_is_no_longer_named() {
    Study study =
        small().replace("small/rules.yaml", "blame: [positive]", "blame: [visit]").study();
    Row diagnosis =
        SmallStudy.row(study, "Diagnosis", 2, "visit", "1", "nodes", "1", "positive", "3");
    Judgement judgement =
        study.judge(SmallStudy.record(diagnosis, treatment(study, "no", "1", "visit", "1")));
    assertThat(judgement.rejections())
        .extracting(Rejection::rule)
        .containsExactly("nodes", "no-such-row");
  }

  @Test
  void a_mandatory_cell_takes_its_row_along_and_whatever_names_that() {
    Study study =
        small()
            .replace(
                "small/treatment.yaml",
                "refers: Diagnosis.visit",
                "required: M, refers: Diagnosis.visit")
            .study();
    Row diagnosis = SmallStudy.row(study, "Diagnosis", 2, "visit", "1");
    Row first = SmallStudy.row(study, "Treatment", 3, "no", "1", "visit", "9");
    Row second = SmallStudy.row(study, "Treatment", 4, "no", "2", "visit", "1", "after", "1");
    Judgement judgement = study.judge(SmallStudy.record(diagnosis, first, second));
    assertThat(judgement.dropped()).containsExactly(first);
    assertThat(judgement.rejections())
        .extracting(rejection -> rejection.row() + " " + rejection.column())
        .containsExactly("3 visit", "4 after");
    assertThat(judgement.accepted().rows().getOrDefault("Treatment", List.of())).hasSize(1);
  }
}
