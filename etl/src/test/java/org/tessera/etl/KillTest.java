package org.tessera.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tessera.etl.TestNode.diagnoses;
import static org.tessera.etl.TestNode.tab;
import static org.tessera.etl.TestNode.workbook;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tessera.etl.Delivery.State;
import org.tessera.etl.FailingSource.Failure;
import org.tessera.etl.FailingSource.Killed;

class KillTest extends NodeTest {
  private static final int CALLS_MAX = 400;

  private static byte[] before(int patient) {
    String number = number(patient);
    return workbook(
        tab(
            "Patient",
            "patient_number,gender,year_of_birth,date_of_birth",
            number + ",male,1950,1950-03-04"),
        diagnoses(number + ",1,2020-01-02,12.5,,,,left", number + ",2,2020-02-02,,,,,"));
  }

  /// One row corrected so that a resource goes, one new, one rejected by a rule.
  private static byte[] after(int patient) {
    String number = number(patient);
    return workbook(
        tab(
            "Patient",
            "patient_number,gender,year_of_birth,date_of_birth",
            number + ",female,1950,1950-04-05"),
        diagnoses(
            number + ",1,2020-01-03,,,,,right",
            number + ",2,1900-02-02,,,,,",
            number + ",3,2021-01-02,8,9,3,,"));
  }

  private static String number(int patient) {
    return "004-%06d".formatted(patient);
  }

  /// What the store holds of a patient, and the rows, with everything that names this patient or
  /// this delivery taken out.
  private Map<String, String> state(int patient) {
    String pseudonym = node.pseudonym("tiny", number(patient));
    Map<String, String> state = new TreeMap<>();
    node.resources()
        .forEach((reference, content) -> {
          if (reference.contains(pseudonym) && !reference.startsWith("Provenance/")) {
            state.put(reference.replace(pseudonym, "P"), content.replace(pseudonym, "P"));
          }
        });
    node.sql
        .fetch("select form, key, values::text, number from etl.row where patient = ?", pseudonym)
        .forEach(r -> state.put("row " + r.get(0) + " " + r.get(1), r.get(2) + " " + r.get(3)));
    state.put("born", node.bornOf(number(patient)).toString());
    state.put("arriving", Long.toString(node.identities("arriving")));
    return state;
  }

  @ParameterizedTest
  @EnumSource(
      value = Failure.class,
      names = {"KILL_BEFORE", "KILL_AFTER"})
  void after_a_kill_at_any_call_the_end_state_equals_the_clean_runs(Failure failure) {
    node.load("tiny", before(0));
    node.load("tiny", after(0));
    Map<String, String> clean = state(0);
    assertThat(clean).hasSizeGreaterThan(8);
    int call = 0;
    boolean killed = true;
    while (killed) {
      call++;
      assertThat(call).isLessThan(CALLS_MAX);
      node.load("tiny", before(call));
      Delivery delivery = node.receive("tiny", "w.xlsx", after(call));
      killed = kill(failure, call);
      node.start(source -> source);
      node.ingest.drain();
      assertThat(node.journal.find(delivery.id()).orElseThrow().state())
          .as("killed at call %d", call)
          .isEqualTo(State.LOADED);
      assertThat(state(call)).as("killed at call %d", call).isEqualTo(clean);
    }
    assertThat(call).isGreaterThan(20);
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void rows_the_server_forgot_at_any_call_are_read_again_and_never_taken_for_none() {
    node.load("tiny", before(0));
    node.load("tiny", after(0));
    Map<String, String> clean = state(0);
    int call = 0;
    boolean forgot = true;
    while (forgot) {
      call++;
      assertThat(call).isLessThan(CALLS_MAX);
      node.load("tiny", before(call));
      Delivery delivery = node.receive("tiny", "w.xlsx", after(call));
      var failing = new FailingSource(node.database.dataSource(), Failure.FORGETS, call);
      node.start(source -> failing.dataSource());
      for (int poll = 0; poll < 3; poll++) {
        node.ingest.drain();
      }
      forgot = failing.failed();
      assertThat(node.journal.find(delivery.id()).orElseThrow().state())
          .as("forgotten at call %d", call)
          .isEqualTo(State.LOADED);
      assertThat(state(call)).as("forgotten at call %d", call).isEqualTo(clean);
    }
    assertThat(call).isGreaterThan(20);
    assertThat(node.differences()).isEmpty();
  }

  private boolean kill(Failure failure, int call) {
    var failing = new FailingSource(node.database.dataSource(), failure, call);
    node.start(source -> failing.dataSource());
    try {
      node.ingest.drain();
    } catch (Killed e) {
      // The process is dead; the test goes on as its successor.
    }
    return failing.failed();
  }

  @Test
  void a_file_that_kills_the_process_twice_is_quarantined_and_blocks_nothing() {
    Delivery poison = node.receive("tiny", "poison.xlsx", before(1));
    Delivery next = node.receive("tiny", "next.xlsx", before(2));
    for (int process = 0; process < 2; process++) {
      var failing = new FailingSource(node.database.dataSource(), Failure.KILL_BEFORE, 12);
      node.start(source -> failing.dataSource());
      assertThatThrownBy(() -> node.ingest.drain()).isInstanceOf(Killed.class);
    }
    node.start(source -> source);
    node.ingest.drain();
    Delivery after = node.journal.find(poison.id()).orElseThrow();
    assertThat(after.state()).isEqualTo(State.QUARANTINED);
    assertThat(after.reason()).isEqualTo("poison");
    assertThat(node.journal.find(next.id()).orElseThrow().state()).isEqualTo(State.LOADED);
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void while_the_database_is_away_deliveries_wait_and_then_go_on() {
    for (int call : List.of(1, 3, 9, 14, 20)) {
      Delivery delivery = node.receive("tiny", "w.xlsx", before(call));
      var failing = new FailingSource(node.database.dataSource(), Failure.AWAY, call);
      node.start(source -> failing.dataSource());
      for (int poll = 0; poll < 4; poll++) {
        node.ingest.drain();
      }
      failing.heal();
      node.ingest.drain();
      assertThat(node.journal.find(delivery.id()).orElseThrow().state())
          .as("away from call %d on", call)
          .isEqualTo(State.LOADED);
    }
    assertThat(node.differences()).isEmpty();
  }
}
