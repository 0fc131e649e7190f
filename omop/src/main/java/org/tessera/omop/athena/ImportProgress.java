package org.tessera.omop.athena;

import java.util.ArrayList;
import java.util.List;

/// What an import is doing at the moment, for whoever waits for it, and how long its parts took.
final class ImportProgress {
  private static final double NANOS = 1e9;

  private final long begun = System.nanoTime();
  private final List<String> notes = new ArrayList<>();
  private final StringBuilder phases = new StringBuilder();
  private String phase = "";
  private long phaseBegun = begun;
  private String step = "reading the bundle";
  private long rows;

  /// Begins another part of the work.
  synchronized void phase(String name) {
    long now = System.nanoTime();
    if (!phase.isEmpty()) {
      double seconds = (now - phaseBegun) / NANOS;
      phases.append(phases.isEmpty() ? "" : ", ").append("%s %,.1f s".formatted(phase, seconds));
      if (rows > 0) {
        phases.append(" (%,d rows, %,.0f rows/s)".formatted(rows, rows / seconds));
        rows = 0;
      }
    }
    phase = name;
    phaseBegun = now;
    step = name;
  }

  /// The parts and how long each took.
  synchronized String phases() {
    phase("");
    return phases.toString();
  }

  synchronized void step(String text) {
    step = text;
  }

  /// Tells of a piece that is loaded.
  synchronized void loaded(FileLoad.Progress at) {
    rows += at.added();
    double seconds = Math.max(1e-3, (System.nanoTime() - phaseBegun) / NANOS);
    long percent = at.bytesAll() <= 0 ? 100 : Math.min(100, 100 * at.bytes() / at.bytesAll());
    step =
        "%s: %,d rows, %d %%; %,.0f rows/s over all"
            .formatted(at.file(), at.rows(), percent, rows / seconds);
  }

  synchronized void note(String text) {
    notes.add(text);
  }

  synchronized String text() {
    return "%s (%,d s)".formatted(step, (long) ((System.nanoTime() - begun) / NANOS));
  }

  synchronized List<String> notes() {
    return List.copyOf(notes);
  }
}
