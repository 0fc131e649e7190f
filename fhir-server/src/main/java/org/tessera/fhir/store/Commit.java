package org.tessera.fhir.store;

import java.time.Instant;
import java.util.List;

/// What a transaction did.
///
/// @param outcomes one per write, in the order of the writes
/// @param sequence the log position of its last change, or of the log's head when nothing changed
public record Commit(long sequence, Instant at, List<Outcome> outcomes) {
  /// What one write did; for a companion that was not needed the effect is SKIPPED and the version
  /// 0.
  public record Outcome(String type, String id, long version, Effect effect) {}

  /// The effect of one write.
  public enum Effect {
    CREATED,
    UPDATED,
    UNCHANGED,
    DELETED,
    SKIPPED
  }
}
