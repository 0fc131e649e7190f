package org.tessera.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The mistakes are there, and about as many as they say.
final class BlemishesTest {
  private static final long SEED = 8;
  private static final int PATIENTS = 800;

  @ParameterizedTest
  @EnumSource(DemoStudy.class)
  void about_three_in_a_hundred_optional_cells_are_empty(DemoStudy study) {
    int cells = 0;
    int blank = 0;
    Map<List<String>, DemoRow> spoiled = byKey(study, new DemoGenerator(SEED));
    Map<List<String>, DemoRow> clean = byKey(study, DemoGenerator.faultless(SEED));
    for (Map.Entry<List<String>, DemoRow> entry : clean.entrySet()) {
      Map<String, String> now = spoiled.getOrDefault(entry.getKey(), entry.getValue()).values();
      cells += entry.getValue().values().size();
      for (String column : entry.getValue().values().keySet()) {
        String value = now.getOrDefault(column, "NA");
        blank += value.equals("NA") || value.equals("-99") ? 1 : 0;
      }
    }
    assertThat((double) blank / cells).isBetween(0.012, 0.04);
  }

  @ParameterizedTest
  @EnumSource(DemoStudy.class)
  void some_cells_are_wrong_or_written_in_another_way_but_most_are_as_they_should_be(
      DemoStudy study) {
    int cells = 0;
    int changed = 0;
    Map<List<String>, DemoRow> spoiled = byKey(study, new DemoGenerator(SEED));
    for (Map.Entry<List<String>, DemoRow> entry :
        byKey(study, DemoGenerator.faultless(SEED)).entrySet()) {
      Map<String, String> now = spoiled.getOrDefault(entry.getKey(), entry.getValue()).values();
      cells += entry.getValue().values().size();
      for (Map.Entry<String, String> cell : entry.getValue().values().entrySet()) {
        String value = now.get(cell.getKey());
        changed += value != null && !value.equals(cell.getValue()) ? 1 : 0;
      }
    }
    assertThat((double) changed / cells).isBetween(0.01, 0.04);
  }

  @ParameterizedTest
  @EnumSource(DemoStudy.class)
  void a_few_rows_are_entered_twice(DemoStudy study) {
    List<DemoRow> rows = DemoGeneratorTest.rows(new DemoGenerator(SEED), study, PATIENTS);
    Set<DemoRow> distinct = new HashSet<>(rows);
    assertThat((double) (rows.size() - distinct.size()) / rows.size()).isBetween(0.001, 0.02);
  }

  @Test
  void dates_come_in_three_writings_and_some_are_none() {
    List<String> dates =
        DemoGeneratorTest.rows(new DemoGenerator(SEED), DemoStudy.LUNG, PATIENTS).stream()
            .filter(row -> row.tab().equals("FollowUp"))
            .map(row -> row.values().getOrDefault("followup_date", ""))
            .toList();
    for (String writing :
        List.of(
            "\\d{4}-\\d\\d-\\d\\d",
            "\\d\\d/\\d\\d/\\d{4}", "\\d\\d\\.\\d\\d\\.\\d{4}", "spring 2020|2020-13-01|")) {
      assertThat(dates).as(writing).anyMatch(date -> date.matches(writing));
    }
  }

  @Test
  void patients_contradict_themselves_in_several_ways() {
    Set<String> broken = new HashSet<>();
    for (Map<String, String> row : diagnoses()) {
      if (more(row, "n_lymphnodes_positive", "n_lymphnodes_examined")) {
        broken.add("nodes");
      }
      if (more(row, "num_cores_positive", "num_cores")) {
        broken.add("cores");
      }
      if (row.getOrDefault("psa_density", "").equals("7.50")) {
        broken.add("density");
      }
      if (row.containsKey("cT") && !row.containsKey("staging_system")) {
        broken.add("edition");
      }
    }
    assertThat(broken).containsExactlyInAnyOrder("nodes", "cores", "density", "edition");
  }

  private static List<Map<String, String>> diagnoses() {
    return DemoGeneratorTest.rows(new DemoGenerator(SEED), DemoStudy.PROSTATE, 3_000).stream()
        .filter(row -> row.tab().equals("Diagnosis"))
        .map(DemoRow::values)
        .toList();
  }

  private static boolean more(Map<String, String> row, String part, String total) {
    String number = "\\d{1,3}";
    return row.getOrDefault(part, "").matches(number)
        && row.getOrDefault(total, "").matches(number)
        && Integer.parseInt(row.get(part)) > Integer.parseInt(row.get(total));
  }

  private static Map<List<String>, DemoRow> byKey(DemoStudy study, DemoGenerator generator) {
    Map<List<String>, DemoRow> rows = new HashMap<>();
    for (DemoRow row : DemoGeneratorTest.rows(generator, study, PATIENTS)) {
      Map<String, String> values = row.values();
      String number = values.getOrDefault("patient_number", values.getOrDefault("record_id", ""));
      String part =
          values.getOrDefault("diagnosis_no", "")
              + values.getOrDefault("treatment_no", "")
              + values.getOrDefault("followup_no", "")
              + values.getOrDefault("study_instance_uid", "");
      rows.putIfAbsent(List.of(row.tab(), number, part), row);
    }
    return rows;
  }
}
