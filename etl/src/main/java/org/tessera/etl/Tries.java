package org.tessera.etl;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.tessera.etl.Delivery.State;

/// How often deliveries are tried: what failed through no fault of theirs counts no try.
final class Tries {
  private static final int TRIES_MAX = 2;
  static final String SPENT = "It failed " + TRIES_MAX + " times for a reason the log tells.";
  private static final long REST_NANOS = 30_000_000_000L;

  private final Ingest.Parts parts;

  /// Deliveries whose last try failed because the database or a disk did, which could not be told
  /// then.
  private final Set<Long> innocent = ConcurrentHashMap.newKeySet();

  private volatile long restUntilNanos = System.nanoTime();

  Tries(Ingest.Parts parts) {
    this.parts = parts;
  }

  /// Whether a delivery had all its tries; one that was not its fault is taken back.
  boolean spent(Delivery open) {
    if (innocent.contains(open.id())) {
      parts.journal().takeBack(open.id());
      innocent.remove(open.id());
      return false;
    }
    return open.tries() >= TRIES_MAX;
  }

  void takeBackLater(Delivery delivery) {
    innocent.add(delivery.id());
  }

  /// Nothing is tried for a while.
  void rest() {
    restUntilNanos = System.nanoTime() + REST_NANOS;
  }

  boolean resting() {
    return System.nanoTime() - restUntilNanos < 0;
  }

  /// Ends the tries: a file goes to quarantine, a removal goes back to where it can be asked for.
  void giveUp(Delivery delivery, Staging staging) throws IOException {
    switch (delivery.state()) {
      case REMOVING ->
          parts.journal().finish(delivery.id(), State.WAITING, "", SPENT, delivery.counts());
      case RETRACTING ->
          parts.journal().finish(delivery.id(), State.LOADED, "", SPENT, delivery.counts());
      default -> {
        staging.clear();
        parts
            .reception()
            .quarantine(
                delivery,
                "poison",
                SPENT
                    + " Patients that were loaded before that stay; ask the administrator for the"
                    + " log.");
      }
    }
  }
}
