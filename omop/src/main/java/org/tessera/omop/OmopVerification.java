package org.tessera.omop;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.tessera.fhir.store.Change;
import org.tessera.fhir.store.ChangeLog;

/// Proves that every resource of a mapped type has its OMOP rows or a counted, named reason, that
/// every row has its resource, and that all foreign keys hold.
public final class OmopVerification {
  private static final int PAGE_CHANGES = 5000;

  /// Tables whose every row comes from one resource.
  private static final List<String> FROM_RESOURCES =
      List.of(
          "person",
          "visit_occurrence",
          "condition_occurrence",
          "procedure_occurrence",
          "drug_exposure",
          "device_exposure",
          "measurement",
          "observation",
          "specimen",
          "image_occurrence");

  private static final String OPEN_LINKS =
      """
      select (select count(*) from omop.open_link)
        + (select count(*) from omop.episode_part p where kind = 'treatment'
          and not exists (select from cdm.episode e where e.episode_id = p.disease_episode_id))
      """;

  private static final String LOST_LINKS =
      """
      select (select count(*) from cdm.measurement m where measurement_event_id is not null
          and not exists (select from omop.lineage l where l.row_id = m.measurement_event_id))
        + (select count(*) from cdm.observation o where observation_event_id is not null
          and not exists (select from omop.lineage l where l.row_id = o.observation_event_id))
        + (select count(*) from cdm.episode_event e
          where not exists (select from omop.lineage l where l.row_id = e.event_id))
        + (select count(*) from omop.open_link o
          where exists (select from omop.lineage l where l.row_id = o.event_id)
            or not exists (select from omop.lineage l where l.row_id = o.row_id))
      """;

  /// A concept stands in one of these two tables, whoever records it.
  private static final String TWO_TABLES =
      """
      select count(*) from (
        select measurement_concept_id from cdm.measurement where measurement_concept_id <> 0
        intersect select observation_concept_id from cdm.observation) as twice
      """;

  private final DataSource dataSource;
  private final ChangeLog log;
  private final OmopProjection projection;

  public OmopVerification(DataSource dataSource, ChangeLog log, OmopProjection projection) {
    this.dataSource = dataSource;
    this.log = log;
    this.projection = projection;
  }

  /// Reads the whole change log up to the projection's checkpoint and compares. Takes about ten
  /// seconds for half a million resources; changes committed meanwhile are left out.
  public OmopReport verify() {
    List<String> broken = projection.settle();
    long checkpoint = projection.checkpoint();
    Set<Projected.Key> alive = alive(checkpoint);
    List<String> differences = new ArrayList<>();
    broken.forEach(key -> differences.add("foreign key " + key + " does not hold"));
    try (Connection connection = dataSource.getConnection()) {
      Map<String, OmopReport.Resources> resources = resources(connection, alive, differences);
      Map<String, Long> rows = new LinkedHashMap<>();
      for (String table : CdmSource.FILLED) {
        rows.put(table, number(connection, "select count(*) from " + table));
      }
      compareRows(connection, differences);
      difference(connection, LOST_LINKS, "%,d links lead to no row, or wait for one", differences);
      difference(connection, TWO_TABLES, "%,d concepts stand in two tables", differences);
      return new OmopReport(
          checkpoint,
          rows,
          resources,
          unmapped(connection),
          number(connection, OPEN_LINKS),
          differences);
    } catch (SQLException e) {
      throw new IllegalStateException("the OMOP tables cannot be read", e);
    }
  }

  private Set<Projected.Key> alive(long checkpoint) {
    Set<Projected.Key> alive = new HashSet<>();
    long position = 0;
    while (position < checkpoint) {
      List<Change> page = log.after(position, PAGE_CHANGES);
      if (page.isEmpty()) {
        return alive;
      }
      for (Change change : page) {
        if (change.sequence() <= checkpoint && projection.types().contains(change.type())) {
          Projected.Key key = new Projected.Key(change.type(), change.id());
          if (change.resource().isPresent()) {
            alive.add(key);
          } else {
            alive.remove(key);
          }
        }
      }
      position = page.getLast().sequence();
    }
    return alive;
  }

  private Map<String, OmopReport.Resources> resources(
      Connection connection, Set<Projected.Key> alive, List<String> differences)
      throws SQLException {
    Map<String, Long> totals = new TreeMap<>();
    alive.forEach(key -> totals.merge(key.type(), 1L, Long::sum));
    Map<String, Long> withRows = new TreeMap<>();
    Map<String, Map<String, Long>> reasons = new TreeMap<>();
    Map<String, Long> surplus = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        var result =
            statement.executeQuery(
                "select fhir_type, fhir_id, max(reason) from omop.lineage group by 1, 2")) {
      while (result.next()) {
        String type = result.getString(1);
        String reason = result.getString(3);
        if (!alive.contains(new Projected.Key(type, result.getString(2)))) {
          surplus.merge(type, 1L, Long::sum);
        } else if (reason == null) {
          withRows.merge(type, 1L, Long::sum);
        } else {
          reasons.computeIfAbsent(type, t -> new TreeMap<>()).merge(reason, 1L, Long::sum);
        }
      }
    }
    Map<String, OmopReport.Resources> resources = new LinkedHashMap<>();
    totals.forEach((type, total) -> {
      var count =
          new OmopReport.Resources(
              total, withRows.getOrDefault(type, 0L), reasons.getOrDefault(type, Map.of()));
      resources.put(type, count);
      if (count.unexplained() != 0) {
        differences.add(
            "%,d %s resources have neither rows nor a reason".formatted(count.unexplained(), type));
      }
    });
    surplus.forEach((type, count) ->
        differences.add("%,d %s resources have rows and are gone".formatted(count, type)));
    return resources;
  }

  private void compareRows(Connection connection, List<String> differences) throws SQLException {
    for (String table : FROM_RESOURCES) {
      String key = projection.tables().table(table).key();
      long different =
          number(
              connection,
              """
              select count(*) from cdm.%1$s t
                full join (select row_id from omop.lineage where cdm_table = '%1$s') l on l.row_id = t.%2$s
              where t.%2$s is null or l.row_id is null
              """
                  .formatted(table, key));
      if (different != 0) {
        differences.add("%,d rows of %s and their lineage differ".formatted(different, table));
      }
    }
  }

  private static void difference(
      Connection connection, String count, String words, List<String> differences)
      throws SQLException {
    long found = number(connection, count);
    if (found != 0) {
      differences.add(words.formatted(found));
    }
  }

  private static Map<String, Long> unmapped(Connection connection) throws SQLException {
    Map<String, Long> counts = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        var result =
            statement.executeQuery(
                """
                select cdm_table || '.' || cdm_column, sum(occurrences) from omop.unmapped_summary
                group by 1 order by 2 desc, 1
                """)) {
      while (result.next()) {
        counts.put(result.getString(1), result.getLong(2));
      }
    }
    return counts;
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }
}
