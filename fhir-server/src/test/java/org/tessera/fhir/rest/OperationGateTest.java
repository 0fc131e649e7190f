package org.tessera.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tessera.fhir.store.Resources;
import tools.jackson.databind.JsonNode;

class OperationGateTest {
  private static TestServer server;

  @BeforeAll
  static void open() throws Exception {
    server = new TestServer();
    server.store().commit(Resources.puts("rest", Resources.patient("p", "Gate")));
  }

  @AfterAll
  static void close() throws Exception {
    server.close();
  }

  @Test
  void an_operation_answers_in_json_and_in_xml_to_get_and_to_post() {
    var json = server.get("/Patient/p/$everything");
    assertThat(json.statusCode()).isEqualTo(200);
    assertThat(json.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/fhir+json");
    assertThat(json.body()).contains("\"family\":\"Gate\"");
    assertThat(server.get("/Patient/p/$everything?_format=xml").body())
        .startsWith("<Bundle")
        .contains("<family value=\"Gate\"");
    var form =
        server.send(
            "POST",
            "/CodeSystem/$lookup",
            "system=http://unitsofmeasure.org&code=mg",
            "Content-Type",
            "application/x-www-form-urlencoded");
    assertThat(form.statusCode()).isEqualTo(200);
    var xml =
        server.send(
            "POST",
            "/CodeSystem/$lookup",
            "<Parameters xmlns=\"http://hl7.org/fhir\"><parameter><name value=\"coding\"/>"
                + "<valueCoding><system value=\"http://unitsofmeasure.org\"/><code value=\"mg\"/>"
                + "</valueCoding></parameter></Parameters>",
            "Content-Type",
            "application/fhir+xml");
    assertThat(xml.body()).contains("UCUM");
  }

  @Test
  void what_cannot_be_done_is_told_as_an_operation_outcome_never_as_a_failure_of_the_server() {
    for (String path :
        List.of(
            "/Patient/nobody/$everything",
            "/Patient/p/$everything?_since=yesterday",
            "/Patient/p/$everything?_count=-1",
            "/Patient/p/$everything?_cursor=x",
            "/Patient/p/$nonsense",
            "/Patient/p/$meta-add",
            "/Observation/$lastn?patient=p&nonsense=1",
            "/ValueSet/$expand",
            "/ValueSet/$expand?url=%00",
            "/CodeSystem/$lookup?system=%27%22;&code=%00")) {
      var answer = server.get(path);
      assertThat(answer.statusCode()).as(path).isBetween(400, 499);
      assertThat(answer.body()).as(path).contains("OperationOutcome");
    }
    assertThat(server.send("POST", "/ValueSet/$expand", "{\"a\":").statusCode()).isEqualTo(400);
  }

  @Test
  void an_operation_takes_the_methods_it_says_and_no_other() {
    var answer = server.get("/Patient/p/$meta-add");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("POST");
    assertThat(server.send("DELETE", "/Patient/p/$everything", "").statusCode()).isEqualTo(405);
  }

  @Test
  void definitions_that_ship_are_read_by_their_id_until_a_client_stores_its_own() {
    String path = "/StructureDefinition/mcode-cancer-patient";
    assertThat(server.get("/OperationDefinition/export-status").body())
        .contains("https://tessera.dev/fhir/OperationDefinition/export-status");
    assertThat(server.get(path).body()).contains("\"name\":\"CancerPatient\"");
    assertThat(server.get("/StructureDefinition/none").statusCode()).isEqualTo(404);
    assertThat(
            server
                .get(
                    "/ValueSet/$expand?url=http://hl7.org/fhir/us/mcode/ValueSet/"
                        + "mcode-tnm-staging-method-vs")
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void every_operation_of_the_capability_statement_is_served() {
    JsonNode rest = Resources.json(server.get("/metadata").body()).at("/rest/0");
    List<String> missing = new ArrayList<>();
    int asked = 0;
    for (JsonNode resource : rest.path("resource")) {
      for (JsonNode operation : resource.path("operation")) {
        String type = resource.path("type").stringValue();
        if (List.of("Patient", "Observation", "CodeSystem", "ValueSet", "ConceptMap")
            .contains(type)) {
          asked++;
          String path = "/" + type + "/$" + operation.path("name").stringValue();
          String instance = "/" + type + "/none/$" + operation.path("name").stringValue();
          String answers =
              server.send("POST", path, "").body() + server.send("POST", instance, "").body();
          if (answers.contains("HAPI-")) {
            missing.add(path);
          }
        }
      }
    }
    assertThat(asked).isGreaterThan(15);
    assertThat(missing).isEmpty();
  }
}
