package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.tessera.etl.Progress;

class ProgressLineTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void a_file_gets_a_whole_line_every_few_seconds() {
    var line = new ProgressLine(out, false, () -> now);
    for (int done = 0; done <= 1_200; done += 100) {
      line.show(loading(done));
      now = now.plusSeconds(1);
    }
    line.end();

    assertThat(text().lines())
        .containsExactly(
            "  delivery 3: loading 500 of 1,200 patients, 100/s, 7 s left",
            "  delivery 3: loading 1,000 of 1,200 patients, 100/s, 2 s left");
    assertThat(text()).doesNotContain("\r");
  }

  @Test
  void a_terminal_sees_one_line_that_is_written_over() {
    var line = new ProgressLine(out, true, () -> now);
    line.show(new Progress(3, "reading", 41, 0, 162, Duration.ZERO));
    line.show(loading(300));
    line.end();

    assertThat(text().split("\r", -1))
        .satisfiesExactly(
            one -> assertThat(one).startsWith("  delivery 3: reading 41 rows, 162/s "),
            two -> assertThat(two).startsWith("  delivery 3: loading 300 of 1,200 patients"),
            end -> assertThat(end).isBlank());
  }

  private static Progress loading(int done) {
    return new Progress(3, "loading", done, 1_200, 100, Duration.ofSeconds((1_200 - done) / 100));
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
