package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.fhir.store.ResourceTypes;

/// A node in a process of its own, killed with SIGKILL while it writes the rows of a search
/// parameter somebody added: the next start goes on where it was.
class KilledReindexTest {
  private static final int PATIENTS = 1_800;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String WHOLE = "the search tables hold every parameter of Patient";

  @TempDir Path folder;

  @Test
  void a_new_search_parameter_finds_everybody_once_though_its_rows_were_cut_off() throws Exception {
    Path home = folder.resolve("home");
    NodeOverHttp.prepare(home, "");
    Process process = start(home);
    try (var node = new NodeOverHttp(home)) {
      node.deliver("command", NodeOverHttp.patients(0, PATIENTS, 1), "");
      assertThat(node.settled(1).path("state").asString()).isEqualTo("LOADED");

      // Rows are written some hundreds at a time: after each there is time to fall upon.
      change(
          home,
          "create function fhir.wait() returns trigger language plpgsql as"
              + " 'begin perform pg_sleep(1); return new; end'",
          "create trigger wait before update on fhir.index_state"
              + " for each row execute function fhir.wait()");
      assertThat(addParameter(node).statusCode()).isEqualTo(201);
      until(
          home,
          "select count(*) from fhir.index_state where done <> goal and next_pid > "
              + ResourceTypes.firstPid("Patient"));
      process.destroyForcibly().waitFor();
      assertThat(Files.readString(NodeProcess.log(home))).doesNotContain(WHOLE);

      process = start(home);
      change(home, "drop trigger wait on fhir.index_state", "drop function fhir.wait()");
      NodeProcess.printed(process, home, WHOLE);
      assertThat(found(node, "male") + found(node, "female")).isEqualTo(PATIENTS);
      assertThat(found(node, "male")).isEqualTo(PATIENTS / 2);
    } finally {
      process.destroy();
      process.waitFor(30, TimeUnit.SECONDS);
      process.destroyForcibly();
    }
  }

  private static HttpResponse<String> addParameter(NodeOverHttp node) throws Exception {
    return node.send(
        node.request("/fhir/SearchParameter", "command")
            .header("Content-Type", "application/fhir+json")
            .POST(
                BodyPublishers.ofString(
                    """
                    {"resourceType":"SearchParameter","url":"http://example.org/said-gender",
                    "name":"said-gender","description":"gender again","code":"said-gender",
                    "base":["Patient"],"type":"token","status":"active",
                    "expression":"Patient.gender"}\
                    """))
            .build());
  }

  private static int found(NodeOverHttp node, String gender) throws Exception {
    return NodeOverHttp.json(
            node.get("/fhir/Patient?_summary=count&said-gender=" + gender, "command"))
        .path("total")
        .asInt();
  }

  private static void until(Path home, String count) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (count(home, count) == 0) {
      assertThat(Instant.now()).as(count).isBefore(end);
      Thread.sleep(50);
    }
  }

  private static long count(Path home, String sql) throws SQLException, IOException {
    try (Connection database = database(home);
        var statement = database.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void change(Path home, String... sql) throws SQLException, IOException {
    try (Connection database = database(home);
        var statement = database.createStatement()) {
      for (String one : sql) {
        statement.execute(one);
      }
    }
  }

  /// The node's embedded database.
  private static Connection database(Path home) throws SQLException, IOException {
    String port = Files.readAllLines(home.resolve("pgdata/data/postmaster.pid")).get(3);
    String password = Files.readString(home.resolve("keys/database.password")).strip();
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/tessera", "tessera", password);
  }

  private static Process start(Path home) throws IOException, InterruptedException {
    return NodeProcess.reachable(NodeProcess.start(home, "serve", "-Xmx400m"), home);
  }
}
