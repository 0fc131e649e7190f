package org.tessera.etl;

import java.util.List;

/// Reads loaded deliveries again by the definition of their study that counts now.
public final class Replays {
  private final Journal journal;
  private final Ingest ingest;

  Replays(Journal journal, Ingest ingest) {
    this.journal = journal;
    this.ingest = ingest;
  }

  /// Reads all loaded deliveries of a study again, the newest first; what they wrote gives way to
  /// what they say now. A node that is killed meanwhile goes on at its next start.
  ///
  /// @return each delivery as it stands afterwards, the oldest first
  /// @throws IllegalStateException while one of them is under way or waits for somebody
  public List<Report> run(String study) {
    List<Long> ids = journal.replay(study);
    ingest.drain();
    return ids.reversed().stream().map(journal::report).toList();
  }
}
