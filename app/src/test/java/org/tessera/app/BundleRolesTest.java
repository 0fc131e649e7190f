package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// On a real node, what a role may do alone is what it may do in a bundle, and both are audited.
class BundleRolesTest {
  private static final List<Map.Entry<String, String>> REQUESTS =
      List.of(
          Map.entry("GET", "Patient/roles"),
          Map.entry("GET", "Patient?gender=female"),
          Map.entry("GET", "?_type=Patient"),
          Map.entry("GET", "Patient/roles/$everything"),
          Map.entry("GET", "Patient/roles/_history"),
          Map.entry("PUT", "Patient/roles"),
          Map.entry("POST", "Patient/_search"),
          Map.entry("POST", "Patient/$validate"),
          Map.entry("DELETE", "Patient/nobody"));

  @TempDir static Path folder;
  private static @Nullable NodeInProcess running;
  private static NodeOverHttp node = new NodeOverHttp(Path.of(""));

  @BeforeAll
  static void start() throws Exception {
    running = NodeInProcess.start(folder.resolve("home"), "");
    node = running.http();
    assertThat(alone("admin", Map.entry("PUT", "Patient/roles"))).isEqualTo(201);
  }

  @AfterAll
  static void stop() {
    if (running != null) {
      running.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"manager", "admin"})
  void a_role_may_in_a_batch_what_it_may_alone(String role) throws Exception {
    List<Boolean> alone = new ArrayList<>();
    for (var request : REQUESTS) {
      alone.add(alone(role, request) != 403);
    }
    HttpResponse<String> answer = bundle(role, "batch", REQUESTS);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    List<Boolean> inBatch = new ArrayList<>();
    for (JsonNode entry : NodeOverHttp.json(answer).path("entry")) {
      inBatch.add(!entry.at("/response/status").asString().startsWith("403"));
    }
    assertThat(inBatch).isEqualTo(alone);
    boolean writes = !role.equals("manager");
    assertThat(alone.get(5)).isEqualTo(writes);
    assertThat(bundle(role, "transaction", REQUESTS.subList(5, 6)).statusCode())
        .isEqualTo(writes ? 200 : 403);
    assertThat(bundle(role, "transaction", REQUESTS.subList(0, 2)).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"researcher", "committee", "auditor"})
  void who_may_read_no_person_may_send_no_bundle(String role) throws Exception {
    for (var request : REQUESTS) {
      assertThat(alone(role, request)).as(request.toString()).isEqualTo(403);
      assertThat(bundle(role, "batch", List.of(request)).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void the_audit_trail_names_what_a_bundle_read_and_what_it_was_refused() throws Exception {
    bundle("manager", "batch", REQUESTS);
    String rows = node.get("/api/audit?action=fhir&actor=demo-manager", "auditor").body();
    assertThat(rows)
        .contains("GET Patient by gender in a bundle")
        .contains("GET Patient/(withheld)/$everything in a bundle")
        .contains("PUT Patient/(withheld) in a bundle")
        .contains("refused 403")
        .doesNotContain("female");
  }

  private static int alone(String role, Map.Entry<String, String> request) throws Exception {
    String slash = request.getValue().startsWith("?") ? "" : "/";
    var built =
        node.request("/fhir" + slash + request.getValue(), role)
            .header("Content-Type", "application/fhir+json")
            .method(request.getKey(), BodyPublishers.ofString(body(request)))
            .build();
    return node.send(built).statusCode();
  }

  private static String body(Map.Entry<String, String> request) {
    boolean carries = request.getKey().equals("PUT") || request.getValue().endsWith("$validate");
    return carries ? "{\"resourceType\":\"Patient\",\"id\":\"roles\",\"gender\":\"female\"}" : "";
  }

  private static HttpResponse<String> bundle(
      String role, String type, List<Map.Entry<String, String>> requests) throws Exception {
    List<String> entries = new ArrayList<>();
    for (var request : requests) {
      String body = body(request);
      entries.add(
          "{%s\"request\":{\"method\":\"%s\",\"url\":\"%s\"}}"
              .formatted(
                  body.isEmpty() ? "" : "\"resource\":" + body + ",",
                  request.getKey(),
                  request.getValue()));
    }
    String bundle =
        "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[%s]}"
            .formatted(type, String.join(",", entries));
    return node.send(
        node.request("/fhir", role)
            .header("Content-Type", "application/fhir+json")
            .POST(BodyPublishers.ofString(bundle))
            .build());
  }
}
