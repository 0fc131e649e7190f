package org.tessera.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tessera.etl.TestNode.diagnoses;
import static org.tessera.etl.TestNode.patients;
import static org.tessera.etl.TestNode.tab;
import static org.tessera.etl.TestNode.workbook;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tessera.etl.FailingSource.Failure;
import org.tessera.etl.FailingSource.Killed;

/// What is read again by another definition ends as if it had come with it from the start: nothing
/// that was loaded gets lost, and nothing that was taken away comes back.
class DefinitionChangeTest extends NodeTest {
  private static final String ONE = "004-000001";
  private static final String TWO = "004-000002";
  private static final String DIAGNOSIS = "tiny/diagnosis.yaml";

  private static String otherKey(String text) {
    return text.replace("key: [diagnosis_no]", "key: [diagnosis_no, date]");
  }

  private List<Report> replay(String study) throws IOException {
    return new Replays(node.journal, node.ingest).run(study, () -> {});
  }

  /// What the store holds but for the notes on where it comes from, which name a row by its key.
  private Map<String, String> resources() {
    Map<String, String> resources = new TreeMap<>(node.resources());
    resources.keySet().removeIf(reference -> reference.startsWith("Provenance/"));
    return resources;
  }

  private void withdraw(Report report) {
    assertThat(node.ingest.retract(report.delivery().id())).isTrue();
    node.ingest.drain();
  }

  private String size(String number, int diagnosis) {
    return node.resources()
        .getOrDefault(
            "Observation/" + node.pseudonym("tiny", number) + "-dx" + diagnosis + "-size", "none");
  }

  @Test
  void another_key_loses_no_row_although_a_later_delivery_was_withdrawn() throws IOException {
    node.load(
        "tiny",
        workbook(
            patients(ONE + ",male,1950,", TWO + ",female,1960,"),
            diagnoses(ONE + ",1,2020-01-02,12.50,,,,", TWO + ",1,2020-05-05,3,,,,")));
    withdraw(node.load("tiny", workbook(patients("004-000003,male,1970,"))));
    Map<String, String> before = resources();
    assertThat(before).hasSizeGreaterThan(6);
    node.edit(DIAGNOSIS, DefinitionChangeTest::otherKey);
    Report report = replay("tiny").getFirst();
    assertThat(resources()).isEqualTo(before);
    assertThat(report.delivery().counts().superseded()).isZero();
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void a_row_whose_correction_was_withdrawn_stays_away_under_another_key() throws IOException {
    node.load(
        "tiny", workbook(patients(ONE + ",male,1950,"), diagnoses(ONE + ",1,2020-01-02,5,,,,")));
    withdraw(node.load("tiny", workbook(diagnoses(ONE + ",1,2020-01-02,6,,,,"))));
    assertThat(size(ONE, 1)).isEqualTo("none");
    for (UnaryOperator<String> change :
        List.<UnaryOperator<String>>of(text -> text, DefinitionChangeTest::otherKey)) {
      node.edit(DIAGNOSIS, change);
      Report report = replay("tiny").getFirst();
      assertThat(size(ONE, 1)).isEqualTo("none");
      assertThat(report.delivery().counts().superseded()).isEqualTo(1);
      assertThat(node.differences()).isEmpty();
    }
  }

  @Test
  void rows_a_confirmed_removal_took_away_stay_away_under_another_key() throws IOException {
    node.load(
        "tinyfull",
        workbook(
            patients(ONE + ",male,1950,", TWO + ",female,1960,"),
            diagnoses(ONE + ",1,2020-01-02,12.50,,,,", TWO + ",1,2020-05-05,3,,,,")));
    Report second =
        node.load(
            "tinyfull",
            workbook(patients(ONE + ",male,1951,"), diagnoses(ONE + ",1,2020-01-02,12.50,,,,")));
    node.ingest.confirmRemovals(second.delivery().id());
    node.ingest.drain();
    Map<String, String> before = resources();
    node.edit(DIAGNOSIS, DefinitionChangeTest::otherKey);
    List<Report> reports = replay("tinyfull");
    assertThat(resources()).isEqualTo(before);
    assertThat(reports)
        .extracting(report -> report.delivery().counts().superseded())
        .containsExactly(4L, 0L);
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void rows_come_in_when_the_definition_begins_to_accept_their_patient_s_row_of_another_delivery()
      throws IOException {
    node.load("tiny", workbook(patients(ONE + ",divers,1950,")));
    node.load("tiny", workbook(diagnoses(ONE + ",1,2020-01-02,5,,,,")));
    assertThat(node.resources()).isEmpty();
    node.edit(
        "tiny/codes.csv",
        text ->
            text
                + "gender,divers,divers,http://hl7.org/fhir/administrative-gender,other,,equivalent,\n");
    List<Report> reports = replay("tiny");
    assertThat(size(ONE, 1)).contains("\"value\":5");
    assertThat(reports).allSatisfy(report -> assertThat(report.rules()).isEmpty());
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void an_earlier_value_counts_again_where_the_later_one_is_no_longer_accepted()
      throws IOException {
    node.load(
        "tiny", workbook(patients(ONE + ",male,1950,"), diagnoses(ONE + ",1,2020-01-02,5,,,,")));
    node.load("tiny", workbook(diagnoses(ONE + ",1,2020-01-02,50,,,,")));
    node.edit(
        DIAGNOSIS, text -> text.replace("min: 0, max: 500 }", "min: 0, max: 10, required: M }"));
    replay("tiny");
    assertThat(size(ONE, 1)).contains("\"value\":5,");
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void what_was_loaded_last_stays_the_last_although_it_had_come_first() throws Exception {
    Delivery first =
        node.receive(
            "tiny",
            "w.xlsx",
            workbook(
                patients(ONE + ",male,1950,"),
                tab(
                    "Diagnosis",
                    "patient_number,diagnosis_no,date,size,ward",
                    ONE + ",1,2020-01-02,5,7")));
    assertThat(node.ingest.run(first).delivery().state()).isEqualTo(Delivery.State.QUARANTINED);
    node.load(
        "tiny", workbook(patients(ONE + ",male,1950,"), diagnoses(ONE + ",1,2020-01-02,6,,,,")));
    node.edit(
        DIAGNOSIS, text -> text.replace("form: Diagnosis\n", "form: Diagnosis\nignored: [ward]\n"));
    assertThat(node.ingest.retry(first, "")).isTrue();
    node.ingest.drain();
    assertThat(size(ONE, 1)).contains("\"value\":5,");
    replay("tiny");
    assertThat(size(ONE, 1)).contains("\"value\":5,");
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void a_column_that_becomes_identifying_leaves_the_rows_although_its_file_cannot_be_read_again()
      throws IOException {
    node.edit("tiny/patient.yaml", text -> text.replace(", identifying: true", ""));
    node.load(
        "tiny",
        workbook(
            tab(
                "Patient",
                "patient_number,gender,date_of_birth,comment",
                ONE + ",male,1950-03-04,seen")));
    String clear = "select count(*) from etl.row where values::text like '%1950-03-04%'";
    assertThat(node.count(clear)).isEqualTo(1);
    node.edit("tiny/patient.yaml", text -> text.replace("  - { name: comment, type: text }\n", ""));
    Report report = replay("tiny").getFirst();
    assertThat(report.delivery().message()).startsWith("Not read again");
    assertThat(node.count(clear)).isZero();
    assertThat(node.bornOf(ONE)).containsExactly("\"1950-03-04\"");
  }

  @Test
  void an_identifying_value_the_definition_no_longer_accepts_is_forgotten() throws IOException {
    node.load(
        "tiny",
        workbook(tab("Patient", "patient_number,gender,date_of_birth", ONE + ",male,1950-03-04")));
    node.edit(
        "tiny/patient.yaml",
        text ->
            text.replace(
                "type: date, identifying: true", "type: date, min: 1960-01-01, identifying: true"));
    replay("tiny");
    assertThat(node.bornOf(ONE)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Failure.class,
      names = {"KILL_BEFORE", "KILL_AFTER"})
  void after_a_kill_at_any_call_everything_is_read_again_as_without_it(Failure failure)
      throws IOException {
    node.load(
        "tiny",
        workbook(
            patients(ONE + ",male,1950,", TWO + ",female,1960,"),
            diagnoses(ONE + ",1,2020-01-02,50,,,,", TWO + ",1,2020-05-05,3,,,,")));
    node.load(
        "tiny", workbook(diagnoses(ONE + ",1,2020-01-02,5,,,,", ONE + ",2,2020-02-02,60,,,,")));
    withdraw(node.load("tiny", workbook(diagnoses(TWO + ",2,2020-06-06,4,,,,"))));
    List<UnaryOperator<String>> definitions =
        List.of(
            text -> otherKey(text).replace("min: 0, max: 500 }", "min: 0, max: 10, required: M }"),
            text -> text);
    Map<Integer, Map<String, String>> clean = new TreeMap<>();
    for (int definition : List.of(0, 1)) {
      node.edit(DIAGNOSIS, definitions.get(definition));
      replay("tiny");
      clean.put(definition, resources());
    }
    assertThat(clean.get(0)).isNotEqualTo(clean.get(1));
    boolean killed = true;
    int call = 0;
    while (killed) {
      int definition = call % 2;
      call += 1;
      node.edit(DIAGNOSIS, definitions.get(definition));
      assertThat(node.journal.replay("tiny")).hasSize(2);
      killed = kill(failure, call);
      node.start(source -> source);
      node.ingest.drain();
      assertThat(resources()).as("killed at call %d", call).isEqualTo(clean.get(definition));
    }
    assertThat(node.differences()).isEmpty();
    assertThat(call).isBetween(20, 400);
  }

  private boolean kill(Failure failure, int call) {
    var failing = new FailingSource(node.database.dataSource(), failure, call);
    node.start(source -> failing.dataSource());
    try {
      node.ingest.drain();
    } catch (Killed e) {
      // The process is dead; the test goes on as its successor.
    }
    failing.bury();
    return failing.failed();
  }
}
