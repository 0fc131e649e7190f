package org.tessera.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tessera.fhir.store.Resources;
import tools.jackson.databind.node.ObjectNode;

class InteractionsTest {
  private static TestServer server;

  @BeforeAll
  static void open() throws Exception {
    server = new TestServer();
  }

  @AfterAll
  static void close() throws Exception {
    server.close();
  }

  private static ObjectNode json(HttpResponse<String> response) {
    return Resources.json(response.body());
  }

  private static String patient(String id, String family) {
    return Resources.patient(id, family).toString();
  }

  @Test
  void an_update_creates_under_the_clients_id_and_later_changes_it() {
    var created = server.send("PUT", "/Patient/a1", patient("a1", "One"));
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.headers().firstValue("ETag")).hasValue("W/\"1\"");
    var same = server.send("PUT", "/Patient/a1", patient("a1", "One"));
    assertThat(same.statusCode()).isEqualTo(200);
    assertThat(same.headers().firstValue("ETag")).hasValue("W/\"1\"");
    var changed = server.send("PUT", "/Patient/a1", patient("a1", "Two"));
    assertThat(changed.headers().firstValue("ETag")).hasValue("W/\"2\"");
    var read = server.get("/Patient/a1");
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(json(read).at("/name/0/family").stringValue()).isEqualTo("Two");
    assertThat(json(read).at("/meta/versionId").stringValue()).isEqualTo("2");
    assertThat(json(server.get("/Patient/a1/_history/1")).at("/name/0/family").stringValue())
        .isEqualTo("One");
  }

  @Test
  void a_create_gets_a_new_id_whatever_id_the_client_sends() {
    var created = server.send("POST", "/Patient", patient("mine", "New"));
    assertThat(created.statusCode()).isEqualTo(201);
    String location = created.headers().firstValue("Location").orElseThrow();
    assertThat(location).contains("/Patient/").endsWith("/_history/1").doesNotContain("mine");
    assertThat(server.get(location).statusCode()).isEqualTo(200);
    assertThat(server.get("/Patient/mine").statusCode()).isEqualTo(404);
  }

  @Test
  void a_deleted_resource_is_gone_and_its_history_stays() {
    server.send("PUT", "/Patient/d1", patient("d1", "One"));
    assertThat(server.send("DELETE", "/Patient/d1", "").statusCode()).isIn(200, 204);
    assertThat(server.get("/Patient/d1").statusCode()).isEqualTo(410);
    assertThat(server.get("/Patient/d1/_history/1").statusCode()).isEqualTo(200);
    var history = json(server.get("/Patient/d1/_history"));
    assertThat(history.path("total").asInt()).isEqualTo(2);
    assertThat(history.at("/entry/0/request/method").stringValue()).isEqualTo("DELETE");
    assertThat(history.at("/entry/1/resource/id").stringValue()).isEqualTo("d1");
    assertThat(server.get("/Patient/never/_history").statusCode()).isEqualTo(404);
  }

  @Test
  void versions_guard_updates_and_save_reads() {
    server.send("PUT", "/Patient/v1", patient("v1", "One"));
    assertThat(
            server
                .send("PUT", "/Patient/v1", patient("v1", "Two"), "If-Match", "W/\"7\"")
                .statusCode())
        .isEqualTo(412);
    assertThat(
            server
                .send("PUT", "/Patient/v1", patient("v1", "Two"), "If-Match", "W/\"1\"")
                .statusCode())
        .isEqualTo(200);
    assertThat(
            server
                .send("PUT", "/Patient/v1", patient("v1", "Three"), "If-None-Match", "*")
                .statusCode())
        .isEqualTo(412);
    assertThat(server.send("DELETE", "/Patient/v1", "", "If-Match", "W/\"1\"").statusCode())
        .isEqualTo(412);
    assertThat(server.get("/Patient/v1", "If-None-Match", "W/\"2\"").statusCode()).isEqualTo(304);
  }

  @Test
  void what_a_study_brought_is_refused_with_the_reason() {
    server.store().commit(Resources.puts("study:lung", Resources.patient("s1", "Study")));
    var refused = server.send("PUT", "/Patient/s1", patient("s1", "Rest"));
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(json(refused).at("/issue/0/diagnostics").stringValue())
        .contains("study:lung")
        .contains("workbook");
  }

  @Test
  void a_malformed_resource_is_unprocessable_and_the_element_is_named() {
    var unknown =
        server.send("POST", "/Patient", "{\"resourceType\":\"Patient\",\"colour\":\"red\"}");
    assertThat(unknown.statusCode()).isEqualTo(422);
    assertThat(unknown.body()).contains("colour").contains("OperationOutcome");
    var date =
        server.send("POST", "/Patient", "{\"resourceType\":\"Patient\",\"birthDate\":\"19x\"}");
    assertThat(date.statusCode()).isEqualTo(422);
    assertThat(date.body()).contains("birthDate");
    var other = server.send("PUT", "/Patient/x1", patient("x2", "Other"));
    assertThat(other.statusCode()).isEqualTo(400);
  }

  @Test
  void decimals_come_back_with_their_digits() {
    String sent =
        "{\"resourceType\":\"Observation\",\"id\":\"dec\",\"status\":\"final\",\"code\":{\"text\":\"x\"},"
            + "\"valueQuantity\":{\"value\":1.00,\"unit\":\"mm\"}}";
    server.send("PUT", "/Observation/dec", sent);
    assertThat(server.get("/Observation/dec").body()).contains("\"value\":1.00").as("json");
    assertThat(server.get("/Observation/dec", "Accept", "application/fhir+xml").body())
        .contains("value=\"1.00\"");
  }

  @Test
  void xml_goes_in_and_comes_out() {
    String xml =
        "<Patient xmlns=\"http://hl7.org/fhir\"><id value=\"xml1\"/><name><family"
            + " value=\"Xu\"/></name></Patient>";
    var put = server.send("PUT", "/Patient/xml1", xml, "Content-Type", "application/fhir+xml");
    assertThat(put.statusCode()).isEqualTo(201);
    assertThat(
            json(server.get("/Patient/xml1", "Accept", "application/fhir+json"))
                .at("/name/0/family")
                .stringValue())
        .isEqualTo("Xu");
    var read = server.get("/Patient/xml1?_format=xml&_pretty=true");
    assertThat(read.headers().firstValue("Content-Type").orElseThrow()).contains("xml");
    assertThat(read.body()).contains("<family value=\"Xu\"");
    assertThat(server.get("/Patient/xml1?_elements=id").body())
        .doesNotContain("Xu")
        .contains("SUBSETTED");
  }

  @Test
  void a_conditional_create_makes_one_and_finds_it_again() {
    String body =
        "{\"resourceType\":\"Patient\",\"identifier\":[{\"system\":\"urn:x\",\"value\":\"77\"}]}";
    var first = server.send("POST", "/Patient", body, "If-None-Exist", "identifier=urn:x|77");
    var second = server.send("POST", "/Patient", body, "If-None-Exist", "identifier=urn:x|77");
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(json(server.get("/Patient?identifier=urn:x%7C77")).path("total").asInt())
        .isEqualTo(1);
    server.send("POST", "/Patient", body);
    assertThat(
            server
                .send("POST", "/Patient", body, "If-None-Exist", "identifier=urn:x|77")
                .statusCode())
        .isEqualTo(412);
  }

  @Test
  void an_unknown_type_or_path_is_answered_by_an_outcome_without_a_stack_trace() {
    for (String path : new String[] {"/Foo/1", "/Foo", "/Patient/%00", "/Patient/a/b/c"}) {
      var response = server.get(path);
      assertThat(response.statusCode()).as(path).isBetween(400, 499);
      assertThat(response.body()).as(path).doesNotContain("at org.").doesNotContain("at ca.uhn");
    }
  }
}
