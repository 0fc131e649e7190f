package org.tessera.access.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tessera.fhir.postgres.TestDatabase;

class AuditTrailTest {
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00.123456789Z");

  private final TestDatabase database = TestDatabase.create("access");
  private final AuditTrail trail = new AuditTrail(database.dataSource(), InstantSource.fixed(NOW));

  @AfterEach
  void close() {
    database.close();
  }

  private static AuditEntry entry(String actor, String target) {
    return new AuditEntry(actor, "DATA_MANAGER", "fhir", target, "done 200");
  }

  private void run(String sql) throws SQLException {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void rows_can_be_neither_changed_nor_removed() {
    trail.record(entry("a", "GET Patient"));
    for (String sql :
        new String[] {
          "update access.audit set actor = 'b'", "delete from access.audit", "truncate access.audit"
        }) {
      assertThatThrownBy(() -> run(sql)).hasMessageContaining("only ever added");
    }
    assertThat(trail.find(AuditQuestion.all())).hasSize(1);
  }

  @Test
  void an_untouched_chain_is_whole() {
    for (int i = 0; i < 30; i++) {
      trail.record(entry("a", "GET Patient/" + i));
    }
    assertThat(trail.firstBroken()).isEmpty();
  }

  @Test
  void a_row_changed_behind_the_triggers_back_is_found() throws Exception {
    for (int i = 0; i < 10; i++) {
      trail.record(entry("a", "GET Patient"));
    }
    run("alter table access.audit disable trigger all");
    run("update access.audit set actor = 'somebody else' where id = 7");
    assertThat(trail.firstBroken()).hasValue(7);
  }

  @Test
  void a_row_taken_out_is_found() throws Exception {
    for (int i = 0; i < 10; i++) {
      trail.record(entry("a", "GET Patient"));
    }
    run("alter table access.audit disable trigger all");
    run("delete from access.audit where id = 4");
    assertThat(trail.firstBroken()).hasValue(5);
  }

  @Test
  void entries_written_at_the_same_time_all_arrive_in_one_chain() throws Exception {
    try (var threads = Executors.newFixedThreadPool(16)) {
      for (int i = 0; i < 200; i++) {
        String target = "GET Patient/" + i;
        threads.execute(() -> trail.record(entry("a", target)));
      }
    }
    assertThat(trail.firstBroken()).isEmpty();
    assertThat(trail.find(new AuditQuestion("", "", "", Optional.empty(), Optional.empty(), 201)))
        .hasSize(100)
        .first()
        .extracting(AuditRow::id)
        .isEqualTo(200L);
  }

  @Test
  void what_cannot_be_recorded_must_not_go_on() throws Exception {
    run("alter table access.audit rename to gone");
    assertThatThrownBy(() -> trail.record(entry("a", "GET Patient")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void rows_are_found_by_actor_action_target_and_day() {
    trail.record(entry("ann", "GET Patient by name"));
    trail.record(new AuditEntry("bob", "", "decision", "request/1", "approved"));
    assertThat(ask("ann", "", "")).isOne();
    assertThat(ask("", "decision", "")).isOne();
    assertThat(ask("", "", "Patient")).isOne();
    assertThat(ask("ann", "decision", "")).isZero();
    var day = LocalDate.of(2026, 3, 1);
    assertThat(between(day, day)).isEqualTo(2);
    assertThat(between(day.plusDays(1), day.plusDays(2))).isZero();
  }

  private int ask(String actor, String action, String target) {
    return trail
        .find(
            new AuditQuestion(
                actor, action, target, Optional.empty(), Optional.empty(), Long.MAX_VALUE))
        .size();
  }

  private int between(LocalDate from, LocalDate to) {
    return trail
        .find(new AuditQuestion("", "", "", Optional.of(from), Optional.of(to), Long.MAX_VALUE))
        .size();
  }

  @Test
  void two_that_write_in_turn_continue_one_chain() {
    var other = new AuditTrail(database.dataSource(), InstantSource.fixed(NOW));
    for (int i = 0; i < 4; i++) {
      trail.record(entry("a", "GET Patient/" + i));
      other.record(entry("b", "GET Patient/" + i));
    }
    assertThat(trail.firstBroken()).isEmpty();
    assertThat(ask("b", "", "Patient")).isEqualTo(4);
  }

  @Test
  void a_line_kept_outside_finds_a_trail_that_was_written_anew() throws Exception {
    assertThat(trail.holds(trail.head())).isTrue();
    for (int i = 0; i < 5; i++) {
      trail.record(entry("a", "GET Patient/" + i));
    }
    Anchor kept = Anchor.parse(trail.head().toString()).orElseThrow();
    trail.record(entry("a", "GET Patient/5"));
    assertThat(trail.holds(kept)).isTrue();
    run("alter table access.audit disable trigger all");
    run("truncate access.audit");
    var anew = new AuditTrail(database.dataSource(), InstantSource.fixed(NOW));
    for (int i = 0; i < 6; i++) {
      anew.record(entry("b", "GET Patient/" + i));
    }
    assertThat(trail.firstBroken()).isEmpty();
    assertThat(trail.holds(kept)).isFalse();
    assertThat(Anchor.parse("5:not a hash")).isEmpty();
  }
}
