package org.tessera.app;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.tessera.etl.Progress;

/// Shows how far a delivery is: at a terminal one line that is written over, into a file or a pipe
/// a line every few seconds.
final class ProgressLine {
  static final Duration PAUSE = Duration.ofSeconds(5);

  private final PrintStream out;
  private final boolean terminal;
  private final InstantSource clock;
  private Instant next;

  ProgressLine(PrintStream out, boolean terminal, InstantSource clock) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
    this.next = clock.instant().plus(PAUSE);
  }

  /// On this process's standard output.
  static ProgressLine standard() {
    // Without a terminal there is no console, or one that is none.
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return new ProgressLine(System.out, terminal, InstantSource.system());
  }

  synchronized void show(Progress progress) {
    if (terminal) {
      out.print(text(progress) + "        \r");
      out.flush();
    } else if (!clock.instant().isBefore(next)) {
      out.println(text(progress));
      next = clock.instant().plus(PAUSE);
    }
  }

  /// Leaves the line that was written over.
  void end() {
    if (terminal) {
      out.println();
    }
  }

  private static String text(Progress progress) {
    String unit = progress.step().equals("reading") ? "rows" : "patients";
    String text =
        "  delivery %d: %s %,d".formatted(progress.delivery(), progress.step(), progress.done());
    if (progress.total() > 0) {
      text += " of %,d".formatted(progress.total());
    }
    text += " %s, %,.0f/s".formatted(unit, progress.perSecond());
    return progress.total() == 0 || progress.done() == 0
        ? text
        : text + ", " + progress.remaining().toSeconds() + " s left";
  }
}
