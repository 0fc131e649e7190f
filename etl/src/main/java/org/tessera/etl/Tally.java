package org.tessera.etl;

import org.tessera.fhir.store.Commit;

/// Counts while a delivery runs. The reading, mapping and committing threads hand over to each
/// other, so only one writes a field at a time.
final class Tally {
  long read;
  long rejected;
  long added;
  long replaced;
  long same;
  long superseded;
  long removed;
  long waiting;
  long cellsRejected;
  long warnings;
  long patients;
  private long created;
  private long updated;
  private long unchanged;
  private long deleted;
  long readingMillis;
  long mappingMillis;
  long committingMillis;

  void add(Commit.Effect effect) {
    switch (effect) {
      case CREATED -> created++;
      case UPDATED -> updated++;
      case UNCHANGED, SKIPPED -> unchanged++;
      case DELETED -> deleted++;
    }
  }

  void add(MappedPatient.Changes changes) {
    added += changes.added();
    replaced += changes.replaced();
    same += changes.same();
    superseded += changes.superseded();
    rejected += changes.rejected();
  }

  Delivery.Counts counts() {
    return new Delivery.Counts(
        read,
        read - rejected,
        rejected,
        added,
        replaced,
        same,
        superseded,
        removed,
        waiting,
        cellsRejected,
        warnings,
        patients,
        created,
        updated,
        unchanged,
        deleted,
        readingMillis,
        mappingMillis,
        committingMillis);
  }
}
