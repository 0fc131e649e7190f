package org.tessera.access.request;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A researcher's wish for a collection, and where it stands.
///
/// @param problem why the package could not be built so far, `request.problem.…` of the pages,
///   empty for none
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
  /// Where a request stands, which says whose turn it is.
  public enum State {
    SUBMITTED,
    APPROVED,
    REJECTED,
    PACKAGED,
    DOWNLOADED
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
