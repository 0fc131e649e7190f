package org.tessera.fhir.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Writes the change log, as the last act of a transaction.
///
/// Positions are given under a lock that ends with the transaction: whoever comes second waits
/// until the first has committed, so the order of positions is the order of commits and a reader
/// behind position n never misses a smaller one.
final class LogAppender {
  private static final long LOCK = 0x7465737365726121L;

  private LogAppender() {}

  /// Gives the changes their positions.
  ///
  /// @return the position of the first
  static long append(Connection connection, List<Planned> changes, Instant at) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
    }
    // A statement of its own: its snapshot must be taken after the lock was.
    long first = head(connection) + 1;
    var copy = new BinaryCopy("fhir.chg (seq, pid, version, at)");
    for (int i = 0; i < changes.size(); i++) {
      copy.row(4);
      copy.bigint(first + i);
      copy.bigint(changes.get(i).pid());
      copy.integer(changes.get(i).version());
      copy.timestamp(at);
    }
    copy.send(connection);
    return first;
  }

  static long head(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement("select coalesce(max(seq), 0) from fhir.chg");
        var row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
