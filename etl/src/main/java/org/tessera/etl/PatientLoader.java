package org.tessera.etl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.tessera.etl.Delivery.State;
import org.tessera.etl.MappedPatient.SheetRejection;
import org.tessera.etl.imaging.FormImages;
import org.tessera.etl.imaging.StudyTable;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.Transaction;
import org.tessera.fhir.store.Write;
import org.tessera.mappings.Rejection.Severity;
import tools.jackson.databind.node.ObjectNode;

/// The second stage of a delivery: patient by patient in batches, maps on one thread while another
/// commits the batch before. At most two batches are in memory.
///
/// A batch is three steps, each of which may be repeated: rows and lineage are announced, the store
/// commits, the lineage is settled. A kill between two of them is mended by doing the batch again.
final class PatientLoader {
  private static final int PATIENTS_PER_BATCH = 150;

  private final Loading loading;
  private final DSLContext sql;
  private final ResourceStore store;
  private final State stage;
  private final CurrentRows rows;
  private final FormImages images;
  private final PatientMapping mapping;
  private final Map<String, SheetForm> places;

  /// @param places where the forms stand in the file, for the addresses of rejected cells
  PatientLoader(
      Loading loading,
      DSLContext sql,
      ResourceStore store,
      State stage,
      Map<String, SheetForm> places) {
    this.loading = loading;
    this.sql = sql;
    this.store = store;
    this.places = places;
    this.stage = stage;
    this.rows = new CurrentRows(sql, loading, stage);
    this.images = new FormImages(new StudyTable(sql));
    this.mapping =
        new PatientMapping(
            loading.study(),
            loading.pseudonymizer().secrets(loading.study().name()),
            loading.delivery());
  }

  void run(String step) {
    loading.tally().patients = rows.patientCount();
    loading.meter().start(step, loading.tally().patients);
    commitStudy();
    try (Behind committer = new Behind("delivery-commit")) {
      String last = "";
      long done = 0;
      while (true) {
        long start = System.nanoTime();
        List<MappedPatient> batch =
            rows.after(last, PATIENTS_PER_BATCH).stream().map(mapping::map).toList();
        loading.tally().mappingMillis += (System.nanoTime() - start) / 1_000_000;
        committer.await();
        loading.meter().at(done);
        if (batch.isEmpty()) {
          return;
        }
        last = batch.getLast().rows().patient();
        done += batch.size();
        committer.next(() -> commit(batch));
      }
    }
  }

  /// The study itself, which its patients refer to.
  private void commitStudy() {
    if (loading.delivery().dry()) {
      return;
    }
    List<Write> writes = new ArrayList<>();
    for (ObjectNode resource : loading.study().resources()) {
      writes.add(Write.Put.of(resource));
    }
    if (!writes.isEmpty()) {
      store.commit(new Transaction(loading.owner(), writes));
    }
  }

  private void commit(List<MappedPatient> batch) {
    long start = System.nanoTime();
    count(batch);
    if (loading.delivery().dry()) {
      report(sql, batch);
      return;
    }
    loading.apart().announce(batch, stage);
    sql.transaction(transaction -> {
      unhurried(transaction.dsl());
      rows.announce(transaction.dsl(), batch);
      report(transaction.dsl(), batch);
    });
    List<Write> writes = images.join(batch.stream().flatMap(p -> p.writes().stream()).toList());
    if (!writes.isEmpty()) {
      loading.tally().add(store.commit(new Transaction(loading.owner(), writes)));
    }
    loading.apart().settle(batch);
    sql.transaction(transaction -> {
      unhurried(transaction.dsl());
      rows.settle(transaction.dsl(), batch);
    });
    loading.tally().committingMillis += (System.nanoTime() - start) / 1_000_000;
  }

  /// Need not wait for the disk: the log is written in order, so what the store commits after it
  /// never outlives it, and what a crash takes is done again with the batch.
  private static void unhurried(DSLContext transaction) {
    transaction.execute("set local synchronous_commit = off");
  }

  private void count(List<MappedPatient> batch) {
    Tally tally = loading.tally();
    for (MappedPatient patient : batch) {
      tally.added += patient.changes().added();
      tally.replaced += patient.changes().replaced();
      tally.same += patient.changes().same();
      tally.rejected += patient.rejectedOrdinals().size();
      tally.removed += loading.delivery().replay() ? 0 : patient.gone().size();
    }
  }

  private void report(DSLContext transaction, List<MappedPatient> batch) {
    RowBatch writer = RejectionLog.writer(transaction);
    for (MappedPatient patient : batch) {
      for (SheetRejection found : patient.rejections()) {
        if (found.rejection().severity() == Severity.ERROR) {
          loading.tally().cellsRejected++;
        } else {
          loading.tally().warnings++;
        }
        RejectionLog.write(
            writer,
            loading.delivery().id(),
            new Rejected(found.sheet(), cell(found), found.rejection()));
      }
    }
    writer.flush();
  }

  private String cell(SheetRejection found) {
    SheetForm place = places.get(found.rejection().form());
    long row = found.rejection().row();
    return place == null
        ? Long.toString(row)
        : place.header().address(found.rejection().column(), row);
  }
}
