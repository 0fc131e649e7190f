package org.tessera.etl;

/// The books of the intake: received = loaded + quarantined + duplicate, once nothing is under way.
///
/// @param received deliveries, dry runs not counted
/// @param loaded those in the store, also while their removals wait for confirmation
/// @param quarantined those nothing of which was loaded
/// @param duplicate those whose bytes had come before
/// @param withdrawn loaded ones that were withdrawn again
/// @param underWay those whose turn has not come or is now
public record Balance(
    long received, long loaded, long quarantined, long duplicate, long withdrawn, long underWay) {
  /// Whether every delivery is accounted for.
  public boolean holds() {
    return received == loaded + quarantined + duplicate + withdrawn + underWay;
  }
}
