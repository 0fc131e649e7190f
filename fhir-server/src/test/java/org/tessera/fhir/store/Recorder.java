package org.tessera.fhir.store;

import java.util.ArrayList;
import java.util.List;

/// A projection in memory that keeps what it was given.
final class Recorder implements Projection {
  final List<Change> applied = new ArrayList<>();

  @Override
  public String name() {
    return "recorder";
  }

  @Override
  public synchronized long checkpoint() {
    return applied.isEmpty() ? 0 : applied.getLast().sequence();
  }

  @Override
  public synchronized void apply(List<Change> changes) {
    applied.addAll(changes);
  }

  @Override
  public synchronized void reset() {
    applied.clear();
  }
}
