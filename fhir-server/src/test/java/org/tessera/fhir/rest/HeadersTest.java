package org.tessera.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tessera.fhir.store.Resources;
import tools.jackson.databind.node.ObjectNode;

class HeadersTest {
  private static TestServer server;

  @BeforeAll
  static void open() throws Exception {
    server = new TestServer();
    server.send(
        "PUT",
        "/Patient/h1",
        "{\"resourceType\":\"Patient\",\"id\":\"h1\",\"text\":{\"status\":\"generated\",\"div\":"
            + "\"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">Hi</div>\"},\"active\":true,"
            + "\"name\":[{\"family\":\"Head\"}],\"photo\":[{\"title\":\"x\"}],"
            + "\"link\":[{\"other\":{\"display\":\"x\"},\"type\":\"seealso\"}]}");
  }

  @AfterAll
  static void close() throws Exception {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "application/fhir+json, application/fhir+json",
    "application/fhir+xml, application/fhir+xml",
    "'text/turtle;q=1, application/fhir+xml;q=0.5', application/fhir+xml",
    "'application/xml;q=0.9,application/json;q=0.8', application/fhir+xml",
    "'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', application/fhir+json",
    "*/*, application/fhir+json"
  })
  void the_best_of_the_formats_a_client_takes_is_chosen(String accept, String expected) {
    assertThat(
            server.get("/Patient/h1", "Accept", accept).headers().firstValue("Content-Type").get())
        .startsWith(expected);
  }

  @Test
  void what_is_not_written_is_not_acceptable_and_what_is_not_read_is_unsupported() {
    assertThat(server.get("/Patient/h1", "Accept", "text/turtle").statusCode()).isEqualTo(406);
    assertThat(server.get("/Patient/h1?_format=ttl").statusCode()).isEqualTo(406);
    assertThat(
            server
                .send("POST", "/Patient", "<a> <b> <c> .", "Content-Type", "text/turtle")
                .statusCode())
        .isEqualTo(415);
    assertThat(server.send("PATCH", "/Patient/h1", "[]", "Content-Type", "text/plain").statusCode())
        .isEqualTo(415);
    assertThat(server.send("POST", "/Patient/h1", "{}").statusCode()).isEqualTo(405);
    assertThat(server.send("PUT", "/Patient/_history", "{}").statusCode()).isEqualTo(405);
    assertThat(server.send("OPTIONS", "/Patient", "").statusCode()).isEqualTo(405);
  }

  @Test
  void a_client_that_has_the_version_is_not_sent_it_again() {
    var read = server.get("/Patient/h1");
    String modified = read.headers().firstValue("Last-Modified").orElseThrow();
    assertThat(server.get("/Patient/h1", "If-None-Match", "W/\"9\", W/\"1\"").statusCode())
        .isEqualTo(304);
    assertThat(server.get("/Patient/h1", "If-Modified-Since", modified).statusCode())
        .isEqualTo(304);
    assertThat(
            server
                .get("/Patient/h1", "If-Modified-Since", "Sat, 01 Jan 2000 00:00:00 GMT")
                .statusCode())
        .isEqualTo(200);
    assertThat(server.get("/Patient/h1", "If-Modified-Since", "nonsense").statusCode())
        .isEqualTo(200);
    var head = server.send("HEAD", "/Patient/h1", "");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("ETag")).hasValue("W/\"1\"");
  }

  @Test
  void a_writer_is_answered_as_it_prefers() {
    String body = Resources.patient("p1", "Prefer").toString();
    var minimal = server.send("PUT", "/Patient/p1", body, "Prefer", "return=minimal");
    assertThat(minimal.statusCode()).isEqualTo(201);
    assertThat(minimal.body()).isEmpty();
    assertThat(minimal.headers().firstValue("Location").get()).endsWith("/Patient/p1/_history/1");
    assertThat(server.send("PUT", "/Patient/p1", body, "Prefer", "return=OperationOutcome").body())
        .contains("OperationOutcome");
    assertThat(server.send("PUT", "/Patient/p1", body, "Prefer", "return=representation").body())
        .contains("Prefer\"");
  }

  @Test
  void an_unknown_element_is_left_out_for_a_lenient_client_only() {
    String body = "{\"resourceType\":\"Patient\",\"id\":\"l1\",\"colour\":\"red\"}";
    assertThat(server.send("PUT", "/Patient/l1", body).statusCode()).isEqualTo(422);
    assertThat(server.send("PUT", "/Patient/l1", body, "Prefer", "handling=lenient").statusCode())
        .isEqualTo(201);
    assertThat(server.get("/Patient/l1").body()).doesNotContain("colour");
    String wrong = body.replace("\"colour\":\"red\"", "\"gender\":\"red\"");
    assertThat(server.send("PUT", "/Patient/l1", wrong, "Prefer", "handling=lenient").statusCode())
        .isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource({
    "true, active name, text photo",
    "text, text, name photo active",
    "data, active name photo, text",
    "false, active name photo text, none",
    "count, active name photo text, none"
  })
  void a_summary_keeps_what_it_should(String summary, String kept, String left) {
    ObjectNode read = Resources.json(server.get("/Patient/h1?_summary=" + summary).body());
    for (String name : kept.split(" ", -1)) {
      assertThat(read.has(name)).as(name).isTrue();
    }
    for (String name : left.split(" ", -1)) {
      assertThat(read.has(name)).as(name).isFalse();
    }
    boolean marked = read.at("/meta/tag/0/code").asString("").equals("SUBSETTED");
    assertThat(marked).isEqualTo(!summary.equals("false") && !summary.equals("count"));
  }

  @Test
  void elements_come_with_those_that_change_their_meaning() {
    ObjectNode read = Resources.json(server.get("/Patient/h1?_elements=name").body());
    assertThat(read.has("name") && read.has("active") && read.has("link")).isTrue();
    assertThat(read.has("photo") || read.has("text")).isFalse();
    assertThat(server.get("/Patient/h1?_summary=maybe").statusCode()).isEqualTo(400);
    assertThat(server.get("/Patient/h1?_pretty=true").body()).contains("\n");
  }

  @Test
  void an_error_in_json_names_line_and_column_and_one_in_an_element_its_path() {
    String broken = server.send("POST", "/Patient", "{\n \"resourceType\": Patient}").body();
    assertThat(broken).contains("line 2");
    String twice = server.send("POST", "/Patient", "{\"active\":true,\n\"active\":false}").body();
    assertThat(twice).contains("twice").contains("line 2");
    Map<String, String> wrong =
        Map.of(
            "{'resourceType':'Patient','name':[{'family':1}]}", "Patient.name[0].family",
            "{'resourceType':'Patient','name':{'family':'x'}}", "Patient.name",
            "{'resourceType':'Patient','gender':'blue'}", "Patient.gender",
            "{'resourceType':'Patient','birthDate':'1950-02-30'}", "Patient.birthDate",
            "{'resourceType':'Observation','code':{'text':'x'}}", "Observation.status",
            "{'resourceType':'Patient','contact':[{'name':{'use':'x'}}]}",
                "Patient.contact[0].name.use",
            "{'resourceType':'Patient','deceasedBoolean':true,'deceasedDateTime':'2020'}",
                "Patient.deceased",
            "{'resourceType':'Patient','extension':[{'valueString':'x'}]}",
                "Patient.extension[0].url",
            "{'resourceType':'Patient','text':{'status':'generated','div':'<div>a<script/></div>'}}",
                "Patient.text.div",
            "{'resourceType':'Patient','contained':[{'resourceType':'Device','colour':1}]}",
                "Patient.contained[0].colour");
    wrong.forEach((body, element) -> {
      var response =
          server.send(
              "POST",
              body.contains("Observation") ? "/Observation" : "/Patient",
              body.replace('\'', '"'));
      assertThat(response.statusCode()).as(body).isEqualTo(422);
      assertThat(Resources.json(response.body()).at("/issue/0/expression/0").asString(""))
          .as(body)
          .startsWith(element);
    });
  }
}
