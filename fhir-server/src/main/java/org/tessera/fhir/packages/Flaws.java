package org.tessera.fhir.packages;

import java.util.ArrayList;
import java.util.List;

/// Everything that is wrong with a package, told together; of very many the first.
final class Flaws {
  private static final int KEPT_MAX = 200;

  private final List<Flaw> kept = new ArrayList<>();
  private int count;

  void add(String file, String message, String remedy) {
    count++;
    if (kept.size() < KEPT_MAX) {
      kept.add(new Flaw(file, message, remedy));
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  /// One line a flaw.
  String text() {
    var text = new StringBuilder();
    kept.forEach(flaw -> text.append("  ").append(flaw).append(".\n"));
    if (count > kept.size()) {
      text.append("  %,d more are not listed.%n".formatted(count - kept.size()));
    }
    return text.toString();
  }
}
