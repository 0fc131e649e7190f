package org.tessera.fhir.rest;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Lets only so many bytes of bodies be parsed at once: a tree takes several times the memory of
/// its text, and several large ones at the same time would take it all.
final class BodyBudget {
  private static final int KILOBYTE = 1024;
  private static final long WAIT_SECONDS_MAX = 20;

  private final Semaphore kilobytes;
  private final int most;

  BodyBudget(int bytesMax) {
    most = bytesMax / KILOBYTE;
    kilobytes = new Semaphore(most, true);
  }

  Answer within(int bytes, Supplier<Answer> act) {
    int needed = Math.min(most, bytes / KILOBYTE);
    if (!acquired(needed)) {
      throw Refusal.of(503, "throttled", "too many large requests at once; try again");
    }
    try {
      return act.get();
    } finally {
      kilobytes.release(needed);
    }
  }

  private boolean acquired(int needed) {
    try {
      return kilobytes.tryAcquire(needed, WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
