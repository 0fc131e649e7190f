package org.tessera.fhir.store;

import java.sql.SQLException;
import javax.sql.DataSource;

/// Empties the schema `fhir` between tests: faster than a database for each.
public final class EmptyTables {
  private EmptyTables() {}

  public static void in(DataSource dataSource) {
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          "do $$ declare t text; begin for t in select tablename from pg_tables where schemaname ="
              + " 'fhir' and tablename <> 'flyway_schema_history' loop execute 'truncate fhir.' ||"
              + " t || ' cascade'; end loop; end $$");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
