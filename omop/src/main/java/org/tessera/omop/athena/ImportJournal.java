package org.tessera.omop.athena;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// What the database remembers of imports, so that one goes on after a kill.
final class ImportJournal {
  private final DataSource dataSource;

  ImportJournal(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /// The steps of an import, in order; then how it ended.
  enum State {
    LOADING,
    CHECKING,
    INDEXING,
    REPLACING,
    REMAPPING,
    CURRENT,
    FORMER,
    REFUSED;

    String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    boolean isRunning() {
      return compareTo(REMAPPING) <= 0;
    }
  }

  /// One import.
  ///
  /// @param release as the bundle says of itself, empty before it is read
  record Entry(long id, String sha256, String name, State state, String release, String message) {}

  /// How far one file is.
  record Position(String file, long lines, long rows, boolean complete) {}

  /// What was found out about one release, by kind.
  record Changes(long invalid, long gone, long remapped) {}

  long begin(String sha256, String name) throws SQLException {
    return numbers(
            "insert into omop.vocabulary_import (file_sha256, file_name, state)"
                + " values (?, ?, 'loading') returning id",
            sha256,
            name)
        .getFirst();
  }

  Optional<Entry> find(long id) throws SQLException {
    return entries("where id = ?", id).stream().findFirst();
  }

  /// The import that did not come to its end.
  Optional<Entry> open() throws SQLException {
    return entries("where state in ('loading', 'indexing', 'checking', 'replacing', 'remapping')")
        .stream()
        .findFirst();
  }

  /// The release that counts.
  Optional<Entry> counting() throws SQLException {
    return entries("where state in ('remapping', 'current')").stream().findFirst();
  }

  List<Entry> all() throws SQLException {
    return entries("order by id");
  }

  void state(long id, State state, String message) throws SQLException {
    try (var connection = dataSource.getConnection()) {
      state(connection, id, state, message);
    }
  }

  static void state(Connection connection, long id, State state, String message)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "update omop.vocabulary_import set state = ?, message = ?,"
                + " ended_at = case when ? then null else now() end where id = ?")) {
      statement.setString(1, state.text());
      statement.setString(2, message);
      statement.setBoolean(3, state.isRunning());
      statement.setLong(4, id);
      statement.executeUpdate();
    }
  }

  void release(long id, String release) throws SQLException {
    numbers("update omop.vocabulary_import set release = ? where id = ? returning id", release, id);
  }

  List<Position> positions(long id) throws SQLException {
    List<Position> found = new ArrayList<>();
    try (var connection = dataSource.getConnection();
        var statement =
            connection.prepareStatement(
                "select file, lines, rows, complete from omop.vocabulary_import_file"
                    + " where import_id = ? order by file")) {
      statement.setLong(1, id);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(
              new Position(
                  rows.getString(1), rows.getLong(2), rows.getLong(3), rows.getBoolean(4)));
        }
      }
    }
    return found;
  }

  /// In the transaction that brings the rows.
  static void position(Connection connection, long id, Position position) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "insert into omop.vocabulary_import_file values (?, ?, ?, ?, ?)"
                + " on conflict (import_id, file) do update set lines = excluded.lines,"
                + " rows = excluded.rows, complete = excluded.complete")) {
      statement.setLong(1, id);
      statement.setString(2, position.file());
      statement.setLong(3, position.lines());
      statement.setLong(4, position.rows());
      statement.setBoolean(5, position.complete());
      statement.executeUpdate();
    }
  }

  static void problems(Connection connection, long id, List<Problem> problems) throws SQLException {
    try (var statement =
        connection.prepareStatement("insert into omop.vocabulary_problem values (?, ?, ?, ?, ?)")) {
      for (Problem problem : problems) {
        statement.setLong(1, id);
        statement.setString(2, problem.file());
        statement.setLong(3, problem.line());
        statement.setString(4, problem.message());
        statement.setString(5, problem.remedy());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  void problems(long id, List<Problem> problems) throws SQLException {
    try (var connection = dataSource.getConnection()) {
      problems(connection, id, problems);
    }
  }

  List<Problem> problems(long id) throws SQLException {
    List<Problem> found = new ArrayList<>();
    try (var connection = dataSource.getConnection();
        var statement =
            connection.prepareStatement(
                "select file, line, message, remedy from omop.vocabulary_problem"
                    + " where import_id = ? order by file, line limit "
                    + Problems.KEPT_MAX)) {
      statement.setLong(1, id);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(
              new Problem(
                  rows.getString(1), rows.getLong(2), rows.getString(3), rows.getString(4)));
        }
      }
    }
    return found;
  }

  Changes changes(long id) throws SQLException {
    List<Long> counts =
        numbers(
            """
            select count(c.kind) from unnest(array['invalid', 'gone', 'remapped']) with ordinality k(kind, n)
            left join omop.vocabulary_change c on c.kind = k.kind and c.import_id = ?
            group by k.n order by k.n
            """,
            id);
    return new Changes(counts.get(0), counts.get(1), counts.get(2));
  }

  private List<Entry> entries(String condition, Object... values) throws SQLException {
    List<Entry> found = new ArrayList<>();
    try (var connection = dataSource.getConnection();
        var statement =
            connection.prepareStatement(
                "select id, file_sha256, file_name, upper(state), coalesce(release, ''), message"
                    + " from omop.vocabulary_import "
                    + condition)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(
              new Entry(
                  rows.getLong(1),
                  rows.getString(2),
                  rows.getString(3),
                  State.valueOf(rows.getString(4)),
                  rows.getString(5),
                  rows.getString(6)));
        }
      }
    }
    return found;
  }

  private List<Long> numbers(String query, Object... values) throws SQLException {
    List<Long> found = new ArrayList<>();
    try (var connection = dataSource.getConnection();
        var statement = connection.prepareStatement(query)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getLong(1));
        }
      }
    }
    return found;
  }
}
