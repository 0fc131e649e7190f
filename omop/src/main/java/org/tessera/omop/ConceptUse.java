package org.tessera.omop;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/// How often a concept stands in the rows of patients, as what was meant, as where it was taken
/// from, or as an answer.
public final class ConceptUse {
  private final DataSource dataSource;

  /// @param dataSource with the CDM's tables
  public ConceptUse(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /// The rows of a table that name a concept.
  ///
  /// @param table empty for all tables together
  public record Uses(String table, long records, long patients) {}

  /// The tables in which this concept stands, then all together; exact numbers, to be told through
  /// the catalogue's rule.
  public List<Uses> of(long concept) {
    try (Connection connection = dataSource.getConnection()) {
      Map<String, List<String>> columns = columns(connection);
      List<String> parts = new ArrayList<>();
      columns.forEach((table, names) ->
          parts.add(
              "select '%s' as place, person_id from cdm.%1$s where %d in (%s)"
                  .formatted(table, concept, String.join(", ", names))));
      List<Uses> found = new ArrayList<>();
      try (var statement = connection.createStatement();
          var rows =
              statement.executeQuery(
                  "select coalesce(place, ''), count(*), count(distinct person_id) from ("
                      + String.join(" union all ", parts)
                      + ") used group by rollup (place) order by place nulls last")) {
        while (rows.next()) {
          found.add(new Uses(rows.getString(1), rows.getLong(2), rows.getLong(3)));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException("the use of a concept cannot be counted", e);
    }
  }

  /// The columns that say what a patient's row is about; how a row came about is another matter.
  private static Map<String, List<String>> columns(Connection connection) throws SQLException {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                select c.table_name, c.column_name from information_schema.columns c
                  join information_schema.tables t using (table_schema, table_name)
                where c.table_schema = 'cdm' and t.table_type = 'BASE TABLE'
                  and (c.column_name like '%\\_concept\\_id' or c.column_name like '%as\\_concept\\_id')
                  and c.column_name not like '%\\_type\\_concept\\_id'
                  and exists (select from information_schema.columns p where p.table_schema = 'cdm'
                    and p.table_name = c.table_name and p.column_name = 'person_id')
                order by c.table_name, c.ordinal_position
                """)) {
      while (rows.next()) {
        columns.computeIfAbsent(rows.getString(1), any -> new ArrayList<>()).add(rows.getString(2));
      }
    }
    return columns;
  }
}
