package org.tessera.etl;

import java.io.IOException;
import java.util.List;

/// Reads loaded deliveries again by the definition of their study that counts now.
public final class Replays {
  private final Journal journal;
  private final Ingest ingest;

  Replays(Journal journal, Ingest ingest) {
    this.journal = journal;
    this.ingest = ingest;
  }

  /// Lets another definition of a study count, or leaves everything as it was.
  @FunctionalInterface
  public interface Change {
    /// Makes the change, or throws before anything has changed.
    void make() throws IOException;
  }

  /// Changes a study's definition between two deliveries, then reads all loaded deliveries of the
  /// study again; what they wrote gives way to what they say now. A node that is killed meanwhile
  /// goes on at its next start.
  ///
  /// @return each delivery as it stands afterwards, the oldest first
  /// @throws IllegalStateException while a delivery of the study was broken off or waits for
  ///   somebody; then nothing has changed
  public List<Report> run(String study, Change change) throws IOException {
    List<Long> ids =
        ingest.betweenDeliveries(() -> {
          journal.requireSettled(study);
          change.make();
          // What the new definition declares identifying must not stand among the rows any more,
          // whether or not its file can be read again.
          ingest.keepIdentifyingApart();
          return journal.replay(study);
        });
    ingest.drain();
    return ids.stream().map(journal::report).toList();
  }
}
