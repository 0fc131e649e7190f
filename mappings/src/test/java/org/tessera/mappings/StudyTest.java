package org.tessera.mappings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/// What rows become, verb by verb.
final class StudyTest {
  private static final Study STUDY = new SmallStudy().study();

  @Test
  void a_patient_becomes_a_patient_with_its_code_and_its_imprecise_date() {
    Row row = SmallStudy.row(STUDY, "Patient", 2, "sex", "female", "birth", "1950");
    assertThat(SmallStudy.resources(STUDY, row))
        .containsExactly(
            Map.entry(
                "p1",
                "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"gender\":\"female\",\"birthDate\":\"1950\"}"));
  }

  @Test
  void a_value_becomes_a_quantity_and_a_missing_date_no_element() {
    Row row = SmallStudy.row(STUDY, "Diagnosis", 2, "visit", "1", "psa", "7.10 ng/mL");
    assertThat(SmallStudy.resources(STUDY, row))
        .containsExactly(
            Map.entry(
                "p1-1-psa",
                "{\"resourceType\":\"Observation\",\"id\":\"p1-1-psa\",\"status\":\"final\","
                    + "\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"2857-1\","
                    + "\"display\":\"Prostate specific Ag [Mass/volume] in Serum or Plasma\"}],"
                    + "\"text\":\"Prostate specific Ag [Mass/volume] in Serum or Plasma\"},"
                    + "\"subject\":{\"reference\":\"Patient/p1\"},"
                    + "\"valueQuantity\":{\"value\":7.10,\"unit\":\"ng/mL\","
                    + "\"system\":\"http://unitsofmeasure.org\",\"code\":\"ng/mL\"}}"));
  }

  @Test
  void two_columns_are_translated_together() {
    Row row = SmallStudy.row(STUDY, "Diagnosis", 2, "visit", "1", "g1", "3", "g2", "4");
    assertThat(SmallStudy.resources(STUDY, row).get("p1-1-isup"))
        .contains("LA30795-1")
        .contains("\"text\":\"Grade group 2\"")
        .doesNotContain("valueQuantity");
  }

  @Test
  void a_combination_the_list_does_not_hold_is_passed_on_in_words() {
    Row row = SmallStudy.row(STUDY, "Diagnosis", 2, "visit", "1", "g1", "5", "g2", "5");
    assertThat(SmallStudy.resources(STUDY, row).get("p1-1-isup"))
        .contains("\"valueCodeableConcept\":{\"text\":\"5+5\"}");
  }

  @Test
  void each_item_of_a_list_becomes_a_resource_and_a_gap_keeps_its_place() {
    Row row = SmallStudy.row(STUDY, "Diagnosis", 2, "visit", "1", "pirads", "4, NA ,5");
    assertThat(SmallStudy.resources(STUDY, row).keySet())
        .containsExactly("p1-1-lesion1", "p1-1-lesion3");
  }

  @Test
  void each_repeated_column_that_is_filled_becomes_a_resource() {
    Row row = SmallStudy.row(STUDY, "Diagnosis", 2, "visit", "1", "drug", "0", "drug_3", "1");
    Map<String, String> made = SmallStudy.resources(STUDY, row);
    assertThat(made.keySet()).containsExactly("p1-1-rx1", "p1-1-rx3");
    assertThat(made.get("p1-1-rx1")).contains("\"code\":\"4492\"");
    assertThat(made.get("p1-1-rx3"))
        .contains("\"medicationCodeableConcept\":{\"text\":\"Home remedy\"}");
  }

  @Test
  void another_tab_is_read_at_its_last_row_with_a_value() {
    Row early = SmallStudy.row(STUDY, "Patient", 2, "sex", "0");
    Row late = SmallStudy.row(STUDY, "Patient", 3, "sex", "1");
    Row row = SmallStudy.row(STUDY, "Diagnosis", 2, "visit", "1", "drug", "0");
    assertThat(SmallStudy.resources(STUDY, early, late, row).get("p1-1-rx1"))
        .contains("\"display\":\"1\"");
    assertThat(SmallStudy.resources(STUDY, row).get("p1-1-rx1")).doesNotContain("performer");
  }

  @Test
  void a_structure_that_reads_data_and_finds_none_is_not_there() {
    Row row = SmallStudy.row(STUDY, "Diagnosis", 2, "visit", "1", "positive", "2");
    assertThat(SmallStudy.resources(STUDY, row).get("p1-1-nodes"))
        .contains("\"component\":[{\"code\":{\"text\":\"positive\"},\"valueInteger\":2}]");
  }

  @Test
  void the_study_itself_becomes_a_resource_once() {
    assertThat(STUDY.resources()).hasSize(1);
    assertThat(STUDY.resources().getFirst().path("id").asString()).isEqualTo("small");
  }

  @Test
  void resources_of_two_rows_share_no_part_that_could_be_changed() {
    Row row = SmallStudy.row(STUDY, "Diagnosis", 2, "visit", "1", "psa", "7");
    var first = STUDY.map(SmallStudy.record(row), SmallStudy.SECRETS).getFirst();
    first.resources().getFirst().withObject("/code").removeAll();
    var second = STUDY.map(SmallStudy.record(row), SmallStudy.SECRETS).getFirst();
    assertThat(second.resources().getFirst().path("code").path("coding")).hasSize(1);
  }

  @Test
  void placeholders_hold_digests_uids_and_the_anchor() {
    Study study =
        new SmallStudy()
            .replace(
                "small/diagnosis.yaml",
                "    status: final\n",
                """
                    status: final
                    note: '{digest:psa} {uid:visit} {anchor} {study} {form} {row} {{x}}'
                """)
            .study();
    Row row = SmallStudy.row(study, "Diagnosis", 7, "visit", "1", "psa", "7");
    assertThat(SmallStudy.resources(study, row).get("p1-1-psa"))
        .contains("\"note\":\"digest-of-7 2.25.1 2020-01-01 small Diagnosis 7 {x}\"");
  }

  @Test
  void a_uid_of_a_row_is_keyed_already_and_is_not_keyed_twice() {
    Study study =
        new SmallStudy()
            .replace(
                "small/diagnosis.yaml", "columns:\n", "columns:\n  - { name: images, type: uid }\n")
            .replace(
                "small/diagnosis.yaml",
                "    status: final\n",
                "    status: final\n    note: '{uid:images} {uid:visit}'\n")
            .study();
    Row row =
        SmallStudy.row(study, "Diagnosis", 7, "visit", "1", "psa", "7", "images", "2.25.123456");
    assertThat(SmallStudy.resources(study, row).get("p1-1-psa"))
        .contains("\"note\":\"2.25.123456 2.25.1\"");
  }

  @Test
  void an_id_keeps_to_what_fhir_allows() {
    assertThat(Id.fit("a/b c_d.e-1")).isEqualTo("a-b-c-d.e-1");
    String one = Id.fit("x".repeat(80));
    String other = Id.fit("x".repeat(79) + "y");
    assertThat(one).hasSize(64).isNotEqualTo(other);
    assertThat(Id.fit("x".repeat(64))).isEqualTo("x".repeat(64));
  }
}
