package org.tessera.fhir.subscription;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.tessera.fhir.store.DatabaseFailure;

/// The tables `fhir.subscription_position` and `fhir.notification`.
final class NotificationQueue {
  private final DataSource dataSource;

  NotificationQueue(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /// One call to be made.
  record Notification(
      long id, String subscription, long sequence, String type, String resource, int attempts) {}

  /// What is to be told to whom.
  record Entry(String subscription, long sequence, String type, String resource, long version) {}

  /// The log position that was read, empty before the first reading.
  OptionalLong position() {
    try (Connection connection = dataSource.getConnection();
        var statement =
            connection.prepareStatement("select position from fhir.subscription_position");
        ResultSet row = statement.executeQuery()) {
      return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /// Takes in what was found up to a log position, both or neither.
  void add(List<Entry> entries, long position) {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        insert(connection, entries);
        move(connection, position);
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static void insert(Connection connection, List<Entry> entries) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into fhir.notification (subscription, seq, type, resource, version)"
                + " values (?, ?, ?, ?, ?)")) {
      for (Entry entry : entries) {
        insert.setString(1, entry.subscription());
        insert.setLong(2, entry.sequence());
        insert.setString(3, entry.type());
        insert.setString(4, entry.resource());
        insert.setLong(5, entry.version());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void move(Connection connection, long position) throws SQLException {
    try (PreparedStatement update =
            connection.prepareStatement("update fhir.subscription_position set position = ?");
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into fhir.subscription_position (position) values (?)")) {
      update.setLong(1, position);
      if (update.executeUpdate() == 0) {
        insert.setLong(1, position);
        insert.executeUpdate();
      }
    }
  }

  /// The oldest notification of each subscription, where it is due: a later one waits for it, so
  /// that a subscriber hears of changes in their order.
  List<Notification> due() {
    try (Connection connection = dataSource.getConnection();
        var statement =
            connection.prepareStatement(
                "select id, subscription, seq, type, resource, attempts from (select distinct on"
                    + " (subscription) * from fhir.notification order by subscription, id) n"
                    + " where due_at <= now()");
        ResultSet rows = statement.executeQuery()) {
      List<Notification> due = new ArrayList<>();
      while (rows.next()) {
        due.add(
            new Notification(
                rows.getLong(1),
                rows.getString(2),
                rows.getLong(3),
                rows.getString(4),
                rows.getString(5),
                rows.getInt(6)));
      }
      return due;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /// Whether a notification still has to be told.
  boolean isWaiting(long id) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("select 1 from fhir.notification where id = ?")) {
      statement.setLong(1, id);
      return statement.executeQuery().next();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  void done(long id) {
    update("delete from fhir.notification where id = ?", id);
  }

  void later(long id, long millis) {
    update(
        "update fhir.notification set attempts = attempts + 1,"
            + " due_at = now() + ? * interval '1 millisecond' where id = ?",
        millis,
        id);
  }

  /// What waits for a subscription that is active again is tried at once.
  void retry(String subscription) {
    update(
        "update fhir.notification set attempts = 0, due_at = now() where subscription = ?",
        subscription);
  }

  void clear(String subscription) {
    update("delete from fhir.notification where subscription = ?", subscription);
  }

  private void update(String sql, Object... values) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static DatabaseFailure failure(SQLException e) {
    return new DatabaseFailure("the notifications cannot be reached", e);
  }
}
