package org.tessera.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tessera.fhir.store.Resources;
import tools.jackson.databind.JsonNode;

class HistoryTest {
  private static TestServer server;

  @BeforeAll
  static void open() throws Exception {
    server = new TestServer();
    for (int i = 0; i < 4; i++) {
      for (String id : List.of("a", "b")) {
        server.send("PUT", "/Patient/" + id, Resources.patient(id, "N" + i).toString());
      }
    }
    server.send("PUT", "/Organization/o", "{\"resourceType\":\"Organization\",\"id\":\"o\"}");
    server.send("DELETE", "/Patient/b", "");
  }

  @AfterAll
  static void close() throws Exception {
    server.close();
  }

  private static JsonNode bundle(String path) {
    var response = server.get(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return Resources.json(response.body());
  }

  private static List<String> walk(String path) {
    List<String> met = new ArrayList<>();
    String next = path;
    while (!next.isEmpty()) {
      JsonNode page = bundle(next);
      for (JsonNode entry : page.path("entry")) {
        met.add(
            entry.at("/request/url").stringValue()
                + " "
                + entry.at("/response/etag").stringValue());
      }
      next = "";
      for (JsonNode link : page.path("link")) {
        if (link.path("relation").stringValue().equals("next")) {
          next = link.path("url").stringValue();
        }
      }
    }
    return met;
  }

  @Test
  void pages_of_every_size_walk_the_same_versions_newest_first() {
    List<String> whole = walk("/Patient/_history?_count=500");
    assertThat(whole)
        .containsExactly(
            "Patient/b W/\"5\"",
            "Patient/b W/\"4\"",
            "Patient/a W/\"4\"",
            "Patient/b W/\"3\"",
            "Patient/a W/\"3\"",
            "Patient/b W/\"2\"",
            "Patient/a W/\"2\"",
            "Patient W/\"1\"",
            "Patient W/\"1\"");
    assertThat(walk("/Patient/_history?_count=1")).isEqualTo(whole);
    assertThat(walk("/Patient/_history?_count=4")).isEqualTo(whole);
    assertThat(walk("/_history?_count=3")).hasSize(whole.size() + 1);
    assertThat(walk("/Patient/b/_history?_count=2")).hasSize(5);
    assertThat(bundle("/Patient/b/_history").path("total").asInt()).isEqualTo(5);
  }

  @Test
  void since_and_at_leave_out_what_was_not_current_then() {
    String second = bundle("/Patient/a/_history/2").at("/meta/lastUpdated").stringValue();
    assertThat(walk("/Patient/a/_history?_since=" + second)).hasSize(3);
    assertThat(walk("/Patient/a/_history?_at=" + second)).contains("Patient/a W/\"2\"");
    assertThat(walk("/Patient/a/_history?_at=2000-01-01")).isEmpty();
    assertThat(walk("/Patient/a/_history?_at=2000")).isEmpty();
    assertThat(walk("/_history?_since=2999-01-01")).isEmpty();
    assertThat(server.get("/_history?_since=yesterday").statusCode()).isEqualTo(400);
    assertThat(server.get("/_history?_count=-1").statusCode()).isEqualTo(400);
    assertThat(server.get("/_history?_before=x").statusCode()).isEqualTo(400);
  }

  @Test
  void a_deletion_has_no_content_and_says_so() {
    JsonNode newest = bundle("/Patient/_history?_count=1").at("/entry/0");
    assertThat(newest.at("/request/method").stringValue()).isEqualTo("DELETE");
    assertThat(newest.has("resource")).isFalse();
    assertThat(server.get("/Patient/b/_history/5").statusCode()).isEqualTo(410);
    assertThat(server.get("/Patient/b/_history/9").statusCode()).isEqualTo(404);
  }
}
