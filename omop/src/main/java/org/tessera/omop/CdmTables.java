package org.tessera.omop;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/// The CDM's tables, read from the database once: rules are checked against what is there.
final class CdmTables {
  private final Map<String, CdmTable> tables;

  private CdmTables(Map<String, CdmTable> tables) {
    this.tables = tables;
  }

  static CdmTables read(DataSource dataSource) throws SQLException {
    try (var connection = dataSource.getConnection()) {
      Map<String, String> keys = keys(connection);
      Map<String, List<CdmTable.Column>> columns = new LinkedHashMap<>();
      try (var statement = connection.createStatement();
          var result =
              statement.executeQuery(
                  """
                  select table_name, column_name, is_nullable = 'NO',
                    coalesce(character_maximum_length, 0),
                    data_type in ('integer', 'bigint')
                  from information_schema.columns where table_schema = 'cdm'
                  order by table_name, ordinal_position
                  """)) {
        while (result.next()) {
          columns
              .computeIfAbsent(result.getString(1), name -> new ArrayList<>())
              .add(
                  new CdmTable.Column(
                      result.getString(2),
                      result.getBoolean(3),
                      result.getInt(4),
                      result.getBoolean(5)));
        }
      }
      Map<String, CdmTable> tables = new LinkedHashMap<>();
      columns.forEach((name, list) ->
          tables.put(name, CdmTable.of(name, keys.getOrDefault(name, "person_id"), list)));
      return new CdmTables(tables);
    }
  }

  CdmTable table(String name) {
    CdmTable table = tables.get(name);
    if (table == null) {
      throw new IllegalArgumentException("the CDM has no table " + name);
    }
    return table;
  }

  private static Map<String, String> keys(Connection connection) throws SQLException {
    Map<String, String> keys = new LinkedHashMap<>();
    try (var statement = connection.createStatement();
        var result =
            statement.executeQuery(
                """
                select table_name, column_name
                from information_schema.table_constraints
                  join information_schema.key_column_usage using (constraint_schema, constraint_name, table_name)
                where constraint_schema = 'cdm' and constraint_type = 'PRIMARY KEY'
                """)) {
      while (result.next()) {
        keys.put(result.getString(1), result.getString(2));
      }
    }
    return keys;
  }
}
