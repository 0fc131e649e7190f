package org.tessera.access.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts failed tries by the address they come from, in memory. The limit is generous because a
/// whole hospital may come from one address; it is there against somebody who tries every name.
final class Throttle {
  static final int FAILURES_MAX = 100;
  static final Duration WINDOW = Duration.ofMinutes(15);
  private static final int ADDRESSES_MAX = 10_000;

  private final InstantSource clock;
  private final Map<String, Window> windows = new LinkedHashMap<>();

  Throttle(InstantSource clock) {
    this.clock = clock;
  }

  private record Window(Instant end, int failures) {}

  /// How long this address must wait, zero if it may go on.
  synchronized Duration wait(String address) {
    Window window = windows.get(address);
    if (window == null || window.failures() < FAILURES_MAX) {
      return Duration.ZERO;
    }
    Duration left = Duration.between(clock.instant(), window.end());
    return left.isPositive() ? left : Duration.ZERO;
  }

  synchronized void failed(String address) {
    Instant now = clock.instant();
    windows.merge(
        address,
        new Window(now.plus(WINDOW), 1),
        (old, fresh) -> old.end().isAfter(now) ? new Window(old.end(), old.failures() + 1) : fresh);
    if (windows.size() > ADDRESSES_MAX) {
      var oldest = windows.entrySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }
}
