package org.tessera.omop.athena;

import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong, so that all of it is told at once; of very many the first.
final class Problems {
  static final int KEPT_MAX = 1_000;

  private final List<Problem> kept = new ArrayList<>();
  private long count;

  void add(String file, long line, String message, String remedy) {
    if (count++ < KEPT_MAX) {
      kept.add(new Problem(file, line, message, remedy));
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  long count() {
    return count;
  }

  /// What was collected since the last call.
  List<Problem> take() {
    List<Problem> taken = List.copyOf(kept);
    kept.clear();
    return taken;
  }
}
