package org.tessera.etl.imaging.pull;

import java.time.Instant;
import java.util.Optional;

/// One fetching from an archive, as the journal knows it: no UID of the archive, no address.
///
/// @param archive its AE title, or its host
/// @param studies how many imaging studies were found, here already, and fetched whole
/// @param instances how many came
/// @param message what did not go well, a line each; empty when all did
public record Pull(
    long id,
    String study,
    String archive,
    boolean scheduled,
    Instant askedAt,
    Optional<Instant> finishedAt,
    State state,
    Studies studies,
    long instances,
    String message) {
  /// Numbers of imaging studies.
  public record Studies(long found, long here, long fetched) {}

  /// Where it stands.
  public enum State {
    /// It waits or runs.
    OPEN("under way"),
    /// All that was asked for is here.
    DONE("done"),
    /// Some of it is.
    PARTIAL("in part"),
    /// Nothing came.
    FAILED("failed"),
    /// The node stopped meanwhile.
    STOPPED("stopped");

    private final String words;

    State(String words) {
      this.words = words;
    }

    /// The state as a person reads it.
    public String words() {
      return words;
    }
  }

  /// What came of it, as text.
  public String text() {
    var text = new StringBuilder();
    text.append(
        "Pull %d from %s into %s: %s. Studies found: %,d, here already: %,d, fetched whole: %,d; instances that came: %,d.%n"
            .formatted(
                id,
                archive,
                study,
                state.words(),
                studies.found,
                studies.here,
                studies.fetched,
                instances));
    message.lines().forEach(line -> text.append("  ").append(line).append('\n'));
    return text.toString();
  }
}
