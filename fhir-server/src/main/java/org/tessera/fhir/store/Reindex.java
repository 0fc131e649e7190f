package org.tessera.fhir.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the search rows of a type's resources anew, in the background and in small transactions.
///
/// Each transaction locks its resources, so that it sees the last version and no writer comes in
/// between, and moves the place to go on from; a process that ends half-way goes on there. A write
/// behind that place is complete by itself, one before it will be met.
final class Reindex {
  private static final Logger log = LoggerFactory.getLogger(Reindex.class);
  private static final int ROWS = 500;
  private static final long PAUSE_MILLIS = 2_000;

  private final DataSource dataSource;
  private final SearchIndex index;
  private final Semaphore work = new Semaphore(0);
  private volatile boolean parametersChanged;
  private volatile boolean closed;
  private Optional<Thread> thread = Optional.empty();

  private record Step(String type, long nextPid) {}

  Reindex(DataSource dataSource, SearchIndex index) {
    this.dataSource = dataSource;
    this.index = index;
  }

  void start() {
    closed = false;
    work.release();
    thread = Optional.of(Thread.ofVirtual().name("fhir-reindex").start(this::run));
  }

  void close() {
    closed = true;
    work.release();
    thread.ifPresent(running -> {
      try {
        running.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  void parametersChanged() {
    parametersChanged = true;
    work.release();
  }

  /// Compares what the search tables hold with the parameters, and notes what is to be done.
  ///
  /// @return the parameters that are not complete, as keys
  Map<String, Boolean> plan(Connection connection, SearchParameters parameters)
      throws SQLException {
    Map<Integer, Set<Long>> done = new HashMap<>();
    Map<Integer, Set<Long>> goals = new HashMap<>();
    read(connection, done, goals);
    Map<String, Boolean> lacking = new HashMap<>();
    for (String type : ResourceTypes.all()) {
      int number = ResourceTypes.number(type);
      Set<Long> wanted = new HashSet<>();
      parameters.of(type).forEach(parameter -> wanted.add(parameter.signature()));
      Set<Long> there = done.getOrDefault(number, new HashSet<>());
      if (there.equals(wanted)) {
        continue;
      }
      // Rows of a parameter that is gone are never asked for, and if it comes back it is new.
      if (there.containsAll(wanted) || isEmpty(connection, type)) {
        save(connection, number, wanted, wanted);
        continue;
      }
      there.retainAll(wanted);
      if (!wanted.equals(goals.get(number))) {
        save(connection, number, there, wanted);
      }
      for (SearchParameter parameter : parameters.of(type)) {
        if (!there.contains(parameter.signature())) {
          lacking.put(SearchIndex.key(type, parameter.name()), true);
        }
      }
    }
    return lacking;
  }

  private static void read(
      Connection connection, Map<Integer, Set<Long>> done, Map<Integer, Set<Long>> goals)
      throws SQLException {
    try (var statement =
            connection.prepareStatement("select type, done, goal from fhir.index_state");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        done.put(rows.getInt(1), longs(rows.getArray(2)));
        goals.put(rows.getInt(1), longs(rows.getArray(3)));
      }
    }
  }

  private static boolean isEmpty(Connection connection, String type) throws SQLException {
    try (var statement =
        connection.prepareStatement("select 1 from fhir.res where pid >= ? and pid < ? limit 1")) {
      statement.setLong(1, ResourceTypes.firstPid(type));
      statement.setLong(2, ResourceTypes.endPid(type));
      try (ResultSet row = statement.executeQuery()) {
        return !row.next();
      }
    }
  }

  private static void save(Connection connection, int type, Set<Long> done, Set<Long> goal)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "insert into fhir.index_state (type, done, goal, next_pid) values (?, ?, ?, ?)"
                + " on conflict (type) do update set done = excluded.done, goal = excluded.goal,"
                + " next_pid = excluded.next_pid")) {
      statement.setInt(1, type);
      statement.setArray(2, connection.createArrayOf("bigint", done.toArray()));
      statement.setArray(3, connection.createArrayOf("bigint", goal.toArray()));
      statement.setLong(4, ResourceTypes.firstPid(ResourceTypes.name(type)));
      statement.executeUpdate();
    }
  }

  private void run() {
    while (!closed) {
      try {
        if (parametersChanged) {
          parametersChanged = false;
          index.refresh();
        }
        if (step()) {
          continue;
        }
        work.acquire();
        work.drainPermits();
      } catch (InterruptedException e) {
        return;
      } catch (SQLException | RuntimeException e) {
        log.warn("re-indexing failed and will be tried again", e);
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Writes the rows of the next resources anew.
  ///
  /// @return false if there is nothing to do
  private boolean step() throws SQLException {
    try (SearchIndex.Writing writing = index.writing();
        Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        Optional<Step> step = next(connection);
        if (step.isEmpty()) {
          connection.rollback();
          return false;
        }
        SearchTables tables = writing.tables();
        boolean finished = rewrite(connection, step.get(), tables);
        connection.commit();
        tables.committed();
        if (finished) {
          log.info("the search tables hold every parameter of {}", step.get().type());
          index.completed(step.get().type());
        }
        return true;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private static Optional<Step> next(Connection connection) throws SQLException {
    try (var statement =
            connection.prepareStatement(
                "select type, next_pid from fhir.index_state where done <> goal"
                    + " order by type limit 1 for update");
        ResultSet row = statement.executeQuery()) {
      return row.next()
          ? Optional.of(new Step(ResourceTypes.name(row.getInt(1)), row.getLong(2)))
          : Optional.empty();
    }
  }

  private boolean rewrite(Connection connection, Step step, SearchTables tables)
      throws SQLException {
    List<Long> pids = new ArrayList<>();
    try (var statement =
        connection.prepareStatement(
            "select pid, id, content from fhir.res where pid >= ? and pid < ?"
                + " order by pid limit ? for update")) {
      statement.setLong(1, step.nextPid());
      statement.setLong(2, ResourceTypes.endPid(step.type()));
      statement.setInt(3, ROWS);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          pids.add(rows.getLong(1));
          byte[] content = ResourceTable.bytes(rows, 3);
          if (content.length > 0) {
            tables.addAll(
                rows.getLong(1),
                IndexKeys.resource(step.type(), rows.getString(2)),
                index.parameters().extract(content));
          }
        }
      }
    }
    if (pids.isEmpty()) {
      update(connection, "set done = goal where type = ?", ResourceTypes.number(step.type()));
      return true;
    }
    for (String table : List.of("ix", "dat", "str", "qty")) {
      try (var statement =
          connection.prepareStatement("delete from fhir." + table + " where pid = any(?)")) {
        statement.setArray(1, ResourceTable.bigints(connection, pids));
        statement.executeUpdate();
      }
    }
    tables.write(connection);
    update(
        connection,
        "set next_pid = ? where type = ?",
        pids.getLast() + 1,
        ResourceTypes.number(step.type()));
    return false;
  }

  private static void update(Connection connection, String change, Object... values)
      throws SQLException {
    try (var statement = connection.prepareStatement("update fhir.index_state " + change)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  private static Set<Long> longs(Array array) throws SQLException {
    Set<Long> values = new HashSet<>();
    for (Object value : (Object[]) array.getArray()) {
      values.add((Long) value);
    }
    return values;
  }
}
