package org.tessera.access.request;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A researcher's wish for a collection, and where it stands.
///
/// @param problem why the package could not be built so far, empty for none
/// @param events how it came to where it stands, oldest first
public record Request(
    UUID id,
    String collection,
    String collectionName,
    String requester,
    String requesterName,
    String title,
    String justification,
    State state,
    String problem,
    Optional<Delivered> built,
    List<Event> events) {
  /// Where a request stands, and whose turn it is.
  public enum State {
    SUBMITTED("waiting for a decision", "It is the committee's turn to decide."),
    APPROVED("approved, the package is being built", "It is this node's turn to build it."),
    REJECTED("rejected", "It is closed; a new request may answer the reason given."),
    PACKAGED("ready to download", "It is the researcher's turn to download the package."),
    DOWNLOADED("downloaded", "It is done; the package can be downloaded again.");

    private final String words;
    private final String turn;

    State(String words, String turn) {
      this.words = words;
      this.turn = turn;
    }

    /// The state in a sentence.
    public String words() {
      return words;
    }

    /// Whose turn it is, as a sentence.
    public String turn() {
      return turn;
    }
  }

  /// The package that was built.
  ///
  /// @param sha256 of the whole file, in hexadecimal
  public record Delivered(String version, String sha256, long bytes) {}

  /// One step.
  ///
  /// @param reason what the actor said, empty for nothing
  public record Event(Instant at, String actor, State state, String reason) {}
}
