package org.tessera.fhir.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A question about former and current versions, newest first.
/// https://hl7.org/fhir/R4/http.html#history
///
/// @param type empty for all resources
/// @param id empty for all of the type
/// @param since microseconds since 1970 UTC: only versions of that time or later
/// @param at only versions that were current at some time in there
/// @param before a page's [Page#next], to go on there
public record History(
    Optional<String> type,
    Optional<String> id,
    Optional<Long> since,
    Optional<DateInterval> at,
    Optional<Long> before,
    int count) {
  /// A page of versions.
  ///
  /// @param next the [History#before] of the page behind this one, empty at the end
  public record Page(List<StoredResource> versions, Optional<Long> next) {}

  private static final String FROM =
      "select c.seq, r.type, r.id, c.version, c.at,"
          + " case when r.version = c.version then r.owner else h.owner end,"
          + " case when r.version = c.version then r.content else h.content end"
          + " from fhir.chg c join fhir.res r on r.pid = c.pid"
          + " left join fhir.hist h on h.pid = c.pid and h.version = c.version where true";

  /// The version after this one was not there yet.
  private static final String STILL_CURRENT =
      " and c.at < ? and not exists (select from fhir.chg n where n.pid = c.pid"
          + " and n.version = c.version + 1 and n.at <= ?)";

  Page page(Connection connection) throws SQLException {
    var sql = new StringBuilder(FROM);
    List<Object> values = new ArrayList<>();
    if (type.isPresent() && id.isPresent()) {
      sql.append(" and c.pid = (select pid from fhir.res where type = ? and id = ?)");
      values.add(ResourceTypes.number(type.get()));
      values.add(id.get());
    } else if (type.isPresent()) {
      sql.append(" and (c.pid >> 44) = ?");
      values.add((long) ResourceTypes.number(type.get()));
    }
    since.ifPresent(time -> {
      sql.append(" and c.at >= ?");
      values.add(DateInterval.timestamp(time));
    });
    at.ifPresent(time -> {
      sql.append(STILL_CURRENT);
      values.add(DateInterval.timestamp(time.hi()));
      values.add(DateInterval.timestamp(time.lo()));
    });
    before.ifPresent(seq -> {
      sql.append(" and c.seq < ?");
      values.add(seq);
    });
    sql.append(" order by c.seq desc limit ?");
    values.add(count + 1);
    try (var statement = connection.prepareStatement(sql.toString())) {
      return read(statement, values);
    }
  }

  private Page read(PreparedStatement statement, List<Object> values) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
    try (ResultSet rows = statement.executeQuery()) {
      List<StoredResource> versions = new ArrayList<>();
      long last = 0;
      while (rows.next()) {
        if (versions.size() == count) {
          return new Page(versions, Optional.of(last));
        }
        last = rows.getLong(1);
        versions.add(
            new StoredResource(ResourceTypes.name(rows.getInt(2)), rows.getString(3), rows, 4));
      }
      return new Page(versions, Optional.empty());
    }
  }
}
