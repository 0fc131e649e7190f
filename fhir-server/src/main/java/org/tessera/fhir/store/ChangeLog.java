package org.tessera.fhir.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/// The ordered record of every change of every resource.
public final class ChangeLog {
  /// A page of the log with the contents. Each is looked up by its key (`offset 0` keeps it so): a
  /// plan made while the tables were small would read the whole of them for every page.
  private static final String WITH_CONTENT =
      "select c.seq, r.type, r.id, c.version, c.at, case when r.version = c.version then r.content"
          + " else (select h.content from fhir.hist h where h.pid = c.pid and h.version ="
          + " c.version) end from (%s) c cross join lateral (select * from fhir.res where pid ="
          + " c.pid offset 0) r order by c.seq";

  private final DataSource dataSource;

  public ChangeLog(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /// The changes after a position, in commit order, at most so many.
  ///
  /// @throws DatabaseFailure if the database does not answer
  public List<Change> after(long sequence, int changesMax) {
    String page =
        "select * from fhir.chg where seq > ? order by seq limit %d".formatted(changesMax);
    try (var connection = dataSource.getConnection();
        var statement = connection.prepareStatement(WITH_CONTENT.formatted(page))) {
      statement.setLong(1, sequence);
      return changes(statement);
    } catch (SQLException e) {
      throw new DatabaseFailure("the change log cannot be read", e);
    }
  }

  /// The changes of some types after a position and up to another, in commit order, at most so
  /// many.
  ///
  /// @throws DatabaseFailure if the database does not answer
  public List<Change> between(long after, long last, Set<String> types, int changesMax) {
    String page =
        ("select c.* from unnest(?::bigint[]) type cross join lateral (select * from fhir.chg"
                + " where (pid >> 44) = type and seq > ? and seq <= ? order by seq limit %d) c"
                + " order by c.seq limit %<d")
            .formatted(changesMax);
    try (var connection = dataSource.getConnection();
        var statement = connection.prepareStatement(WITH_CONTENT.formatted(page))) {
      Object[] numbers = types.stream().map(ResourceTypes::number).toArray();
      statement.setArray(1, connection.createArrayOf("bigint", numbers));
      statement.setLong(2, after);
      statement.setLong(3, last);
      return changes(statement);
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

  private static List<Change> changes(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      List<Change> changes = new ArrayList<>();
      while (rows.next()) {
        changes.add(change(rows));
      }
      return changes;
    }
  }

  private static Change change(ResultSet rows) throws SQLException {
    long version = rows.getLong(4);
    byte[] content = ResourceTable.bytes(rows, 6);
    return new Change(
        rows.getLong(1),
        ResourceTypes.name(rows.getInt(2)),
        rows.getString(3),
        version,
        rows.getTimestamp(5).toInstant(),
        content.length == 0 ? Optional.empty() : Optional.of(ResourceContent.decode(content)));
  }
}
