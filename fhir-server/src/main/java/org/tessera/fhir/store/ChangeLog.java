package org.tessera.fhir.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// The ordered record of every change of every resource.
public final class ChangeLog {
  private final DataSource dataSource;

  public ChangeLog(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /// The changes after a position, in commit order, at most so many.
  ///
  /// @throws DatabaseFailure if the database does not answer
  public List<Change> after(long sequence, int changesMax) {
    try (var connection = dataSource.getConnection();
        var statement =
            connection.prepareStatement(
                "select c.seq, r.type, r.id, c.version, c.at,"
                    + " case when r.version = c.version then r.content else h.content end"
                    + " from (select * from fhir.chg where seq > ? order by seq limit ?) c"
                    + " join fhir.res r on r.pid = c.pid"
                    + " left join fhir.hist h on h.pid = c.pid and h.version = c.version"
                    + " order by c.seq")) {
      statement.setLong(1, sequence);
      statement.setInt(2, changesMax);
      try (ResultSet rows = statement.executeQuery()) {
        List<Change> changes = new ArrayList<>();
        while (rows.next()) {
          changes.add(change(rows));
        }
        return changes;
      }
    } catch (SQLException e) {
      throw new DatabaseFailure("the change log cannot be read", e);
    }
  }

  /// The position of the newest change, 0 for an empty log.
  ///
  /// @throws DatabaseFailure if the database does not answer
  public long head() {
    try (var connection = dataSource.getConnection()) {
      return LogAppender.head(connection);
    } catch (SQLException e) {
      throw new DatabaseFailure("the change log cannot be read", e);
    }
  }

  private static Change change(ResultSet rows) throws SQLException {
    long version = rows.getLong(4);
    Instant at = rows.getTimestamp(5).toInstant();
    return new Change(
        rows.getLong(1),
        ResourceTypes.name(rows.getInt(2)),
        rows.getString(3),
        version,
        at,
        ResourceTable.versioned(ResourceTable.bytes(rows, 6), version, at));
  }
}
