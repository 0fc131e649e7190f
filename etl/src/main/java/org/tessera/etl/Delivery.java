package org.tessera.etl;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// One file somebody delivered, as the journal knows it. Holds no identity: the file's name is kept
/// apart.
///
/// @param study the study it is for; `?` when it came for none that is known
/// @param via how it came: `inbox`, `page` or `api`
/// @param dry only to be checked
/// @param replay read again because its study's definition changed
/// @param tries how often loading was begun
/// @param reason a stable word for why it is in quarantine, empty otherwise
/// @param message the reason and the remedy as sentences
public record Delivery(
    long id,
    String study,
    String sha256,
    long bytes,
    String via,
    boolean dry,
    boolean replay,
    Instant receivedAt,
    Optional<Instant> finishedAt,
    State state,
    int tries,
    OptionalLong duplicateOf,
    String reason,
    String message,
    Counts counts) {

  /// The same as it would be read again, without anything coming of it.
  Delivery tried() {
    return new Delivery(
        id,
        study,
        sha256,
        bytes,
        via,
        true,
        true,
        receivedAt,
        finishedAt,
        state,
        tries,
        duplicateOf,
        reason,
        message,
        counts);
  }

  /// Where a delivery stands.
  public enum State {
    /// Kept safely, waits for its turn.
    RECEIVED("waits for its turn"),
    /// Its rows are being read and checked.
    READING("is being read"),
    /// Its patients are being mapped and committed.
    LOADING("is being loaded"),
    /// Loaded, but the rows it no longer mentions wait for somebody to confirm that they go.
    WAITING("loaded, removals wait for confirmation"),
    /// Confirmed removals are under way.
    REMOVING("removes confirmed rows"),
    /// Done.
    LOADED("loaded"),
    /// The same bytes had been delivered before: nothing was done.
    DUPLICATE("duplicate, nothing done"),
    /// Could not be loaded as a whole; its reason says why.
    QUARANTINED("in quarantine"),
    /// Its rows and what was derived from them are being removed.
    RETRACTING("is being withdrawn"),
    /// Withdrawn.
    RETRACTED("withdrawn"),
    /// A dry run: checked, nothing committed.
    CHECKED("checked, nothing committed");

    private final String words;

    State(String words) {
      this.words = words;
    }

    /// The state as a person reads it after "The delivery".
    public String words() {
      return words;
    }

    /// Whether there is still work to do that waits for nobody.
    public boolean open() {
      return switch (this) {
        case RECEIVED, READING, LOADING, REMOVING, RETRACTING -> true;
        case WAITING, LOADED, DUPLICATE, QUARANTINED, RETRACTED, CHECKED -> false;
      };
    }
  }

  /// What a delivery brought: rows, cells, resources, and milliseconds of each step.
  ///
  /// @param read rows with any content = accepted + rejected
  /// @param added rows nobody had delivered before
  /// @param replaced rows that changed what an earlier delivery said
  /// @param same rows that say what was known
  /// @param superseded rows that a later delivery has replaced or taken away; counted when a
  ///   delivery is read again
  /// @param removed rows that went because this delivery does not mention them, or was withdrawn
  /// @param waiting rows that would go once somebody confirms
  public record Counts(
      long read,
      long accepted,
      long rejected,
      long added,
      long replaced,
      long same,
      long superseded,
      long removed,
      long waiting,
      long cellsRejected,
      long warnings,
      long patients,
      long resourcesCreated,
      long resourcesUpdated,
      long resourcesUnchanged,
      long resourcesDeleted,
      long readingMillis,
      long mappingMillis,
      long committingMillis) {
    /// Nothing counted yet.
    public static Counts none() {
      return new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /// The same after rows were removed and none waits any more.
    Counts afterRemoval(long rowsRemoved) {
      return with(removed + rowsRemoved, 0);
    }

    /// The same with what was removed before.
    Counts withRemoved(long rowsRemoved) {
      return with(rowsRemoved, waiting);
    }

    private Counts with(long rowsRemoved, long rowsWaiting) {
      return new Counts(
          read,
          accepted,
          rejected,
          added,
          replaced,
          same,
          superseded,
          rowsRemoved,
          rowsWaiting,
          cellsRejected,
          warnings,
          patients,
          resourcesCreated,
          resourcesUpdated,
          resourcesUnchanged,
          resourcesDeleted,
          readingMillis,
          mappingMillis,
          committingMillis);
    }

    /// Resources that got a new version or went.
    public long resourcesChanged() {
      return resourcesCreated + resourcesUpdated + resourcesDeleted;
    }
  }
}
