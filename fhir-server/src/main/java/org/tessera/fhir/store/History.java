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

  /// Versions by their position in the log.
  private static final String OF_MANY =
      "select * from (select c.seq as place, r.type, r.id, c.version, c.at,"
          + " case when r.version = c.version then r.owner else h.owner end,"
          + " case when r.version = c.version then r.content else h.content end, c.pid"
          + " from fhir.chg c join fhir.res r on r.pid = c.pid"
          + " left join fhir.hist h on h.pid = c.pid and h.version = c.version) v where true";

  /// The versions of one resource by their numbers: the log needs no index for them.
  private static final String OF_ONE =
      "with one as (select * from fhir.res where type = ? and id = ?)"
          + " select * from (select version as place, type, id, version, last_updated as at,"
          + " owner, content, pid from one"
          + " union all select h.version, one.type, one.id, h.version, h.last_updated,"
          + " h.owner, h.content, h.pid from one join fhir.hist h on h.pid = one.pid) v where true";

  /// The version after this one was not there yet.
  private static final String STILL_CURRENT =
      " and v.at < ? and not exists (select from fhir.hist n where n.pid = v.pid"
          + " and n.version = v.version + 1 and n.last_updated <= ?)"
          + " and not exists (select from fhir.res n where n.pid = v.pid"
          + " and n.version = v.version + 1 and n.last_updated <= ?)";

  Page page(Connection connection) throws SQLException {
    boolean one = type.isPresent() && id.isPresent();
    var sql = new StringBuilder(one ? OF_ONE : OF_MANY);
    List<Object> values = new ArrayList<>();
    if (one) {
      values.add(ResourceTypes.number(type.get()));
      values.add(id.get());
    } else if (type.isPresent()) {
      sql.append(" and (v.pid >> 44) = ?");
      values.add((long) ResourceTypes.number(type.get()));
    }
    since.ifPresent(time -> {
      sql.append(" and v.at >= ?");
      values.add(DateInterval.timestamp(time));
    });
    at.ifPresent(time -> {
      sql.append(STILL_CURRENT);
      values.add(DateInterval.timestamp(time.hi()));
      values.add(DateInterval.timestamp(time.lo()));
      values.add(DateInterval.timestamp(time.lo()));
    });
    before.ifPresent(place -> {
      sql.append(" and v.place < ?");
      values.add(place);
    });
    sql.append(" order by v.place desc limit ?");
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
