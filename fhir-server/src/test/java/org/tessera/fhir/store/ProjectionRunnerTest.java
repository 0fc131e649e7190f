package org.tessera.fhir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tessera.fhir.store.Resources.patient;
import static org.tessera.fhir.store.Resources.puts;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tessera.fhir.postgres.TestDatabase;

class ProjectionRunnerTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private TestDatabase database;
  private ResourceStore store;
  private ChangeLog log;

  @BeforeEach
  void open() {
    database = TestDatabase.create("fhir");
    store = new ResourceStore(database.dataSource());
    log = new ChangeLog(database.dataSource());
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_projection_that_starts_late_reads_the_log_and_then_follows_it() {
    store.commit(puts("rest", patient("p1", "A"), patient("p2", "B")));
    store.commit(puts("rest", patient("p1", "C")));
    var recorder = new Recorder();
    try (var runner = new ProjectionRunner(store, log, List.of(recorder))) {
      runner.start();
      runner.awaitCaughtUp(LIMIT);
      store.commit(puts("rest", patient("p3", "D")));
      runner.awaitCaughtUp(LIMIT);
    }
    assertThat(recorder.applied).isEqualTo(log.after(0, 100));
  }

  @Test
  void what_another_process_wrote_is_found_without_being_told() {
    var recorder = new Recorder();
    try (var runner = new ProjectionRunner(store, log, List.of(recorder))) {
      runner.start();
      runner.awaitCaughtUp(LIMIT);
      new ResourceStore(database.dataSource()).commit(puts("rest", patient("p1", "A")));
      runner.awaitCaughtUp(LIMIT);
    }
    assertThat(recorder.applied).hasSize(1);
  }

  @Test
  void a_rebuilt_projection_equals_the_one_before() {
    var recorder = new Recorder();
    try (var runner = new ProjectionRunner(store, log, List.of(recorder))) {
      runner.start();
      store.commit(puts("rest", patient("p1", "A"), patient("p2", "B")));
      runner.awaitCaughtUp(LIMIT);
      List<Change> before = List.copyOf(recorder.applied);
      runner.rebuild("recorder");
      runner.awaitCaughtUp(LIMIT);
      assertThat(recorder.applied).isEqualTo(before);
      assertThatThrownBy(() -> runner.rebuild("nothing"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void whoever_waits_for_a_projection_finds_what_it_had_put_off_as_well() {
    var late = new Late();
    try (var runner = new ProjectionRunner(store, log, List.of(late))) {
      runner.start();
      for (int i = 1; i <= 20; i++) {
        store.commit(puts("rest", patient("p" + i, "A")));
        runner.awaitCaughtUp(LIMIT);
        assertThat(late.told).isEqualTo(log.head());
      }
      assertThat(runner.progress("late"))
          .isEqualTo(new ProjectionRunner.Progress(log.head(), log.head()));
    }
  }

  @Test
  void a_projection_that_fails_is_named_and_does_not_hold_up_the_others() {
    var recorder = new Recorder();
    var failing = new Failing();
    try (var runner = new ProjectionRunner(store, log, List.of(failing, recorder))) {
      runner.start();
      store.commit(puts("rest", patient("p1", "A")));
      assertThatThrownBy(() -> runner.awaitCaughtUp(Duration.ofSeconds(2)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("failing")
          .hasMessageContaining("on purpose");
      assertThat(runner.failures()).containsOnlyKeys("failing");
      assertThat(recorder.applied).hasSize(1);
      failing.healed = true;
      runner.awaitCaughtUp(LIMIT);
    }
  }

  /// Kills the projection's own connection at every step of its first batches.
  @Test
  void a_connection_killed_between_apply_and_checkpoint_neither_loses_nor_doubles_a_change()
      throws Exception {
    var view = new CountingView(database);
    try (var runner = new ProjectionRunner(store, log, List.of(view))) {
      runner.start();
      for (int i = 0; i < 12; i++) {
        store.commit(puts("rest", patient("p" + i % 5, "Name" + i)));
        runner.awaitCaughtUp(LIMIT);
      }
    }
    assertThat(view.kills.get()).isEqualTo(3);
    assertThat(view.rows()).isEqualTo(log.after(0, 100).stream().map(Change::sequence).toList());
  }

  /// Tells of what it contains only when it is caught up.
  private static final class Late implements Projection {
    volatile long told;
    private long position;

    @Override
    public String name() {
      return "late";
    }

    @Override
    public synchronized long checkpoint() {
      return position;
    }

    @Override
    public synchronized void apply(List<Change> changes) {
      position = changes.getLast().sequence();
    }

    @Override
    public synchronized void reset() {
      position = 0;
    }

    @Override
    public synchronized void caughtUp() {
      told = position;
    }
  }

  private static final class Failing implements Projection {
    volatile boolean healed;
    private volatile long position;

    @Override
    public String name() {
      return "failing";
    }

    @Override
    public long checkpoint() {
      return position;
    }

    @Override
    public void apply(List<Change> changes) {
      if (!healed) {
        throw new IllegalStateException("on purpose");
      }
      position = changes.getLast().sequence();
    }

    @Override
    public void reset() {
      position = 0;
    }
  }

  /// Rows and checkpoint in one transaction, as a real projection keeps them.
  private static final class CountingView implements Projection {
    final AtomicInteger kills = new AtomicInteger();
    private final TestDatabase database;
    private int batches;

    CountingView(TestDatabase database) throws SQLException {
      this.database = database;
      try (Connection connection = database.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("create table fhir.view (seq bigint)");
        statement.execute(
            "create table fhir.point (seq bigint); insert into fhir.point values (0)");
      }
    }

    @Override
    public String name() {
      return "view";
    }

    @Override
    public long checkpoint() {
      return numbers("select seq from fhir.point").getFirst();
    }

    @Override
    public void apply(List<Change> changes) {
      batches++;
      try (Connection connection = database.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        for (Change change : changes) {
          statement.execute("insert into fhir.view values (" + change.sequence() + ")");
        }
        killIf(batches == 1, connection);
        statement.execute("update fhir.point set seq = " + changes.getLast().sequence());
        killIf(batches == 3, connection);
        connection.commit();
        connection.setAutoCommit(true);
        if (batches == 5) {
          kills.incrementAndGet();
          throw new IllegalStateException("killed after the commit");
        }
      } catch (SQLException e) {
        throw new DatabaseFailure("not applied", e);
      }
    }

    @Override
    public void reset() {
      throw new UnsupportedOperationException();
    }

    List<Long> rows() {
      return numbers("select seq from fhir.view order by seq");
    }

    private void killIf(boolean now, Connection victim) throws SQLException {
      if (now) {
        kills.incrementAndGet();
        try (Statement own = victim.createStatement()) {
          own.execute("select pg_terminate_backend(pg_backend_pid())");
        }
      }
    }

    private List<Long> numbers(String sql) {
      try (Connection connection = database.dataSource().getConnection();
          Statement statement = connection.createStatement();
          var rows = statement.executeQuery(sql)) {
        List<Long> numbers = new ArrayList<>();
        while (rows.next()) {
          numbers.add(rows.getLong(1));
        }
        return numbers;
      } catch (SQLException e) {
        throw new DatabaseFailure("not read", e);
      }
    }
  }
}
