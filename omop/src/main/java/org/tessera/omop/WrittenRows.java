package org.tessera.omop;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.sql.DataSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What the projection wrote about each patient, as text that stays the same: table, the resource a
/// row comes from, the columns that have a value. Ids are left out, and links name the resource
/// they lead to. Derived rows name the patient.
final class WrittenRows {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final String NOBODY = "";

  private final DataSource dataSource;
  private final CdmTables tables;

  /// What a row id stands for.
  private final Map<Long, String> names = new HashMap<>();

  private final Map<Long, String> patients = new HashMap<>();
  private final Map<Long, Long> people = new HashMap<>();
  private final Map<String, List<String>> lines = new HashMap<>();

  WrittenRows(DataSource dataSource, CdmTables tables) {
    this.dataSource = dataSource;
    this.tables = tables;
    readNames();
    for (String table : CdmSource.FILLED) {
      if (!table.equals("cdm.cdm_source")) {
        table(table);
      }
    }
    reasons();
    links();
    unmapped();
  }

  /// All lines, in the order of the tables.
  List<String> all() {
    return ordered(lines.values().stream().flatMap(List::stream).toList());
  }

  /// The lines about these patients.
  List<String> about(Collection<String> patients) {
    return ordered(
        patients.stream()
            .flatMap(patient -> lines.getOrDefault(patient, List.of()).stream())
            .toList());
  }

  private static List<String> ordered(List<String> numbered) {
    return numbered.stream()
        .sorted()
        .map(line -> line.substring(line.indexOf('\t') + 1))
        .distinct()
        .toList();
  }

  private void readNames() {
    for (String row :
        rows(
            "select row_id, fhir_type || '/' || fhir_id, person_id, cdm_table from omop.lineage"
                + " where row_id is not null")) {
      String[] cells = row.split("\\|", -1);
      names.put(Long.valueOf(cells[0]), cells[1]);
      people.put(Long.valueOf(cells[0]), Long.valueOf(cells[2]));
      if (cells[3].equals("person")) {
        patients.put(Long.valueOf(cells[2]), cells[1]);
      }
    }
    for (String row :
        rows(
            "select episode_id, episode_concept_id || '/' || episode_number, person_id from"
                + " cdm.episode")) {
      String[] cells = row.split("\\|", -1);
      names.put(Long.valueOf(cells[0]), "episode " + cells[1]);
      people.put(Long.valueOf(cells[0]), Long.valueOf(cells[2]));
    }
  }

  private void table(String table) {
    String name = table.substring("cdm.".length());
    String key = name.equals("episode_event") ? "episode_id" : tables.table(name).key();
    for (String json : rows("select row_to_json(t)::text from " + table + " t")) {
      Map<String, String> cells = new TreeMap<>();
      Map<String, Long> ids = new TreeMap<>();
      for (var cell : JSON.readTree(json).properties()) {
        if (cell.getValue().isNull()) {
          continue;
        }
        boolean digest = cell.getKey().endsWith("_id") && !cell.getKey().contains("concept_id");
        if (digest && cell.getValue().isIntegralNumber()) {
          ids.put(cell.getKey(), cell.getValue().longValue());
        } else {
          cells.put(cell.getKey(), cell.getValue().asString(""));
        }
      }
      long id = ids.getOrDefault(key, 0L);
      long person = ids.getOrDefault("person_id", people.getOrDefault(id, 0L));
      String patient = patients.getOrDefault(person, NOBODY);
      boolean derived = name.startsWith("episode") || !names.containsKey(id);
      ids.forEach((column, to) -> {
        if (!column.equals("person_id") && (!column.equals(key) || name.equals("episode_event"))) {
          cells.put(column, names.getOrDefault(to, "nothing"));
        }
      });
      StringBuilder line = new StringBuilder(name);
      line.append(',').append(derived ? patient : names.get(id));
      cells.forEach(
          (column, value) -> line.append(',').append(column).append('=').append(quoted(value)));
      int order = CdmSource.FILLED.indexOf(table);
      add(patient, order, line.toString());
    }
  }

  private void reasons() {
    for (String row :
        rows(
            "select coalesce(person_id, 0), 'no row,' || fhir_type || '/' || fhir_id || ',' ||"
                + " reason, fhir_id from omop.lineage where reason is not null")) {
      addSaid(row, 90);
    }
  }

  private void links() {
    for (String row :
        rows(
            "select o.person_id, 'no link,' || fhir_type || '/' || fhir_id || ',what it is about"
                + " has no row', fhir_id from omop.open_link o join omop.lineage l using"
                + " (row_id)")) {
      addSaid(row, 91);
    }
  }

  private void unmapped() {
    for (String row :
        rows(
            "select distinct coalesce(l.person_id, 0), 'unmapped,' || u.cdm_table || ',' ||"
                + " u.cdm_column || ',' || coalesce(u.system, '') || ',' || coalesce(u.code, '') ||"
                + " ',' || coalesce(u.source_value, ''), fhir_id from omop.unmapped u join"
                + " omop.lineage l using (fhir_type, fhir_id)")) {
      addSaid(row, 92);
    }
  }

  /// Of somebody who is no person the resource's own id tells who it is.
  private void addSaid(String row, int order) {
    int first = row.indexOf('|');
    int last = row.lastIndexOf('|');
    String id = row.substring(last + 1);
    int dash = id.indexOf('-');
    String patient =
        patients.getOrDefault(
            Long.parseLong(row.substring(0, first)), dash < 0 ? id : id.substring(0, dash));
    add(patient, order, row.substring(first + 1, last));
  }

  private void add(String patient, int order, String line) {
    String id = patient.substring(patient.indexOf('/') + 1);
    lines.computeIfAbsent(id, any -> new ArrayList<>()).add("%02d\t%s".formatted(order, line));
  }

  /// The rows of a query, columns joined by a bar.
  private List<String> rows(String sql) {
    try (Connection connection = dataSource.getConnection();
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          cells.add(Objects.requireNonNullElse(result.getString(i), "-"));
        }
        rows.add(String.join("|", cells));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException("the rows of examples cannot be read", e);
    }
  }

  private static String quoted(String value) {
    return value.contains(",") ? "\"" + value + "\"" : value;
  }
}
