package org.tessera.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tessera.fhir.store.Resources;
import tools.jackson.databind.JsonNode;

/// A bundle does for its sender what the entries would do alone, and no more.
class BundleRightsTest {
  private static final List<String> asked = new ArrayList<>();

  private static TestServer server;

  /// Lets all read, and nobody but who says so write.
  @BeforeAll
  static void open() throws Exception {
    EntryGuard guard =
        (bundle, method, path) -> {
          asked.add(method + " " + path);
          boolean reads = method.equals("GET") || path.endsWith("$validate-code");
          return reads || Objects.equals(bundle.getHeader("X-May"), "write");
        };
    server = new TestServer(FhirSettings.DEFAULT, guard);
    server.store().commit(Resources.puts("rest", Resources.patient("p", "Rights")));
  }

  @AfterAll
  static void close() throws Exception {
    server.close();
  }

  @BeforeEach
  void forget() {
    asked.clear();
  }

  @Test
  void an_entry_of_a_batch_is_refused_by_itself_and_the_others_are_done() {
    JsonNode answer =
        Resources.json(
            post(
                    "batch",
                    entry("GET", "Patient/p", ""),
                    entry("PUT", "Patient/q", "{\"resourceType\":\"Patient\",\"id\":\"q\"}"),
                    entry("DELETE", "Patient/p", ""),
                    entry("GET", "Patient?family=rights", ""),
                    entry("POST", "Patient/p/$meta-add", meta()))
                .body());
    assertThat(statuses(answer)).containsExactly("200", "403", "403", "200", "403");
    assertThat(answer.at("/entry/1/response/outcome/issue/0/code").stringValue())
        .isEqualTo("forbidden");
    assertThat(answer.at("/entry/3/resource/total").asInt()).isEqualTo(1);
    assertThat(server.get("/Patient/q").statusCode()).isEqualTo(404);
    assertThat(asked)
        .containsExactly(
            "GET /Patient/p",
            "PUT /Patient/q",
            "DELETE /Patient/p",
            "GET /Patient",
            "POST /Patient/p/$meta-add");
  }

  @Test
  void a_transaction_with_one_entry_that_is_refused_does_nothing() {
    String[] entries = {
      entry("GET", "Patient/p", ""),
      entry("PUT", "Patient/t", "{\"resourceType\":\"Patient\",\"id\":\"t\"}")
    };
    var refused = post("transaction", entries);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("Bundle.entry[1]");
    assertThat(server.get("/Patient/t").statusCode()).isEqualTo(404);
    assertThat(post("transaction", entries[0]).statusCode()).isEqualTo(200);
    assertThat(send("transaction", "write", entries).statusCode()).isEqualTo(200);
    assertThat(server.get("/Patient/t").statusCode()).isEqualTo(200);
    server.send("DELETE", "/Patient/t", "");
  }

  @Test
  void the_guard_is_asked_about_the_address_that_is_answered() {
    post("batch", entry("GET", "//Patient///p/?_elements=id", ""));
    post("batch", entry("GET", server.base() + "/Patient/p/_history/1", ""));
    post("batch", entry("GET", "?_type=Patient", ""));
    assertThat(asked).containsExactly("GET /Patient/p", "GET /Patient/p/_history/1", "GET /");
  }

  @Test
  void operations_are_called_in_a_batch_by_get_and_by_post() {
    String code =
        """
        {"resourceType":"Parameters","parameter":[
         {"name":"url","valueUri":"http://unitsofmeasure.org"},{"name":"code","valueCode":"mg"}]}\
        """;
    JsonNode answer =
        Resources.json(
            send(
                    "batch",
                    "write",
                    entry("GET", "Patient/p/$everything", ""),
                    entry("POST", "CodeSystem/$validate-code", code),
                    entry("POST", "Patient/p/$meta-add", meta()),
                    entry("POST", "Patient/_search?family=rights", ""),
                    entry("GET", "Patient/p/$meta-add", ""),
                    entry("GET", "Patient/p/$nonsense", ""),
                    entry("GET", "Patient/p/$meta", ""))
                .body());
    assertThat(statuses(answer)).containsExactly("200", "200", "200", "200", "405", "404", "200");
    assertThat(answer.at("/entry/0/resource/resourceType").stringValue()).isEqualTo("Bundle");
    assertThat(answer.at("/entry/1/resource/parameter/0/valueBoolean").asBoolean()).isTrue();
    assertThat(answer.at("/entry/3/resource/total").asInt()).isEqualTo(1);
    assertThat(answer.at("/entry/6/resource").toString()).contains("seen");
  }

  @Test
  void a_transaction_calls_operations_by_get_and_sees_what_it_wrote() {
    var done =
        send(
            "transaction",
            "write",
            entry("GET", "Patient/n/$everything", ""),
            entry("PUT", "Patient/n", "{\"resourceType\":\"Patient\",\"id\":\"n\"}"));
    JsonNode answer = Resources.json(done.body());
    assertThat(answer.at("/entry/0/resource/entry/0/resource/id").stringValue()).isEqualTo("n");
    var changing = send("transaction", "write", entry("POST", "Patient/p/$meta-add", meta()));
    assertThat(changing.statusCode()).isEqualTo(400);
    assertThat(changing.body()).contains("by GET only");
  }

  private static HttpResponse<String> post(String type, String... entries) {
    return send(type, "read", entries);
  }

  private static HttpResponse<String> send(String type, String may, String... entries) {
    String bundle =
        "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[%s]}"
            .formatted(type, String.join(",", entries));
    return server.send("POST", "", bundle, "X-May", may);
  }

  private static String entry(String method, String url, String resource) {
    return "{%s\"request\":{\"method\":\"%s\",\"url\":\"%s\"}}"
        .formatted(resource.isEmpty() ? "" : "\"resource\":" + resource + ",", method, url);
  }

  private static String meta() {
    return """
    {"resourceType":"Parameters","parameter":[{"name":"meta","valueMeta":{"tag":[{"system":"urn:t",
     "code":"seen"}]}}]}\
    """;
  }

  private static List<String> statuses(JsonNode answer) {
    List<String> statuses = new ArrayList<>();
    answer
        .path("entry")
        .forEach(it -> statuses.add(it.at("/response/status").stringValue().substring(0, 3)));
    return statuses;
  }
}
