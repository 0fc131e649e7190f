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

  void add(Commit commit) {
    for (Commit.Outcome outcome : commit.outcomes()) {
      switch (outcome.effect()) {
        case CREATED -> created++;
        case UPDATED -> updated++;
        case UNCHANGED, SKIPPED -> unchanged++;
        case DELETED -> deleted++;
      }
    }
  }

  Delivery.Counts counts() {
    return new Delivery.Counts(
        read,
        read - rejected,
        rejected,
        added,
        replaced,
        same,
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
