package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.app.demo.DemoStudy;
import tools.jackson.databind.JsonNode;

/// A node stopped as Ctrl-C or its service manager does: whatever it is doing, it leaves in order
/// and has nothing to complain of.
class StoppedNodeTest {
  private static final String MEMORY = "-Xmx600m";
  private static final int STOPPED_BY_TERM = 143;

  @TempDir Path folder;
  private Process process = new ProcessBuilder("true").start();

  StoppedNodeTest() throws IOException {}

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  @Test
  void a_node_that_starts_is_asked_for_its_health_and_stops_warns_of_nothing() throws Exception {
    Path home = folder.resolve("idle");
    NodeOverHttp.prepare(home, "");
    process = NodeProcess.reachable(NodeProcess.start(home, "serve", MEMORY), home);
    try (var node = new NodeOverHttp(home)) {
      while (node.get("/actuator/health", "").statusCode() != 200) {
        Thread.sleep(20);
      }
    }
    NodeProcess.printed(process, home, "$validate is ready");
    stop(home);
  }

  @Test
  void a_node_stopped_while_it_starts_leaves_nothing_behind() throws Exception {
    Path home = folder.resolve("starting");
    NodeOverHttp.prepare(home, "");
    process = NodeProcess.start(home, "serve", MEMORY);
    NodeProcess.printed(process, home, "A new pseudonym key was made");
    stop(home);
  }

  @Test
  void a_demonstration_stopped_while_it_loads_finishes_at_its_next_start() throws Exception {
    Path home = folder.resolve("demo");
    process = NodeProcess.start(home, "demo", MEMORY);
    NodeProcess.printed(process, home, " rows read, ");
    stop(home);

    process = NodeProcess.start(home, "demo", MEMORY);
    NodeProcess.printed(process, home, "Key file to back up");
    try (var node = new NodeOverHttp(home)) {
      for (int id = 1; id <= DemoStudy.values().length; id++) {
        JsonNode state = node.state(id);
        assertThat(state.path("state").asString()).as("delivery %d", id).isEqualTo("LOADED");
      }
      assertThat(node.get("/api/node/verify", "command").body()).contains("Everything agrees");
    }
    stop(home);
  }

  private void stop(Path home) throws IOException, InterruptedException {
    process.destroy();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(STOPPED_BY_TERM);
    assertThat(home.resolve("pgdata/data/postmaster.pid")).doesNotExist();
    List<String> lines = Files.readAllLines(NodeProcess.log(home));
    assertThat(lines)
        .noneMatch(line -> line.startsWith("\tat ") || line.contains("Exception"))
        .filteredOn(line -> line.matches("[0-9:]{8} (WARN|ERROR) .*"))
        // The one thing to say loudly: a key must be backed up.
        .allMatch(line -> line.contains("PseudonymKey"));
  }
}
