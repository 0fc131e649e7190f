package org.tessera.etl;

import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.etl.pseudonym.IdentifyingCells;
import org.tessera.etl.pseudonym.IdentifyingCells.Cell;
import org.tessera.etl.pseudonym.IdentifyingCells.Place;
import org.tessera.mappings.Column;
import org.tessera.mappings.Form;
import org.tessera.mappings.Study;

/// Brings a home to what its studies declare now: values of columns that have become identifying
/// move from the rows to where such values are kept, and what reports showed of them is masked.
///
/// Values are written there before they are taken away here, and both may be repeated.
final class ApartMove {
  private static final Logger log = LoggerFactory.getLogger(ApartMove.class);
  private static final int ROWS_PER_STATEMENT = 2_000;

  private final DSLContext sql;
  private final IdentifyingCells cells;

  ApartMove(DSLContext sql, IdentifyingCells cells) {
    this.sql = sql;
    this.cells = cells;
  }

  void run(List<Study> studies) {
    for (Study study : studies) {
      for (Form form : study.forms()) {
        String[] columns =
            form.columns().stream()
                .filter(Column::keptApart)
                .map(Column::name)
                .toArray(String[]::new);
        if (columns.length > 0) {
          move(study.name(), form.name(), columns);
        }
      }
    }
  }

  private void move(String study, String form, String[] columns) {
    long moved = 0;
    List<Cell> batch = batch(study, form, columns);
    while (!batch.isEmpty()) {
      cells.put(study, batch);
      moved += take(study, form, columns, batch);
      batch = batch(study, form, columns);
    }
    // Rows left by a broken-off delivery are read again from its file.
    sql.execute(
        "update etl.staged s set values = values - ?::text[] from etl.delivery d"
            + " where d.id = s.delivery and d.study = ? and s.form = ?"
            + " and jsonb_exists_any(s.values, ?::text[])",
        columns,
        study,
        form,
        columns);
    sql.execute(
        "update etl.rejection r set value = ? from etl.delivery d where d.id = r.delivery and"
            + " d.study = ? and r.form = ? and r.\"column\" = any(?) and r.value not in ('', ?)",
        RowCheck.MASK,
        study,
        form,
        columns,
        RowCheck.MASK);
    if (moved > 0) {
      log.info("study {}: identifying values of {} rows are now kept apart", study, moved);
    }
  }

  private List<Cell> batch(String study, String form, String[] columns) {
    List<Cell> batch = new ArrayList<>();
    for (Record r :
        sql.fetch(
            """
            select r.patient, r.key, r.delivery, v.key as "column", v.value::text as value
            from (select * from etl.row where study = ? and form = ?
              and jsonb_exists_any(values, ?::text[]) limit ?) as r,
              jsonb_each(r.values) as v where v.key = any(?)
            """,
            study,
            form,
            columns,
            ROWS_PER_STATEMENT,
            columns)) {
      batch.add(
          new Cell(
              new Place(
                  r.get("patient", String.class),
                  form,
                  r.get("key", String.class),
                  r.get("delivery", Long.class)),
              r.get("column", String.class),
              r.get("value", String.class)));
    }
    return batch;
  }

  private int take(String study, String form, String[] columns, List<Cell> batch) {
    return sql.execute(
        """
        update etl.row r set values = r.values - ?::text[]
        from (select distinct p, k from unnest(?, ?) as t(p, k)) as moved
        where r.study = ? and r.form = ? and r.patient = moved.p and r.key = moved.k
        """,
        columns,
        batch.stream().map(cell -> cell.place().patient()).toArray(String[]::new),
        batch.stream().map(cell -> cell.place().key()).toArray(String[]::new),
        study,
        form);
  }
}
