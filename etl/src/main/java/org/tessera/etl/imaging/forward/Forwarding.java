package org.tessera.etl.imaging.forward;

import java.time.Instant;
import java.util.Optional;

/// How far the images of a research study are with one archive.
///
/// @param archive its AE title or host
/// @param planned whether the settings still name it
/// @param sent how many instances it has of us
/// @param waiting how many imaging studies are not through
/// @param refused how many instances it refused
/// @param withdrawn how many it has that this node no longer gives
/// @param lastSent when the last instance went
/// @param trouble what keeps it from being used now; empty when nothing does
public record Forwarding(
    String study,
    String archive,
    boolean planned,
    long sent,
    long waiting,
    long refused,
    long withdrawn,
    Optional<Instant> lastSent,
    String trouble) {
  /// Where it stands: `imaging.forward.STANDING`.
  public String standing() {
    if (!planned) {
      return "unplanned";
    }
    return trouble.isEmpty() ? waiting == 0 ? "current" : "running" : "away";
  }

  private String words() {
    return switch (standing()) {
      case "unplanned" -> "no longer planned";
      case "current" -> "up to date";
      case "running" -> "under way";
      default -> trouble;
    };
  }

  /// The same as lines of text.
  public String text() {
    var text = new StringBuilder();
    text.append(
        "%s to %s: %s. Instances sent: %,d, refused: %,d; imaging studies to go: %,d.%n"
            .formatted(study, archive, words(), sent, refused, waiting));
    if (withdrawn > 0) {
      text.append(
          "  %,d instances there are no longer given by this node. DICOM has no message that takes them back: have them deleted there; /api/imaging/forwarding/withdrawn lists them.%n"
              .formatted(withdrawn));
    }
    return text.toString();
  }

  /// An instance an archive has that this node no longer gives.
  public record Withdrawn(
      String study, String archive, String studyInstanceUid, String sopInstanceUid) {}
}
