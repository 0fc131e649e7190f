package org.tessera.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tessera.fhir.store.Resources;
import tools.jackson.databind.JsonNode;

class CapabilityTest {
  private static final Map<String, String> VALUES =
      Map.of(
          "token",
          "a",
          "reference",
          "Patient/1",
          "date",
          "2020",
          "string",
          "a",
          "quantity",
          "1",
          "number",
          "1",
          "uri",
          "urn:a");

  private static TestServer server;

  @BeforeAll
  static void open() throws Exception {
    server = new TestServer();
  }

  @AfterAll
  static void close() throws Exception {
    server.close();
  }

  @Test
  void every_search_parameter_the_server_names_is_answered() {
    JsonNode rest = statement().at("/rest/0");
    List<String> failing = new ArrayList<>();
    int asked = 0;
    for (JsonNode resource : rest.path("resource")) {
      String type = resource.path("type").stringValue();
      for (JsonNode parameter : resource.path("searchParam")) {
        if (parameter.path("type").stringValue().equals("composite")) {
          // Each takes values of its own kind; the golden searches have them.
          continue;
        }
        String path =
            "/"
                + type
                + "?"
                + parameter.path("name").stringValue()
                + "="
                + VALUES.get(parameter.path("type").stringValue());
        if (List.of("Patient", "Observation", "Condition", "Procedure", "ValueSet")
            .contains(type)) {
          asked++;
          if (server.get(path).statusCode() != 200) {
            failing.add(path);
          }
        }
      }
    }
    assertThat(asked).isGreaterThan(100);
    assertThat(failing).isEmpty();
  }

  @Test
  void every_type_the_server_names_can_be_searched() {
    List<String> failing = new ArrayList<>();
    for (JsonNode resource : statement().at("/rest/0/resource")) {
      String type = resource.path("type").stringValue();
      if (server.get("/" + type + "?_count=1").statusCode() != 200) {
        failing.add(type);
      }
    }
    assertThat(failing).isEmpty();
  }

  @Test
  void a_parameter_added_to_the_node_stands_in_the_statement_while_it_is_active() throws Exception {
    String parameter =
        """
        {"resourceType":"SearchParameter","id":"nickname","url":"urn:test:nickname","status":"active",
         "name":"nickname","description":"The name friends use","code":"nickname","base":["Patient"],
         "type":"string","expression":"Patient.name.where(use='nickname').text"}\
        """;
    assertThat(named("Patient")).doesNotContain("nickname");
    server.send("PUT", "/SearchParameter/nickname", parameter);
    awaitNickname(true);
    server.send("DELETE", "/SearchParameter/nickname", "");
    awaitNickname(false);
  }

  private static void awaitNickname(boolean there) throws InterruptedException {
    for (int i = 0; i < 200 && named("Patient").contains("nickname") != there; i++) {
      Thread.sleep(50);
    }
    assertThat(named("Patient").contains("nickname")).isEqualTo(there);
  }

  private static List<String> named(String type) {
    List<String> names = new ArrayList<>();
    for (JsonNode resource : statement().at("/rest/0/resource")) {
      if (resource.path("type").stringValue().equals(type)) {
        resource.path("searchParam").forEach(it -> names.add(it.path("name").stringValue()));
      }
    }
    return names;
  }

  @Test
  void the_parameters_of_the_system_are_those_all_types_have() {
    List<String> failing = new ArrayList<>();
    for (JsonNode parameter : statement().at("/rest/0/searchParam")) {
      String type = parameter.path("type").stringValue();
      String path = "?" + parameter.path("name").stringValue() + "=" + VALUES.get(type);
      if (server.get(path).statusCode() != 200) {
        failing.add(path);
      }
    }
    assertThat(statement().at("/rest/0/searchParam").size()).isGreaterThan(7);
    assertThat(failing).isEmpty();
  }

  @Test
  void the_statement_comes_as_xml_too_and_names_its_version() {
    assertThat(statement().path("fhirVersion").stringValue()).isEqualTo("4.0.1");
    assertThat(server.get("/metadata?_format=xml").body()).contains("<CapabilityStatement xmlns");
  }

  @Test
  void a_search_links_to_its_next_page_and_warns_of_what_it_left_out() {
    for (int i = 0; i < 5; i++) {
      server.send("PUT", "/Patient/c" + i, Resources.patient("c" + i, "Page").toString());
    }
    List<String> met = new ArrayList<>();
    String next = "/Patient?family=page&_count=2";
    while (!next.isEmpty()) {
      JsonNode bundle = Resources.json(server.get(next).body());
      bundle.path("entry").forEach(entry -> met.add(entry.at("/resource/id").stringValue()));
      assertThat(bundle.has("total")).isEqualTo(false);
      next = "";
      for (JsonNode link : bundle.path("link")) {
        next =
            link.path("relation").stringValue().equals("next")
                ? link.path("url").stringValue()
                : next;
      }
    }
    assertThat(met).containsExactly("c0", "c1", "c2", "c3", "c4");
    var lenient = server.get("/Patient?family=page&colour=red", "Prefer", "handling=lenient");
    assertThat(lenient.statusCode()).isEqualTo(200);
    assertThat(lenient.body()).contains("colour").contains("\"mode\":\"outcome\"");
    assertThat(server.get("/Patient?family=page&colour=red").statusCode()).isEqualTo(400);
    var posted =
        server.send(
            "POST",
            "/Patient/_search",
            "family=page&_total=accurate&_count=1",
            "Content-Type",
            "application/x-www-form-urlencoded");
    assertThat(Resources.json(posted.body()).path("total").asInt()).isEqualTo(5);
    assertThat(
            Resources.json(server.get("/Patient?family=page&_summary=count").body())
                .path("total")
                .asInt())
        .isEqualTo(5);
  }

  private static JsonNode statement() {
    return Resources.json(server.get("/metadata").body());
  }
}
