package org.tessera.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tessera.catalog.search.CatalogQuestion;
import org.tessera.fhir.postgres.EmbeddedPostgres;

/// PostgreSQL: a table of series with full text, an index a facet, and a `GROUP BY` a facet that
/// counts distinct patients.
final class SqlFacets implements AutoCloseable {
  private static final int BATCH = 5_000;

  private final EmbeddedPostgres server;
  private final Connection connection;
  private final PreparedStatement insert;
  private int waiting;

  SqlFacets(Path folder) throws IOException, SQLException {
    server =
        EmbeddedPostgres.start(
            folder, Map.of("shared_buffers", "512MB", "work_mem", "64MB", "max_wal_size", "4GB"));
    connection = server.connect("postgres");
    connection.setAutoCommit(false);
    String columns =
        SeriesRow.FACETS.stream()
            .map(facet -> name(facet) + " text")
            .collect(Collectors.joining(", "));
    try (var statement = connection.createStatement()) {
      statement.execute("drop table if exists series");
      statement.execute(
          "create unlogged table series (patient text, study text, "
              + columns
              + ", words tsvector)");
    }
    insert =
        connection.prepareStatement(
            "insert into series values (?, ?, "
                + "?, ".repeat(SeriesRow.FACETS.size())
                + "to_tsvector('simple', ?))");
  }

  private static String name(String facet) {
    return '"' + facet + '"';
  }

  void add(SeriesRow row) throws SQLException {
    int at = 0;
    insert.setString(++at, row.patient());
    insert.setString(++at, row.study());
    for (String facet : SeriesRow.FACETS) {
      insert.setString(++at, row.values().get(facet));
    }
    insert.setString(++at, row.values().getOrDefault("diagnosis", ""));
    insert.addBatch();
    if (++waiting == BATCH) {
      insert.executeBatch();
      waiting = 0;
    }
  }

  void finish() throws SQLException {
    insert.executeBatch();
    try (var statement = connection.createStatement()) {
      statement.execute("create index on series using gin (words)");
      for (String facet : SeriesRow.FACETS) {
        statement.execute("create index on series (" + name(facet) + ")");
      }
      connection.commit();
      connection.setAutoCommit(true);
      statement.execute("vacuum analyze series");
    }
  }

  /// All values of all facets with their patients, each facet without its own filter.
  Map<String, Map<String, Long>> ask(CatalogQuestion question) {
    Map<String, Map<String, Long>> counts = new HashMap<>();
    try {
      for (String facet : SeriesRow.FACETS) {
        counts.put(facet, facet(question, facet));
      }
      return counts;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, Long> facet(CatalogQuestion question, String facet) throws SQLException {
    List<String> conditions = new ArrayList<>(List.of("true"));
    List<Object> values = new ArrayList<>();
    if (!question.words().isEmpty()) {
      conditions.add("words @@ plainto_tsquery('simple', ?)");
      values.add(question.words().substring(0, 3));
    }
    for (var chosen : question.chosen().entrySet()) {
      if (!chosen.getKey().equals(facet)) {
        conditions.add(name(chosen.getKey()) + " = any (?)");
        values.add(connection.createArrayOf("text", chosen.getValue().toArray()));
      }
    }
    Map<String, Long> counts = new HashMap<>();
    try (var statement =
        connection.prepareStatement(
            "select %s, count(distinct patient) from series where %s group by 1"
                .formatted(name(facet), String.join(" and ", conditions)))) {
      for (int at = 0; at < values.size(); at++) {
        statement.setObject(at + 1, values.get(at));
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          counts.put(String.valueOf(rows.getString(1)), rows.getLong(2));
        }
      }
    }
    return counts;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
    server.close();
  }
}
