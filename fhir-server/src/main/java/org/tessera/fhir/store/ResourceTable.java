package org.tessera.fhir.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tessera.fhir.store.Planned.Current;
import tools.jackson.databind.node.ObjectNode;

/// The tables `fhir.res` and `fhir.hist`: current and former versions.
final class ResourceTable {
  private static final byte[] NOTHING = {};
  private static final String VERSION_COLUMNS = "version, last_updated, owner, content";

  private ResourceTable() {}

  /// Finds what is there of the plan's resources, without locking it; contents are not fetched.
  static void lookUp(Connection connection, List<Planned> writes) throws SQLException {
    Short[] types = new Short[writes.size()];
    String[] ids = new String[writes.size()];
    for (int i = 0; i < writes.size(); i++) {
      types[i] = (short) ResourceTypes.number(writes.get(i).type());
      ids[i] = writes.get(i).id();
    }
    try (var statement =
        connection.prepareStatement(
            "select w.n, r.pid, r.version, r.owner, r.digest"
                + " from unnest(?::smallint[], ?::text[]) with ordinality w(type, id, n)"
                + " join fhir.res r on r.type = w.type and r.id = w.id")) {
      statement.setArray(1, connection.createArrayOf("smallint", types));
      statement.setArray(2, connection.createArrayOf("text", ids));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          writes
              .get(rows.getInt(1) - 1)
              .found(
                  new Current(
                      rows.getLong(2), rows.getInt(3), rows.getString(4), bytes(rows, 5), NOTHING));
        }
      }
    }
  }

  /// Locks rows in the order of their numbers and returns them as they are now, contents included.
  ///
  /// @param deletes whether against those who refer to them, too
  static Map<Long, Current> lock(Connection connection, List<Long> pids, boolean deletes)
      throws SQLException {
    Map<Long, Current> locked = new HashMap<>();
    try (var statement =
        connection.prepareStatement(
            "select pid, version, owner, digest, content from fhir.res where pid = any(?)"
                + " order by pid for "
                + (deletes ? "update" : "no key update"))) {
      statement.setArray(1, bigints(connection, pids));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          long pid = rows.getLong(1);
          locked.put(
              pid,
              new Current(pid, rows.getInt(2), rows.getString(3), bytes(rows, 4), bytes(rows, 5)));
        }
      }
    }
    return locked;
  }

  static void insert(Connection connection, List<Planned> created, Instant at) throws SQLException {
    var copy =
        new BinaryCopy("fhir.res (pid, version, last_updated, type, id, owner, digest, content)");
    for (Planned planned : created) {
      copy.row(8);
      copy.bigint(planned.pid());
      copy.integer(planned.version());
      copy.timestamp(at);
      copy.smallint(ResourceTypes.number(planned.type()));
      copy.text(planned.id());
      copy.text(planned.owner());
      copy.bytes(planned.digest());
      copy.bytes(planned.content());
    }
    copy.send(connection);
  }

  /// Moves the locked current versions to the history and writes the new ones in their place.
  static void supersede(Connection connection, List<Planned> changed, Instant at)
      throws SQLException {
    if (changed.isEmpty()) {
      return;
    }
    List<Long> pids = changed.stream().map(Planned::pid).toList();
    try (var statement =
        connection.prepareStatement(
            "insert into fhir.hist (pid, version, last_updated, owner, content)"
                + " select pid, version, last_updated, owner, content from fhir.res"
                + " where pid = any(?)")) {
      statement.setArray(1, bigints(connection, pids));
      statement.executeUpdate();
    }
    try (var statement =
        connection.prepareStatement(
            "update fhir.res r set version = w.version, last_updated = ?,"
                + " digest = nullif(w.digest, ''::bytea), content = nullif(w.content, ''::bytea)"
                + " from unnest(?::bigint[], ?::int[], ?::bytea[], ?::bytea[])"
                + " w(pid, version, digest, content) where r.pid = w.pid")) {
      statement.setTimestamp(1, Timestamp.from(at));
      statement.setArray(2, bigints(connection, pids));
      statement.setArray(
          3, connection.createArrayOf("int4", changed.stream().map(Planned::version).toArray()));
      statement.setArray(
          4,
          connection.createArrayOf(
              "bytea", changed.stream().map(Planned::digest).toArray(byte[][]::new)));
      statement.setArray(
          5,
          connection.createArrayOf(
              "bytea", changed.stream().map(Planned::content).toArray(byte[][]::new)));
      statement.executeUpdate();
    }
  }

  static Optional<StoredResource> current(Connection connection, String type, String id)
      throws SQLException {
    return versions(
            connection,
            "select " + VERSION_COLUMNS + " from fhir.res where type = ? and id = ?",
            type,
            id)
        .stream()
        .findFirst();
  }

  static List<StoredResource> history(Connection connection, String type, String id)
      throws SQLException {
    List<StoredResource> all = new ArrayList<>();
    current(connection, type, id).ifPresent(all::add);
    all.addAll(
        versions(
            connection,
            "select h.version, h.last_updated, h.owner, h.content from fhir.hist h"
                + " join fhir.res r on r.pid = h.pid where r.type = ? and r.id = ?"
                + " order by h.version desc",
            type,
            id));
    return all;
  }

  static Optional<StoredResource> version(
      Connection connection, String type, String id, int version) throws SQLException {
    Optional<StoredResource> current = current(connection, type, id);
    if (current.isEmpty() || current.get().version() == version) {
      return current;
    }
    return versions(
            connection,
            "select h.version, h.last_updated, h.owner, h.content from fhir.hist h"
                + " join fhir.res r on r.pid = h.pid where r.type = ? and r.id = ?"
                + " and h.version = "
                + version,
            type,
            id)
        .stream()
        .findFirst();
  }

  private static List<StoredResource> versions(
      Connection connection, String sql, String type, String id) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setInt(1, ResourceTypes.number(type));
      statement.setString(2, id);
      try (ResultSet rows = statement.executeQuery()) {
        List<StoredResource> found = new ArrayList<>();
        while (rows.next()) {
          found.add(new StoredResource(type, id, rows, 1));
        }
        return found;
      }
    }
  }

  static Optional<ObjectNode> versioned(byte[] content, long version, Instant at) {
    return content.length == 0
        ? Optional.empty()
        : Optional.of(ResourceContent.versioned(ResourceContent.decode(content), version, at));
  }

  static byte[] bytes(ResultSet rows, int column) throws SQLException {
    byte[] value = rows.getBytes(column);
    return value == null ? NOTHING : value;
  }

  static Array bigints(Connection connection, List<Long> values) throws SQLException {
    return connection.createArrayOf("bigint", values.toArray());
  }
}
