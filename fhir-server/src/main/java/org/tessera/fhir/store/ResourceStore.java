package org.tessera.fhir.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Commits resources and hands out their versions.
public final class ResourceStore {
  private static final Logger log = LoggerFactory.getLogger(ResourceStore.class);
  private static final int ATTEMPTS_MAX = 20;

  /// serialization failure, deadlock, unique violation (two writers created the same resource)
  private static final Set<String> TRANSIENT = Set.of("40001", "40P01", "23505");

  private final DataSource dataSource;
  private final SearchIndex index;
  private final PidSequence pids = new PidSequence();
  private final List<Consumer<List<Change>>> listeners = new CopyOnWriteArrayList<>();

  /// Held from the log's lock in the database until listeners were told, so that they hear commits
  /// in log order; it delays nobody whom the database's lock would not delay.
  private final ReentrantLock logOrder = new ReentrantLock();

  public ResourceStore(DataSource dataSource) {
    this.dataSource = dataSource;
    this.index = new SearchIndex(dataSource);
    onCommit(index::changed);
  }

  /// What resources are searched by, and how far the search tables hold it.
  public SearchIndex index() {
    return index;
  }

  /// Applies all writes, their search rows and log entries in one database transaction.
  ///
  /// @throws VersionConflict if an `ifMatch` does not hold, naming the resource
  /// @throws ReferenceConflict if the rules ask for sound references and one is not
  /// @throws OwnerConflict if a resource belongs to another owner
  /// @throws IllegalArgumentException if a type or id is none of FHIR's, or a resource is written
  ///   twice
  /// @throws DatabaseFailure if the database did not do it; whether a failed commit took effect is
  ///   then unknown
  public Commit commit(Transaction transaction) {
    var plan = new CommitPlan(transaction);
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(plan);
      } catch (SQLException e) {
        if (attempt == ATTEMPTS_MAX || !TRANSIENT.contains(String.valueOf(e.getSQLState()))) {
          throw new DatabaseFailure("the resources were not committed", e);
        }
        log.debug("attempt {} met {}", attempt, e.getSQLState());
        pause(attempt);
      }
    }
  }

  /// The current version; a deleted resource is present with empty content.
  public Optional<StoredResource> read(String type, String id) {
    return query(connection -> ResourceTable.current(connection, type, id));
  }

  /// One version.
  public Optional<StoredResource> read(String type, String id, long version) {
    if (version < 1 || version > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    return query(connection -> ResourceTable.version(connection, type, id, (int) version));
  }

  /// All versions, newest first.
  public List<StoredResource> history(String type, String id) {
    return query(connection -> ResourceTable.history(connection, type, id));
  }

  /// A page of the versions of one, of a type, or of all resources, newest first.
  public History.Page history(History question) {
    return query(question::page);
  }

  /// The resources that refer to one of these, at most so many.
  ///
  /// @param resources as `Type/id`
  public List<String> referrers(List<String> resources, int max) {
    return query(connection -> ReferenceGuard.referrers(connection, resources, max));
  }

  /// Tells a listener after each commit which changes it made, in log order; the listener must be
  /// quick.
  public void onCommit(Consumer<List<Change>> listener) {
    listeners.add(listener);
  }

  private Commit attempt(CommitPlan plan) throws SQLException {
    Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    try (SearchIndex.Writing writing = index.writing();
        Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        decide(connection, plan);
        if (plan.changing().isEmpty()) {
          long head = LogAppender.head(connection);
          connection.rollback();
          connection.setAutoCommit(true);
          return new Commit(head, at, plan.outcomes());
        }
        SearchTables search = writing.tables();
        write(connection, plan, search, at);
        Commit commit = finish(connection, plan, at);
        search.committed();
        connection.setAutoCommit(true);
        return commit;
      } catch (SQLException | RuntimeException e) {
        rollback(connection);
        throw e;
      }
    }
  }

  /// Decides on what is seen without locks, then locks only what changes and decides again on what
  /// is there now; whatever the second look adds is locked too.
  private static void decide(Connection connection, CommitPlan plan) throws SQLException {
    plan.restart();
    try (var statement = connection.createStatement()) {
      // Every statement meets few rows of large tables by key; the planner cannot know that. New
      // entries of the GIN index are merged in one go, not in pieces of the usual 4 MB.
      statement.execute(
          "set local enable_hashjoin = off; set local enable_mergejoin = off;"
              + " set local work_mem = '32MB'");
    }
    ResourceTable.lookUp(connection, plan.all());
    plan.decide();
    Set<Long> locked = new HashSet<>();
    while (true) {
      List<Long> missing =
          plan.superseding().stream()
              .map(Planned::pid)
              .filter(pid -> !locked.contains(pid))
              .sorted()
              .toList();
      if (missing.isEmpty()) {
        return;
      }
      lock(connection, plan, missing);
      locked.addAll(missing);
      plan.decide();
    }
  }

  /// In one statement and one order, so that two writers never wait for each other in a circle;
  /// what is deleted is locked against those who refer to it as well.
  private static void lock(Connection connection, CommitPlan plan, List<Long> pids)
      throws SQLException {
    boolean deletes = plan.superseding().stream().anyMatch(Planned::deletes);
    plan.found(ResourceTable.lock(connection, pids, deletes));
  }

  private void write(Connection connection, CommitPlan plan, SearchTables search, Instant at)
      throws SQLException {
    List<Planned> created = plan.created();
    for (Planned planned : created) {
      planned.place(pids.next(connection, planned.type()));
    }
    List<Planned> superseding = plan.superseding();
    ResourceTable.insert(connection, created, at);
    ResourceTable.supersede(connection, superseding, at);
    created.forEach(search::add);
    superseding.forEach(search::add);
    search.write(connection);
    if (plan.checksReferences()) {
      ReferenceGuard.check(connection, plan);
    }
  }

  private Commit finish(Connection connection, CommitPlan plan, Instant at) throws SQLException {
    List<Planned> changing = plan.changing();
    logOrder.lock();
    try {
      long first = LogAppender.append(connection, changing, at);
      connection.commit();
      tell(first, changing, at);
      return new Commit(first + changing.size() - 1, at, plan.outcomes());
    } finally {
      logOrder.unlock();
    }
  }

  private void tell(long first, List<Planned> changing, Instant at) {
    if (listeners.isEmpty()) {
      return;
    }
    List<Change> changes = new ArrayList<>(changing.size());
    for (Planned planned : changing) {
      changes.add(
          new Change(
              first + changes.size(),
              planned.type(),
              planned.id(),
              planned.version(),
              at,
              planned.resource()));
    }
    for (Consumer<List<Change>> listener : listeners) {
      try {
        listener.accept(changes);
      } catch (RuntimeException e) {
        log.error("a commit's listener failed; it will read the log", e);
      }
    }
  }

  private static void rollback(Connection connection) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      log.debug("rollback failed, the connection is gone", e);
    }
  }

  /// Random, so that two writers in each other's way do not meet again.
  private static void pause(int attempt) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(10 * attempt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before the resources were committed", e);
    }
  }

  private <R> R query(Question<R> question) {
    try (Connection connection = dataSource.getConnection()) {
      return question.ask(connection);
    } catch (SQLException e) {
      throw new DatabaseFailure("the resource cannot be read", e);
    }
  }

  @FunctionalInterface
  private interface Question<R> {
    R ask(Connection connection) throws SQLException;
  }
}
