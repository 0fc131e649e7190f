package org.tessera.etl;

import java.util.List;
import org.jooq.DSLContext;
import org.tessera.etl.MappedPatient.SheetRejection;
import org.tessera.mappings.Rejection.Severity;

/// Writes down what rules found in patients' rows, each finding for the delivery it came with.
final class PatientReport {
  private final DSLContext sql;
  private final Together together;

  /// @param sql a connection or transaction of the caller's
  PatientReport(DSLContext sql, Together together) {
    this.sql = sql;
    this.together = together;
  }

  void report(List<MappedPatient> batch) {
    RowBatch writer = RejectionLog.writer(sql);
    for (MappedPatient patient : batch) {
      for (SheetRejection found : patient.rejections()) {
        Loading loading = together.of(found.delivery());
        if (found.rejection().severity() == Severity.ERROR) {
          loading.tally().cellsRejected++;
        } else {
          loading.tally().warnings++;
        }
        RejectionLog.write(
            writer,
            loading.delivery(),
            new Rejected(found.sheet(), cell(loading, found), found.rejection()));
      }
    }
    writer.flush();
  }

  private static String cell(Loading loading, SheetRejection found) {
    SheetForm place = loading.places().get(found.rejection().form());
    long row = found.rejection().row();
    return place == null
        ? Long.toString(row)
        : place.header().address(found.rejection().column(), row);
  }
}
