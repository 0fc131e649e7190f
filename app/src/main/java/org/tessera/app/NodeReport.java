package org.tessera.app;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.tessera.fhir.store.ResourceTypes;

/// What the node holds, as a table a person reads in a terminal.
public final class NodeReport {
  private static final String RESOURCES =
      "select pid >> 44, count(*) from fhir.res where content is not null group by 1";
  private static final String DELIVERIES =
      "select state, count(*) from etl.delivery group by state order by state";
  private static final String REJECTIONS =
      "select severity || ' ' || rule, count(*) from etl.rejection where not pending group by 1"
          + " order by 2 desc, 1 limit 20";
  private static final String CDM_TABLES =
      "select table_name, 0 from information_schema.tables where table_schema = 'cdm'"
          + " and table_type = 'BASE TABLE' order by table_name";
  private static final String UNMAPPED = "select count(*) from omop.unmapped";

  private final DataSource dataSource;

  /// @param dataSource the database of the node
  public NodeReport(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /// The whole report.
  public String text() {
    var text = new StringBuilder();
    section(text, "Deliveries", counts(DELIVERIES));
    section(text, "FHIR resources", resources());
    Map<String, Long> cdm = new LinkedHashMap<>();
    counts(CDM_TABLES)
        .keySet()
        .forEach(table -> cdm.put(table, single("select count(*) from cdm.\"" + table + "\"")));
    cdm.values().removeIf(rows -> rows == 0);
    section(text, "OMOP rows", cdm);
    section(text, "Rejections by rule", counts(REJECTIONS));
    section(text, "Codes without a standard concept", Map.of("values", single(UNMAPPED)));
    return text.toString();
  }

  /// The upper bits of a resource's internal number are its type.
  private Map<String, Long> resources() {
    Map<String, Long> byNumber = counts(RESOURCES);
    Map<String, Long> byType = new LinkedHashMap<>();
    for (String type : ResourceTypes.all()) {
      Long count = byNumber.get(Long.toString(ResourceTypes.firstPid(type) >> 44));
      if (count != null) {
        byType.put(type, count);
      }
    }
    return byType;
  }

  private static void section(StringBuilder text, String title, Map<String, Long> counts) {
    text.append(title).append('\n');
    if (counts.isEmpty()) {
      text.append("  none\n");
    }
    counts.forEach((name, count) -> text.append("  %-44s %,12d%n".formatted(name, count)));
    if (counts.size() > 1) {
      text.append(
          "  %-44s %,12d%n"
              .formatted("together", counts.values().stream().mapToLong(Long::longValue).sum()));
    }
  }

  private long single(String sql) {
    return counts("select 'n', (" + sql + ")").values().iterator().next();
  }

  private Map<String, Long> counts(String sql) {
    Map<String, Long> counts = new LinkedHashMap<>();
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        counts.put(rows.getString(1), rows.getLong(2));
      }
      return counts;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
