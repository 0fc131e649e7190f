package org.tessera.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tessera.mappings.Column;
import org.tessera.mappings.Form;
import org.tessera.mappings.Mappings;
import org.tessera.mappings.PatientRecord;
import org.tessera.mappings.Reading;
import org.tessera.mappings.Rejection;
import org.tessera.mappings.Row;
import org.tessera.mappings.Study;
import org.tessera.vocabularies.Vocabularies;

/// The made-up rows are rows of the studies as they are defined today.
final class StudyFitTest {
  private static final Mappings MAPPINGS = Mappings.builtIn(Vocabularies.builtIn());
  private static final int PATIENTS = 300;
  private static final int MANY = 1_200;

  @ParameterizedTest
  @EnumSource(DemoStudy.class)
  void every_column_is_one_of_the_study(DemoStudy study) {
    Set<String> unknown = new TreeSet<>();
    for (DemoRow row : DemoGeneratorTest.rows(DemoGenerator.faultless(3), study, PATIENTS)) {
      Form form = form(study, row);
      row.values().keySet().stream()
          .filter(column -> form.column(column).map(Column::name).filter(column::equals).isEmpty())
          .filter(column -> !form.ignores(column))
          .forEach(column -> unknown.add(row.tab() + "." + column));
    }
    assertThat(unknown).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(DemoStudy.class)
  void without_mistakes_no_cell_is_refused_and_no_rule_of_coherence_is_broken(DemoStudy study) {
    assertThat(findings(study, DemoGenerator.faultless(3), PATIENTS))
        .filteredOn(finding -> finding.severity() == Rejection.Severity.ERROR)
        .extracting(finding -> finding.form() + "." + finding.column() + " " + finding.rule())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "LUNG, permissible required type range date coherence-05 coherence-12-unit",
    "COLORECTAL, permissible required type range date coherence-05 coherence-08",
    "BREAST, permissible required type range date breast-10-her2fish",
    "PROSTATE, permissible required type range date prostate-18-sum prostate-08-cores",
    "RECTAL_REDCAP, permissible required type range nodes drug-1-not-done"
  })
  void the_mistakes_are_found_by_the_study(DemoStudy study, String rules) {
    Set<String> found = new TreeSet<>();
    findings(study, new DemoGenerator(3), MANY).forEach(finding -> found.add(finding.rule()));
    assertThat(found).contains(rules.split(" ", -1));
  }

  private static List<Rejection> findings(DemoStudy demo, DemoGenerator generator, int patients) {
    Study study = study(demo);
    List<Rejection> findings = new ArrayList<>();
    Map<String, Map<String, List<Row>>> accepted = new LinkedHashMap<>();
    long number = 1;
    for (DemoRow row : DemoGeneratorTest.rows(generator, demo, patients)) {
      Form form = form(demo, row);
      Map<String, String> cells = new HashMap<>(row.values());
      cells.keySet().removeIf(form::ignores);
      Reading reading = form.read(++number, cells);
      findings.addAll(reading.rejections());
      if (reading.accepted()) {
        String patient = row.values().getOrDefault(study.patientKey().column(), "");
        accepted
            .computeIfAbsent(patient, unseen -> new LinkedHashMap<>())
            .computeIfAbsent(form.name(), unseen -> new ArrayList<>())
            .add(new Row(form.name(), number, patient, reading.values()));
      }
    }
    accepted.forEach(
        (patient, rows) -> findings.addAll(study.check(new PatientRecord(patient, rows))));
    return findings;
  }

  private static Form form(DemoStudy demo, DemoRow row) {
    return study(demo).formForSheet(row.tab()).orElseThrow();
  }

  private static Study study(DemoStudy demo) {
    return MAPPINGS.study(demo.study()).orElseThrow();
  }
}
