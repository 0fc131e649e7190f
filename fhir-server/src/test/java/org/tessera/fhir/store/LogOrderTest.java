package org.tessera.fhir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tessera.fhir.store.Resources.patient;
import static org.tessera.fhir.store.Resources.puts;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.fhir.postgres.TestDatabase;
import tools.jackson.databind.node.ObjectNode;

class LogOrderTest {
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

  /// The slow transaction did all but its log entries first; a reader that follows the log while
  /// both are under way must find both.
  @Test
  void a_transaction_that_began_earlier_and_commits_later_stands_later_in_the_log()
      throws Exception {
    var blocked = new CommitPlan(puts("rest", patient("p-slow", "Slow")));
    try (Connection slow = database.dataSource().getConnection();
        var executor = Executors.newSingleThreadExecutor()) {
      slow.setAutoCommit(false);
      for (Planned planned : blocked.all()) {
        planned.decide("rest", false);
        planned.place(ResourceTypes.firstPid("Patient") + 999_999_999);
      }
      ResourceTable.insert(slow, blocked.created(), Instant.EPOCH);
      store.commit(puts("rest", patient("p-quick", "Quick")));
      assertThat(log.after(0, 10)).extracting(Change::id).containsExactly("p-quick");
      long first = LogAppender.append(slow, blocked.changing(), Instant.EPOCH);
      assertThat(first).isEqualTo(2);
      Future<Commit> third =
          executor.submit(() -> store.commit(puts("rest", patient("p-third", "Third"))));
      awaitWaiter(slow);
      assertThat(log.after(1, 10)).isEmpty();
      slow.commit();
      assertThat(third.get().sequence()).isEqualTo(3);
    }
    assertThat(log.after(1, 10)).extracting(Change::id).containsExactly("p-slow", "p-third");
  }

  private static void awaitWaiter(Connection connection) throws SQLException, InterruptedException {
    try (var statement =
        connection.prepareStatement(
            "select count(*) from pg_locks where locktype = 'advisory' and not granted")) {
      while (true) {
        try (var row = statement.executeQuery()) {
          row.next();
          if (row.getInt(1) > 0) {
            return;
          }
        }
        Thread.sleep(20);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 20})
  void sixteen_writers_on_overlapping_sets_leave_one_log_that_a_projection_follows_to_the_end_state(
      long seed) throws Exception {
    var seen = new Recorder();
    try (var runner = new ProjectionRunner(store, log, List.of(seen));
        var executor = Executors.newFixedThreadPool(16)) {
      runner.start();
      List<Callable<Void>> writers = new ArrayList<>();
      for (int w = 0; w < 16; w++) {
        var random = new Random(seed * 100 + w);
        writers.add(() -> write(random));
      }
      for (Future<Void> done : executor.invokeAll(writers)) {
        done.get();
      }
      runner.awaitCaughtUp(Duration.ofSeconds(60));
      assertThat(runner.failures()).isEmpty();
    }
    List<Change> all = log.after(0, 1_000_000);
    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i).sequence()).isEqualTo(i + 1);
    }
    assertThat(seen.applied).isEqualTo(all);
    Map<String, Long> versions = new HashMap<>();
    for (Change change : all) {
      assertThat(change.version()).isEqualTo(versions.getOrDefault(change.id(), 0L) + 1);
      versions.put(change.id(), change.version());
    }
    versions.forEach((id, version) ->
        assertThat(store.read("Patient", id).orElseThrow().version()).isEqualTo(version));
  }

  private Void write(Random random) {
    for (int round = 0; round < 12; round++) {
      List<Write> writes = new ArrayList<>();
      List<Integer> ids = new ArrayList<>(random.ints(0, 60).distinct().limit(25).boxed().toList());
      for (int id : ids) {
        ObjectNode resource = patient("p" + id, "Name" + random.nextInt(4));
        writes.add(
            random.nextInt(10) == 0
                ? Write.Delete.of("Patient", "p" + id)
                : Write.Put.of(resource));
      }
      store.commit(new Transaction("rest", writes));
    }
    return null;
  }
}
