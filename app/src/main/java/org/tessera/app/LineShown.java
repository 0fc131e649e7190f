package org.tessera.app;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/// Shows what somebody waits for: at a terminal one line that is written over, into a file or a
/// pipe a line every few seconds.
final class LineShown {
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final PrintStream out;
  private final boolean terminal =
      Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  private long next;
  private int longest;

  LineShown(PrintStream out) {
    this.out = out;
  }

  void show(String text) {
    if (terminal) {
      longest = Math.max(longest, text.length());
      out.print("  " + text + " ".repeat(longest - text.length()) + "\r");
      out.flush();
    } else if (System.nanoTime() >= next) {
      out.println("  " + text);
      next = System.nanoTime() + PAUSE.toNanos();
    }
  }

  void end() {
    if (terminal && longest > 0) {
      out.println();
    }
  }
}
