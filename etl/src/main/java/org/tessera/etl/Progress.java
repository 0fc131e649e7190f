package org.tessera.etl;

import java.time.Duration;

/// How far the running delivery is.
///
/// @param step `reading`, `loading` or `removing`
/// @param done rows read, or patients loaded
/// @param total 0 while it is not known
public record Progress(
    long delivery, String step, long done, long total, double perSecond, Duration remaining) {
  /// Listens to a delivery at work; called a few times a second at most.
  @FunctionalInterface
  public interface Listener {
    /// Called from the thread that does the work, so it must be quick.
    void at(Progress progress);
  }
}
