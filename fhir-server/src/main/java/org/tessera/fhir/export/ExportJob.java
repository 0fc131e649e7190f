package org.tessera.fhir.export;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// One export, as its row says.
///
/// @param progress for people, without data
/// @param manifest the answer once it is done
/// @param failure why it failed
record ExportJob(
    UUID id,
    ExportRequest request,
    Origin origin,
    State state,
    String progress,
    Optional<String> manifest,
    String failure,
    Optional<Instant> expires) {
  enum State {
    WAITING,
    RUNNING,
    DONE,
    FAILED
  }

  /// Who asked for it, and how.
  ///
  /// @param address what was asked, as the manifest repeats it
  /// @param base the server's FHIR address at that time
  record Origin(String caller, String address, String base) {}
}
