package org.tessera.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Without mistakes the made-up patients contradict nothing a clinician would notice.
final class CoherenceTest {
  private static final List<DemoStudy> CANCERS =
      List.of(DemoStudy.LUNG, DemoStudy.COLORECTAL, DemoStudy.BREAST, DemoStudy.PROSTATE);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 77, 4_711})
  void dates_are_in_order_and_nothing_happens_after_death(long seed) {
    for (DemoStudy study : CANCERS) {
      for (List<Typed> patient : patients(seed, study)) {
        LocalDate born = tab(patient, "Patient").getFirst().date("date_of_birth");
        LocalDate diagnosed =
            tab(patient, "Diagnosis").getFirst().date("date_pathology_confirmation");
        Typed last = tab(patient, "FollowUp").getLast();
        LocalDate end = last.date(last.has("date_of_death") ? "date_of_death" : "followup_date");
        assertThat(born).isBefore(diagnosed);
        assertThat(end).isBetween(diagnosed, LocalDate.of(2025, Month.DECEMBER, 31));
        for (Typed treatment : tab(patient, "Treatment")) {
          LocalDate start = treatment.date("start_date");
          assertThat(start).isBetween(diagnosed, end);
          assertThat(treatment.date("end_date")).isBetween(start, end);
        }
        assertThat(tab(patient, "FollowUp"))
            .isSortedAccordingTo(
                Comparator.comparing((Typed visit) -> visit.text("followup_date")));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 77, 4_711})
  void the_dead_have_a_date_and_a_cause_and_the_living_a_last_contact(long seed) {
    for (DemoStudy study : CANCERS) {
      for (List<Typed> patient : patients(seed, study)) {
        for (Typed visit : tab(patient, "FollowUp")) {
          Set<String> expected =
              visit.text("vital_status").equals("Deceased")
                  ? Set.of("date_of_death", "cause_of_death")
                  : Set.of("date_last_contact");
          assertThat(visit.cells().keySet())
              .filteredOn(Set.of("date_of_death", "cause_of_death", "date_last_contact")::contains)
              .containsExactlyInAnyOrderElementsOf(expected);
        }
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 77, 4_711})
  void no_more_lymph_nodes_are_positive_than_were_examined(long seed) {
    for (DemoStudy study : CANCERS) {
      for (Typed row : rows(seed, study, "Diagnosis")) {
        if (row.has("n_lymphnodes_positive")) {
          assertThat(row.number("n_lymphnodes_positive"))
              .isLessThanOrEqualTo(row.number("n_lymphnodes_examined"));
        }
      }
    }
    for (Typed row : rows(seed, DemoStudy.RECTAL_REDCAP, "Record")) {
      assertThat(row.number("n_met_ln")).isLessThanOrEqualTo(row.number("n_lymphnodes"));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 77, 4_711})
  void the_grade_group_is_the_one_of_the_two_gleason_patterns(long seed) {
    Map<String, String> groups =
        Map.of(
            "3+3", "1", "3+4", "2", "4+3", "3", "4+4", "4", "3+5", "4", "4+5", "5", "5+4", "5",
            "5+5", "5");
    for (Typed row : rows(seed, DemoStudy.PROSTATE, "Diagnosis")) {
      String pair = row.text("gleason1") + "+" + row.text("gleason2");
      assertThat(row.cells()).as(pair).containsEntry("isup", groups.get(pair));
      assertThat(row.number("gleason_sum"))
          .isEqualTo(row.number("gleason1") + row.number("gleason2"));
      assertThat(row.number("num_cores_positive")).isBetween(1.0, row.number("num_cores"));
      double density = row.number("psa_total") / row.number("prostate_volume");
      assertThat(row.number("psa_density")).isCloseTo(density, offset(0.011));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 77, 4_711})
  void the_receptors_are_those_of_the_subtype_and_fish_is_asked_only_where_ihc_is_2(long seed) {
    for (Typed row : rows(seed, DemoStudy.BREAST, "Diagnosis")) {
      if (!row.has("er")) {
        assertThat(row.cells()).as("in situ").containsEntry("histology", "5").containsKey("dcis");
        continue;
      }
      boolean hormone = row.number("er") >= 1 || row.number("pr") >= 1;
      boolean her2 =
          row.text("her2ihc").equals("3")
              || (row.has("her2fish") && row.text("her2fish").equals("0"));
      String subtype = row.text("bcstproxy");
      assertThat(hormone)
          .as("hormone receptors of " + subtype)
          .isEqualTo(List.of("1", "2", "3").contains(subtype));
      assertThat(her2).as("HER2 of " + subtype).isEqualTo(List.of("3", "4").contains(subtype));
      assertThat(row.has("her2fish")).isEqualTo(row.text("her2ihc").equals("2"));
      assertThat(row.cells()).doesNotContainKey("dcis");
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 77, 4_711})
  void the_stage_group_of_a_lung_cancer_follows_its_categories_and_its_t_the_size(long seed) {
    for (Typed row : rows(seed, DemoStudy.LUNG, "Diagnosis")) {
      String stage = row.text("stage_group_c");
      assertThat(stage.startsWith("IV")).isEqualTo(!row.text("cM").equals("M0"));
      if (row.text("cM").equals("M0")
          && row.text("cN").equals("N0")
          && row.text("cT").equals("T1b")) {
        assertThat(stage).isEqualTo("IA2");
      }
      if (row.text("cM").equals("M0")
          && row.text("cN").equals("N3")
          && row.text("cT").equals("T4")) {
        assertThat(stage).isEqualTo("IIIC");
      }
      int size = (int) row.number("tumour_size_max");
      String t =
          size <= 10
              ? "T1a"
              : size <= 20
                  ? "T1b"
                  : size <= 30
                      ? "T1c"
                      : size <= 40 ? "T2a" : size <= 50 ? "T2b" : size <= 70 ? "T3" : "T4";
      assertThat(row.cells()).containsEntry("cT", t);
    }
    for (Typed row : rows(seed, DemoStudy.LUNG, "Patient")) {
      assertThat(row.has("pack_years")).isNotEqualTo(row.text("smoker").startsWith("Never"));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 77, 4_711})
  void a_colorectal_cancer_has_categories_after_therapy_or_before_it_but_not_both(long seed) {
    for (Typed row : rows(seed, DemoStudy.COLORECTAL, "Diagnosis")) {
      assertThat(row.has("ypT")).isNotEqualTo(row.has("pT"));
      if (row.has("ypT")) {
        assertThat(row.cells()).containsEntry("topography", "C20.9");
      }
      assertThat(row.text("stage_group_c").startsWith("IV"))
          .isEqualTo(!row.text("cM").equals("cM0"));
    }
  }

  @ParameterizedTest
  @EnumSource(value = DemoStudy.class, names = "RECTAL_REDCAP", mode = EnumSource.Mode.EXCLUDE)
  void patients_with_metastases_die_earlier_than_those_in_stage_1(DemoStudy study) {
    List<Double> early = new ArrayList<>();
    List<Double> late = new ArrayList<>();
    for (List<Typed> patient : patients(5, study)) {
      String stage = tab(patient, "Diagnosis").getFirst().text("stage_group_c");
      boolean dead = tab(patient, "FollowUp").getLast().text("vital_status").equals("Deceased");
      if (stage.equals("I") || stage.startsWith("IA")) {
        early.add(dead ? 1.0 : 0.0);
      } else if (stage.startsWith("IV")) {
        late.add(dead ? 1.0 : 0.0);
      }
    }
    assertThat(mean(late)).isGreaterThan(mean(early) + 0.15);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static List<Typed> tab(List<Typed> patient, String tab) {
    return patient.stream().filter(row -> row.tab().equals(tab)).toList();
  }

  private static List<Typed> rows(long seed, DemoStudy study, String tab) {
    return tab(patients(seed, study).stream().flatMap(List::stream).toList(), tab);
  }

  private static List<List<Typed>> patients(long seed, DemoStudy study) {
    Map<String, List<Typed>> patients = new HashMap<>();
    for (DemoRow row : DemoGeneratorTest.rows(DemoGenerator.faultless(seed), study, 400)) {
      String number =
          row.values().getOrDefault("patient_number", row.values().getOrDefault("record_id", ""));
      patients
          .computeIfAbsent(number, unseen -> new ArrayList<>())
          .add(new Typed(row.tab(), row.values()));
    }
    assertThat(patients).hasSize(400);
    return List.copyOf(patients.values());
  }
}
