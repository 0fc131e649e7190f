package org.tessera.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.fhir.store.Resources;
import tools.jackson.databind.JsonNode;

/// A reference by this server's own absolute address is the same as a relative one.
class OwnReferencesTest {
  private static TestServer server;

  @BeforeAll
  static void open() throws Exception {
    server = new TestServer();
    server.store().commit(Resources.puts("rest", Resources.patient("p", "Own")));
    assertThat(put("o", server.base() + "/Patient/p")).isEqualTo(201);
    assertThat(put("elsewhere", "http://elsewhere.org/fhir/Patient/p")).isEqualTo(201);
  }

  @AfterAll
  static void close() throws Exception {
    server.close();
  }

  @Test
  void it_is_stored_as_a_relative_one_and_others_stay() {
    assertThat(subject("o")).isEqualTo("Patient/p");
    assertThat(subject("elsewhere")).isEqualTo("http://elsewhere.org/fhir/Patient/p");
    assertThat(put("version", server.base() + "/Patient/p/_history/1")).isEqualTo(201);
    assertThat(subject("version")).isEqualTo("Patient/p/_history/1");
    server.send("DELETE", "/Observation/version", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "subject=Patient/p",
        "subject={base}/Patient/p",
        "subject={base}/Patient/p/_history/1",
        "subject:Patient={base}/Patient/p",
        "patient={base}/Patient/p",
        "_filter=subject eq {base}/Patient/p",
        "_type=Observation&subject={base}/Patient/p"
      })
  void it_is_found_by_either_form(String query) {
    String asked = query.replace("{base}", server.base()).replace(" ", "%20");
    JsonNode found = Resources.json(server.get("/Observation?" + asked).body());
    assertThat(found.path("total").asInt()).as(found.toString()).isEqualTo(1);
    assertThat(found.at("/entry/0/resource/id").stringValue()).isEqualTo("o");
  }

  @Test
  void the_same_address_below_another_base_is_another_resource() {
    for (String other : new String[] {server.base() + "x", "http://elsewhere.org/fhir"}) {
      JsonNode found =
          Resources.json(server.get("/Observation?subject=" + other + "/Patient/p").body());
      assertThat(found.path("total").asInt()).isEqualTo(other.contains("elsewhere") ? 1 : 0);
    }
  }

  @Test
  void it_must_lead_somewhere_like_every_other() {
    assertThat(put("dangling", server.base() + "/Patient/nobody")).isEqualTo(422);
    assertThat(server.send("DELETE", "/Patient/p", "").statusCode()).isEqualTo(409);
  }

  @Test
  void a_patch_and_a_transaction_write_it_the_same_way() {
    String patch =
        "[{\"op\":\"add\",\"path\":\"/focus\",\"value\":[{\"reference\":\"%s/Patient/p\"}]}]"
            .formatted(server.base());
    var patched =
        server.send(
            "PATCH", "/Observation/o", patch, "Content-Type", "application/json-patch+json");
    assertThat(Resources.json(patched.body()).at("/focus/0/reference").stringValue())
        .isEqualTo("Patient/p");
    String bundle =
        """
        {"resourceType":"Bundle","type":"transaction","entry":[{"resource":%s,
         "request":{"method":"PUT","url":"Observation/t"}}]}\
        """
            .formatted(observation("t", server.base() + "/Patient?family=own"));
    assertThat(server.send("POST", "", bundle).statusCode()).isEqualTo(200);
    assertThat(subject("t")).isEqualTo("Patient/p");
    server.send("DELETE", "/Observation/t", "");
  }

  @Test
  void a_condition_reads_it_the_same_way() {
    String condition = "subject=" + server.base() + "/Patient/p&_id=o";
    var created =
        server.send(
            "POST",
            "/Observation",
            observation("ignored", "Patient/p"),
            "If-None-Exist",
            condition);
    assertThat(created.statusCode()).isEqualTo(200);
    assertThat(
            server
                .send("PUT", "/Observation?" + condition, observation("o", "Patient/p"))
                .statusCode())
        .isEqualTo(200);
  }

  private static int put(String id, String subject) {
    return server.send("PUT", "/Observation/" + id, observation(id, subject)).statusCode();
  }

  private static String observation(String id, String subject) {
    return """
    {"resourceType":"Observation","id":"%s","status":"final","code":{"text":"x"},
     "subject":{"reference":"%s"}}\
    """
        .formatted(id, subject);
  }

  private static String subject(String id) {
    return Resources.json(server.get("/Observation/" + id).body())
        .at("/subject/reference")
        .stringValue();
  }
}
