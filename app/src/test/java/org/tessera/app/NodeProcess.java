package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A node in a process of its own, on a port of its own choice, whose log lies beside its home.
final class NodeProcess {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private NodeProcess() {}

  /// Starts it and returns at once.
  ///
  /// @param command `serve` or `demo`
  static Process start(Path home, String command, String memory) throws IOException {
    Files.deleteIfExists(home.resolve("node.port"));
    Files.deleteIfExists(home.resolve("keys/command.token"));
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                memory,
                // As the tests themselves: a node that lives a minute gains nothing of the second.
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Application.class.getName(),
                command,
                "--home",
                home.toString(),
                "--port",
                "0"))
        .redirectErrorStream(true)
        // Anew: what an earlier process of the home printed is no sign of this one.
        .redirectOutput(log(home).toFile())
        .start();
  }

  /// Waits until the node answers on the address it left in its home.
  static Process reachable(Process process, Path home) throws IOException, InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!Files.exists(home.resolve("node.port"))
        || !Files.exists(home.resolve("keys/command.token"))) {
      goOn(process, home, end);
    }
    return process;
  }

  /// Waits until the node has printed this.
  static void printed(Process process, Path home, String words)
      throws IOException, InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!Files.readString(log(home)).contains(words)) {
      goOn(process, home, end);
    }
  }

  static Path log(Path home) {
    return home.resolveSibling(home.getFileName() + ".log");
  }

  private static void goOn(Process process, Path home, Instant end)
      throws IOException, InterruptedException {
    boolean inTime = process.isAlive() && Instant.now().isBefore(end);
    assertThat(inTime).as("%s", Files.readString(log(home))).isTrue();
    Thread.sleep(50);
  }
}
