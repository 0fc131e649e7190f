package org.tessera.etl;

import java.time.Duration;

/// Turns counts into [Progress], at most four times a second.
final class ProgressMeter {
  private static final long INTERVAL_NANOS = 250_000_000;

  private final long delivery;
  private final Progress.Listener listener;
  private String step = "reading";
  private long total;
  private long startNanos = System.nanoTime();
  private long saidNanos;

  ProgressMeter(long delivery, Progress.Listener listener) {
    this.delivery = delivery;
    this.listener = listener;
  }

  void start(String newStep, long newTotal) {
    step = newStep;
    total = newTotal;
    startNanos = System.nanoTime();
    saidNanos = 0;
    at(0);
  }

  void at(long done) {
    long now = System.nanoTime();
    if (saidNanos != 0 && now - saidNanos < INTERVAL_NANOS && done < total) {
      return;
    }
    if (total == 0 && saidNanos != 0 && now - saidNanos < INTERVAL_NANOS) {
      return;
    }
    saidNanos = now;
    double perSecond = done * 1e9 / Math.max(1, now - startNanos);
    Duration remaining =
        total == 0 || done == 0
            ? Duration.ZERO
            : Duration.ofMillis((long) ((total - done) / perSecond * 1000));
    listener.at(new Progress(delivery, step, done, total, perSecond, remaining));
  }
}
