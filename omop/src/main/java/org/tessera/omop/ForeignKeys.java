package org.tessera.omop;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The foreign keys of the tables the projection fills.
///
/// Checked once per row and key they cost ten times the rows themselves. So a bulk load takes them
/// away in its own transaction and they come back, checked in one pass per key, when the projection
/// has been idle for a moment, before a verification, and after a restart.
final class ForeignKeys {
  private static final Logger log = LoggerFactory.getLogger(ForeignKeys.class);
  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final String MISSING =
      """
      select name, cdm_table, definition from omop.foreign_key k
      where not exists (select from pg_constraint c where c.conname = k.name
        and c.connamespace = 'cdm'::regnamespace and c.convalidated)
      order by name
      """;

  private final DataSource dataSource;

  ForeignKeys(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  private record Key(String name, String table, String definition) {}

  /// Whether all keys stand and hold.
  boolean stand() throws SQLException {
    try (var connection = dataSource.getConnection()) {
      return missing(connection).isEmpty();
    }
  }

  /// Takes away the keys of tables with a column `person_id`, and of `episode_event`, in the
  /// caller's transaction. Someone who reads these tables for long is not waited for.
  ///
  /// @return false if the keys stay, because the tables are being read
  static boolean suspend(Connection connection) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local lock_timeout = '500ms'");
      for (String drop : drops(statement)) {
        statement.execute(drop);
      }
      statement.execute("set local lock_timeout = 0");
      connection.releaseSavepoint(before);
      return true;
    } catch (SQLException e) {
      if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw e;
      }
      connection.rollback(before);
      return false;
    }
  }

  private static List<String> drops(Statement statement) throws SQLException {
    List<String> drops = new ArrayList<>();
    try (var result =
        statement.executeQuery(
            """
            select 'alter table cdm.' || cdm_table || ' '
              || string_agg('drop constraint if exists ' || name, ', ')
            from omop.foreign_key
            where cdm_table = 'episode_event' or cdm_table in
              (select table_name from information_schema.columns
               where table_schema = 'cdm' and column_name = 'person_id')
            group by cdm_table order by cdm_table
            """)) {
      while (result.next()) {
        drops.add(result.getString(1));
      }
    }
    return drops;
  }

  /// Puts back what is missing. A key that does not hold is put back for new rows and logged: that
  /// is a defect of the projection, and verification reports it.
  ///
  /// @return names of keys that do not hold
  List<String> restore() throws SQLException {
    List<String> broken = new ArrayList<>();
    try (var connection = dataSource.getConnection()) {
      for (Key key : missing(connection)) {
        if (!add(connection, key)) {
          log.error("foreign key {} does not hold", key.name());
          broken.add(key.name());
        }
      }
    }
    return broken;
  }

  private static boolean add(Connection connection, Key key) throws SQLException {
    String alter = "alter table cdm." + key.table();
    try (Statement statement = connection.createStatement()) {
      statement.execute(alter + " drop constraint if exists " + key.name());
      try {
        statement.execute(alter + " add constraint " + key.name() + " " + key.definition());
        return true;
      } catch (SQLException e) {
        if (!"23503".equals(e.getSQLState())) {
          throw e;
        }
        statement.execute(
            alter + " add constraint " + key.name() + " " + key.definition() + " not valid");
        return false;
      }
    }
  }

  private static List<Key> missing(Connection connection) throws SQLException {
    List<Key> keys = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        var result = statement.executeQuery(MISSING)) {
      while (result.next()) {
        keys.add(new Key(result.getString(1), result.getString(2), result.getString(3)));
      }
    }
    return keys;
  }
}
