package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A node in a process of its own, with little memory, killed with SIGKILL while rows go: the end
/// state equals that of a node nobody killed.
class KilledNodeTest {
  private static final int PATIENTS = 1_200;
  private static final int REMARK_CHARACTERS = 10_000;
  private static final String MEMORY = "-Xmx320m";

  @TempDir Path folder;

  @Test
  void a_removal_and_a_withdrawal_killed_half_way_end_as_they_would_have() throws Exception {
    Map<String, String> clean = run(folder.resolve("clean"), false);
    Map<String, String> killed = run(folder.resolve("killed"), true);

    assertThat(killed).isEqualTo(clean);
    assertThat(clean.get("after the removal"))
        .contains("Patient")
        .isNotEqualTo(clean.get("at the end"));
  }

  /// Delivers everybody, then half of them, confirms that the others go, withdraws the half.
  private Map<String, String> run(Path home, boolean kill) throws Exception {
    NodeOverHttp.prepare(home, "");
    Map<String, String> seen = new TreeMap<>();
    Process process = start(home);
    try (var node = new NodeOverHttp(home)) {
      node.deliver("command", NodeOverHttp.patients(0, PATIENTS, REMARK_CHARACTERS), "");
      assertThat(node.settled(1).path("state").asString()).isEqualTo("LOADED");
      node.deliver("command", NodeOverHttp.patients(0, PATIENTS / 2, 1), "");
      assertThat(node.settled(2).path("state").asString()).isEqualTo("WAITING");

      node.post("/deliveries/2/removals/confirm", "command", Map.of());
      process = kill ? killedAtWork(process, node, home, "REMOVING") : process;
      assertThat(node.settled(2).path("state").asString()).isEqualTo("LOADED");
      seen.put("after the removal", holdings(node));

      node.post("/deliveries/2/withdraw", "command", Map.of());
      process = kill ? killedAtWork(process, node, home, "RETRACTING") : process;
      assertThat(node.settled(2).path("state").asString()).isEqualTo("RETRACTED");
      seen.put("at the end", holdings(node));
      assertThat(node.get("/api/node/verify", "command").body()).contains("Everything agrees");
      return seen;
    } finally {
      process.destroy();
      process.waitFor(30, TimeUnit.SECONDS);
      process.destroyForcibly();
    }
  }

  private static String holdings(NodeOverHttp node) throws Exception {
    return node.get("/api/node/report", "command").body();
  }

  /// Kills the node once some of the rows are gone, and starts it again.
  private static Process killedAtWork(Process process, NodeOverHttp node, Path home, String state)
      throws Exception {
    JsonNode now = node.state(2);
    while (now.path("work").path("done").asLong() == 0) {
      assertThat(now.path("state").asString()).isEqualTo(state);
      now = node.state(2);
    }
    process.destroyForcibly().waitFor();
    assertThat(now.path("state").asString()).isEqualTo(state);
    return start(home);
  }

  private static Process start(Path home) throws IOException, InterruptedException {
    return NodeProcess.reachable(NodeProcess.start(home, "serve", MEMORY), home);
  }
}
