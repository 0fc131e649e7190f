package org.tessera.access.pack;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.Writer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Writes the members' rows of every OMOP table that leaves, as CSV.
final class CdmExport {
  private static final int ROWS_AT_ONCE = 2_000;

  private final Connection connection;
  private final Members members;
  private final PackageKey key;
  private final Set<Integer> concepts = new TreeSet<>(Set.of(0));

  CdmExport(Connection connection, Members members, PackageKey key) {
    this.connection = connection;
    this.members = members;
    this.key = key;
  }

  void writeTo(PackageZip zip) throws IOException, SQLException {
    for (Map.Entry<String, List<CdmColumn>> table : CdmColumn.byTable().entrySet()) {
      zip.add(
          "omop/" + table.getKey() + ".csv",
          writer -> write(table.getKey(), table.getValue(), writer));
    }
  }

  /// The concepts that stand in the rows written so far.
  Set<Integer> concepts() {
    return concepts;
  }

  private long write(String table, List<CdmColumn> columns, Writer writer)
      throws IOException, SQLException {
    Map<String, Set<String>> shared = shared(table, columns);
    // The writer belongs to the zip, which goes on after this table.
    var csv = CsvWriter.builder().build(writer);
    csv.writeRecord(columns.stream().map(CdmColumn::name).toArray(String[]::new));
    long written = 0;
    try (var statement = connection.prepareStatement(select(table, columns))) {
      statement.setFetchSize(ROWS_AT_ONCE);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          csv.writeRecord(record(rows, columns, shared));
          written++;
        }
      }
    }
    csv.flush();
    return written;
  }

  private static String select(String table, List<CdmColumn> columns) {
    String names =
        columns.stream().map(column -> "t." + column.name()).collect(Collectors.joining(", "));
    String person =
        table.equals("episode_event")
            ? " join cdm.episode p on p.episode_id = t.episode_id join pack_member m on"
                + " m.person_id = p.person_id"
            : " join pack_member m on m.person_id = t.person_id";
    return "select "
        + names
        + ", m.person_id as member from cdm."
        + table
        + " t"
        + person
        + " order by m.person_id, 1, 2";
  }

  private String[] record(ResultSet row, List<CdmColumn> columns, Map<String, Set<String>> shared)
      throws SQLException {
    String patient = members.patient(row.getLong("member"));
    var birth = new BirthDate(row, members.shift(patient));
    var record = new String[columns.size()];
    for (int i = 0; i < record.length; i++) {
      CdmColumn column = columns.get(i);
      boolean empty = row.getObject(i + 1) == null;
      record[i] = empty ? "" : value(row, column, patient, birth, shared);
    }
    return record;
  }

  private String value(
      ResultSet row,
      CdmColumn column,
      String patient,
      BirthDate birth,
      Map<String, Set<String>> shared)
      throws SQLException {
    String name = column.name();
    return switch (column.action()) {
      case KEEP -> row.getBigDecimal(name).toPlainString();
      case ALIAS -> Long.toString(key.row(row.getLong(name)));
      case CONCEPT -> {
        concepts.add(row.getInt(name));
        yield Integer.toString(row.getInt(name));
      }
      case SHIFT -> moved(row, name, members.shift(patient));
      case BIRTH -> birth.part(name);
      case SOURCE -> source(row, column, shared);
      case UID -> key.uid(row.getString(name));
      case PATIENT -> key.resource("Patient", patient);
      case WITHHOLD -> "";
    };
  }

  private static String moved(ResultSet row, String name, DateShift shift) throws SQLException {
    return name.endsWith("datetime")
        ? shift.move(row.getObject(name, LocalDateTime.class)).toString()
        : shift.move(row.getObject(name, LocalDate.class)).toString();
  }

  private static String source(ResultSet row, CdmColumn column, Map<String, Set<String>> shared)
      throws SQLException {
    String text = row.getString(column.name());
    return shared.getOrDefault(column.name(), Set.of()).contains(text) ? text : "";
  }

  /// The source wordings of a table that may leave: known codes, and what stands with many persons
  /// of this node.
  private Map<String, Set<String>> shared(String table, List<CdmColumn> columns)
      throws SQLException {
    Map<String, Set<String>> shared = new HashMap<>();
    for (CdmColumn column : columns) {
      if (column.action() == CdmColumn.Action.SOURCE) {
        shared.put(column.name(), shared(table, column, columns));
      }
    }
    return shared;
  }

  private Set<String> shared(String table, CdmColumn column, List<CdmColumn> columns)
      throws SQLException {
    String concept = column.name().replace("_source_value", "_source_concept_id");
    boolean hasConcept = columns.stream().map(CdmColumn::name).anyMatch(concept::equals);
    String sql =
        "select t."
            + column.name()
            + " from cdm."
            + table
            + " t where t."
            + column.name()
            + " is not null group by 1 having count(distinct t.person_id) >= "
            + SharedTexts.PATIENTS_MIN
            + (hasConcept ? " or bool_and(coalesce(t." + concept + ", 0) <> 0)" : "");
    Set<String> texts = new HashSet<>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }
}
