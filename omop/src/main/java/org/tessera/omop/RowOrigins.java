package org.tessera.omop;

import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/// Which resource a row of the CDM was made of, and which rows a resource became.
public final class RowOrigins {
  private final DSLContext sql;

  RowOrigins(DataSource dataSource) {
    this.sql = DSL.using(dataSource, SQLDialect.POSTGRES);
  }

  /// The resource a row was made of, as `Type/id`; none for a row that was derived of others.
  public Optional<String> resource(String table, long row) {
    return sql.resultQuery(
            "select fhir_type || '/' || fhir_id from omop.lineage where cdm_table = ? and row_id ="
                + " ?",
            table,
            row)
        .fetchOptional(0, String.class);
  }

  /// The rows a resource became, as `table/id`, or why it has none.
  public List<String> rows(String reference) {
    int slash = reference.indexOf('/');
    return sql.resultQuery(
            "select coalesce(cdm_table || '/' || row_id, 'no row: ' || reason) from omop.lineage"
                + " where fhir_id = ? and fhir_type = ? order by 1",
            reference.substring(slash + 1),
            reference.substring(0, Math.max(0, slash)))
        .fetch(0, String.class);
  }
}
