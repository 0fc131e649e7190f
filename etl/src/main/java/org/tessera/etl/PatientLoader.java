package org.tessera.etl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.tessera.etl.Delivery.State;
import org.tessera.etl.imaging.FormImages;
import org.tessera.etl.imaging.StudyTable;
import org.tessera.fhir.store.Commit;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.Transaction;
import org.tessera.fhir.store.Write;
import tools.jackson.databind.node.ObjectNode;

/// The second stage of a delivery: patient by patient in batches, maps on one thread while another
/// commits the batch before. At most two batches are in memory.
///
/// A batch is three steps, each of which may be repeated: rows and lineage are announced, the store
/// commits, the lineage is settled. A kill between two of them is mended by doing the batch again.
final class PatientLoader {
  private static final int PATIENTS_PER_BATCH = 150;

  private final Together together;
  private final DSLContext sql;
  private final ResourceStore store;
  private final State stage;
  private final CurrentRows rows;
  private final FormImages images;
  private final PatientMapping mapping;

  /// @param stage `LOADING`, `REMOVING` or `RETRACTING`
  PatientLoader(Together together, DSLContext sql, ResourceStore store, State stage) {
    this.together = together;
    this.sql = sql;
    this.store = store;
    this.stage = stage;
    this.rows = new CurrentRows(sql, together, stage);
    this.images = new FormImages(new StudyTable(sql));
    this.mapping = new PatientMapping(together);
  }

  void run(String step) {
    Tally tally = together.first().tally();
    tally.patients = rows.patientCount();
    together.meter().start(step, tally.patients);
    commitStudy();
    try (Behind committer = new Behind("delivery-commit")) {
      long done = 0;
      while (true) {
        long start = System.nanoTime();
        List<MappedPatient> batch =
            rows.next(PATIENTS_PER_BATCH).stream().map(mapping::map).toList();
        tally.mappingMillis += (System.nanoTime() - start) / 1_000_000;
        committer.await();
        together.meter().at(done);
        if (batch.isEmpty()) {
          return;
        }
        done += batch.size();
        committer.next(() -> commit(batch));
      }
    }
  }

  /// The study itself, which its patients refer to.
  private void commitStudy() {
    if (together.dry()) {
      return;
    }
    List<Write> writes = new ArrayList<>();
    for (ObjectNode resource : together.study().resources()) {
      writes.add(Write.Put.of(resource));
    }
    if (!writes.isEmpty()) {
      store.commit(new Transaction(together.owner(), writes));
    }
  }

  private void commit(List<MappedPatient> batch) {
    long start = System.nanoTime();
    count(batch);
    if (together.dry()) {
      new PatientReport(sql, together).report(batch);
      return;
    }
    together.apart().announce(batch, stage);
    sql.transaction(transaction -> {
      unhurried(transaction.dsl());
      rows.announce(transaction.dsl(), batch);
      new PatientReport(transaction.dsl(), together).report(batch);
    });
    List<Write> writes = images.join(batch.stream().flatMap(p -> p.writes().stream()).toList());
    if (!writes.isEmpty()) {
      count(batch, store.commit(new Transaction(together.owner(), writes)));
    }
    together.apart().settle(batch);
    sql.transaction(transaction -> {
      unhurried(transaction.dsl());
      rows.settle(transaction.dsl(), batch);
    });
    together.first().tally().committingMillis += (System.nanoTime() - start) / 1_000_000;
  }

  /// Need not wait for the disk: the log is written in order, so what the store commits after it
  /// never outlives it, and what a crash takes is done again with the batch.
  private static void unhurried(DSLContext transaction) {
    transaction.execute("set local synchronous_commit = off");
  }

  private void count(List<MappedPatient> batch) {
    for (MappedPatient patient : batch) {
      patient.changes().forEach((delivery, changes) -> together.of(delivery).tally().add(changes));
      together.first().tally().removed += together.replay() ? 0 : patient.gone().size();
    }
  }

  /// What the store did counts for the delivery whose row says it, or said it last.
  private void count(List<MappedPatient> batch, Commit commit) {
    Map<String, Long> sources = new HashMap<>();
    if (together.replay()) {
      for (MappedPatient patient : batch) {
        Map<RowKey, Long> rows = new HashMap<>();
        patient.rows().current().forEach(row -> rows.put(row.key(), row.delivery()));
        patient.accepted().forEach(row -> rows.put(row.key(), row.delivery()));
        source(patient.rows().resources(), rows, sources);
        source(patient.resources(), rows, sources);
      }
    }
    for (Commit.Outcome outcome : commit.outcomes()) {
      Long source = sources.get(outcome.type() + "/" + outcome.id());
      Loading loading = source == null ? together.first() : together.of(source);
      loading.tally().add(outcome.effect());
    }
  }

  private static void source(
      Map<RowKey, Set<String>> resources, Map<RowKey, Long> rows, Map<String, Long> sources) {
    resources.forEach((key, references) -> {
      Long delivery = rows.get(key);
      if (delivery != null) {
        references.forEach(reference -> sources.put(reference, delivery));
      }
    });
  }
}
