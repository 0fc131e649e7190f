package org.tessera.fhir.export;

/// What an export may be at most. The names stand in the messages.
///
/// @param jobsWaitingMax kick-offs beyond it are answered 429
/// @param fileBytesMax a file that reaches it is followed by another of its type
/// @param exportBytesMax an export that reaches it fails
/// @param keptHours how long files are kept after an export is done
public record ExportLimits(
    int jobsWaitingMax, long fileBytesMax, long exportBytesMax, int keptHours) {
  /// What a node uses.
  public static final ExportLimits USUAL = new ExportLimits(10, 256L << 20, 64L << 30, 24);
}
