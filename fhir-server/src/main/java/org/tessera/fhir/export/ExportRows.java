package org.tessera.fhir.export;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.tessera.fhir.operation.PatientCompartment;
import org.tessera.fhir.store.ResourceTypes;
import org.tessera.fhir.store.StoredResource;
import tools.jackson.databind.node.ObjectNode;

/// Reads the resources of one type in the snapshot of a connection, a few at a time.
final class ExportRows {
  /// Up to this many patients their resources are found by the index, else by reading all.
  static final int PATIENTS_MAX = 500;

  private static final int FETCH_ROWS = 500;
  private static final String SELECT =
      "select r.id, r.version, r.last_updated, r.owner, r.content from fhir.res r ";

  private final Connection connection;
  private final String type;
  private final Optional<Instant> since;
  private final OptionalLong sinceSequence;

  ExportRows(
      Connection connection, String type, Optional<Instant> since, OptionalLong sinceSequence) {
    this.connection = connection;
    this.type = type;
    this.since = since;
    this.sinceSequence = sinceSequence;
  }

  void all(Consumer<ObjectNode> rows) throws SQLException {
    read("where r.content is not null", List.of(), rows);
  }

  /// Those that refer as members to one of these patients, or are one of them.
  void ofPatients(Collection<String> patients, Consumer<ObjectNode> rows) throws SQLException {
    Long[] hashes = PatientCompartment.hashes(type, patients);
    if (hashes.length == 0 && !type.equals("Patient")) {
      return;
    }
    String patient =
        type.equals("Patient")
            ? " union all select p.pid from fhir.res p where p.type = ? and p.id = any(?)"
            : "";
    List<Object> values = new ArrayList<>();
    values.add(hashes);
    if (!patient.isEmpty()) {
      values.add((short) ResourceTypes.number(type));
      values.add(patients.toArray(String[]::new));
    }
    read(
        "where r.content is not null and r.pid = any(array(select x.pid from fhir.ix x"
            + " where x.hs && ?"
            + patient
            + "))",
        values,
        rows);
  }

  void these(Collection<String> ids, Consumer<ObjectNode> rows) throws SQLException {
    if (!ids.isEmpty()) {
      read(
          "where r.content is not null and r.id = any(?)",
          List.<Object>of((Object) ids.toArray(String[]::new)),
          rows);
    }
  }

  /// A resource whenever it was changed.
  Optional<ObjectNode> one(String id) throws SQLException {
    List<ObjectNode> found = new ArrayList<>();
    new ExportRows(connection, type, Optional.empty(), OptionalLong.empty())
        .these(List.of(id), found::add);
    return found.stream().findFirst();
  }

  /// What was deleted since: the id and the last content there was.
  void deleted(BiConsumer<String, ObjectNode> rows) throws SQLException {
    List<Object> values = new ArrayList<>();
    String sql =
        "select r.id, h.version, h.last_updated, h.owner, h.content from fhir.res r"
            + " join fhir.hist h on h.pid = r.pid and h.version = r.version - 1"
            + " where r.content is null and h.content is not null"
            + ofType(values)
            + changed(values)
            + " order by r.pid";
    run(
        sql,
        values,
        stored -> stored.content().ifPresent(content -> rows.accept(stored.id(), content)));
  }

  private void read(String condition, List<Object> bound, Consumer<ObjectNode> rows)
      throws SQLException {
    List<Object> values = new ArrayList<>(bound);
    String sql = SELECT + condition + ofType(values) + changed(values) + " order by r.pid";
    run(sql, values, stored -> stored.content().ifPresent(rows));
  }

  /// Definitions of imported packages are no data of this node, and the terms of many may not leave
  /// it: their publishers give them out.
  private String ofType(List<Object> values) {
    values.add(ResourceTypes.firstPid(type));
    values.add(ResourceTypes.endPid(type));
    return " and r.pid >= ? and r.pid < ? and r.owner not like 'package:%'";
  }

  /// By the log where the position is known, else by the time of the last change.
  private String changed(List<Object> values) {
    if (since.isEmpty()) {
      return "";
    }
    if (sinceSequence.isPresent()) {
      values.add(sinceSequence.getAsLong());
      return " and r.pid in (select c.pid from fhir.chg c where c.seq > ?)";
    }
    values.add(Timestamp.from(since.get()));
    return " and r.last_updated > ?";
  }

  private void run(String sql, List<Object> values, Consumer<StoredResource> rows)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(FETCH_ROWS);
      for (int i = 0; i < values.size(); i++) {
        switch (values.get(i)) {
          case Long[] list -> statement.setArray(i + 1, connection.createArrayOf("bigint", list));
          case String[] list -> statement.setArray(i + 1, connection.createArrayOf("text", list));
          case Object value -> statement.setObject(i + 1, value);
        }
      }
      ResultSet found = statement.executeQuery();
      while (found.next()) {
        rows.accept(StoredResource.read(type, found, 1));
      }
    }
  }
}
