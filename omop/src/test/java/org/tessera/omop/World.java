package org.tessera.omop;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.fhir.store.Change;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A database with the projection on it, and a store that is a map.
final class World implements AutoCloseable {
  static final Vocabularies VOCABULARIES = Vocabularies.builtIn();
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static final Instant DAY = Instant.parse("2026-11-01T12:00:00Z");

  final TestDatabase database = TestDatabase.create("omop");
  final Map<Projected.Key, ObjectNode> store = new LinkedHashMap<>();
  private final Map<Projected.Key, Long> versions = new LinkedHashMap<>();
  final List<Change> log = new ArrayList<>();
  final OmopProjection projection;

  World() {
    projection = on(database.dataSource());
  }

  OmopProjection on(DataSource dataSource) {
    return new OmopProjection(
        dataSource,
        VOCABULARIES,
        (type, id) -> Optional.ofNullable(store.get(new Projected.Key(type, id))));
  }

  /// Back to nothing but the vocabulary: a database for each test would take longer than the tests.
  void clear() {
    projection.reset();
    projection.settle();
    store.clear();
    versions.clear();
    log.clear();
  }

  static ObjectNode json(String text) {
    return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
  }

  /// Puts a resource into the store and returns its change.
  Change put(ObjectNode resource) {
    Projected.Key key =
        new Projected.Key(
            resource.get("resourceType").stringValue(), resource.get("id").stringValue());
    store.put(key, resource);
    return change(key, Optional.of(resource));
  }

  Change put(String json) {
    return put(json(json));
  }

  Change delete(String type, String id) {
    Projected.Key key = new Projected.Key(type, id);
    store.remove(key);
    return change(key, Optional.empty());
  }

  private Change change(Projected.Key key, Optional<ObjectNode> content) {
    long version = versions.merge(key, 1L, Long::sum);
    Change change = new Change(log.size() + 1L, key.type(), key.id(), version, DAY, content);
    log.add(change);
    return change;
  }

  /// Puts resources and projects them in one batch.
  void project(String... resources) {
    List<Change> changes = new ArrayList<>();
    for (String resource : resources) {
      changes.add(put(resource));
    }
    projection.apply(changes);
  }

  /// The rows of a query, columns joined by a bar, null as a dash.
  List<String> rows(String sql) {
    try (Connection connection = database.dataSource().getConnection();
        var result = connection.createStatement().executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          String cell = result.getString(i);
          cells.add(cell == null ? "-" : cell);
        }
        rows.add(String.join("|", cells));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Everything the projection wrote, ordered.
  List<String> everything() {
    List<String> all = new ArrayList<>();
    for (String table : CdmSource.FILLED) {
      rows("select row_to_json(t)::text from " + table + " t order by 1")
          .forEach(row -> all.add(table + " " + row));
    }
    for (String table :
        List.of(
            "lineage",
            "unmapped",
            "birth_year",
            "episode_part",
            "open_link",
            "death_cause",
            "image_link")) {
      rows("select row_to_json(t)::text from omop." + table + " t order by 1")
          .forEach(row -> all.add(table + " " + row));
    }
    return all;
  }

  static JsonNode array(String text) {
    return JSON.readTree(text);
  }

  static String patient(String id) {
    return "{'resourceType':'Patient','id':'%s','gender':'female','birthDate':'1960'}"
        .formatted(id);
  }

  @Override
  public void close() {
    projection.close();
    database.close();
  }
}
