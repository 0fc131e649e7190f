package org.tessera.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileInputTest {
  private static TestServer server;

  @BeforeAll
  static void open() throws Exception {
    server = new TestServer();
  }

  @AfterAll
  static void close() throws Exception {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"resourceType\":\"Observation\",\"valueQuantity\":{\"value\":1e1000000000}}",
        "{\"resourceType\":\"Observation\",\"valueQuantity\":{\"value\":1e-99999999999}}",
        "{\"resourceType\":\"Patient\",\"active\":true,\"active\":false}",
        "{\"resourceType\":\"Patient\"",
        "{\"resourceType\":\"Patient\"} {}",
        "{'resourceType':'Patient'}",
        "[]"
      })
  void hostile_json_is_refused_before_it_is_parsed(String body) {
    var response = server.send("POST", "/Observation", body);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("OperationOutcome");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"resourceType\":\"Patient\",\"language\":\"\\u0000\"}",
        "{\"resourceType\":\"Patient\",\"language\":\"\\ud800\"}",
        "{\"resourceType\":\"Patient\",\"language\":\"\"}",
        "{\"resourceType\":\"Patient\",\"language\":null}",
        "{\"resourceType\":\"Patient\",\"name\":[]}",
        "{\"resourceType\":\"Patient\",\"name\":{}}"
      })
  void a_value_that_is_none_of_its_type_is_unprocessable(String body) {
    var response = server.send("POST", "/Patient", body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
    assertThat(response.body()).contains("Patient.");
  }

  @Test
  void depth_and_size_have_limits() {
    String deep = "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000);
    assertThat(server.send("POST", "/Patient", deep).statusCode()).isEqualTo(400);
    String digits = "{\"a\":" + "9".repeat(100_000) + "}";
    assertThat(server.send("POST", "/Patient", digits).statusCode()).isEqualTo(400);
    String large = "{\"a\":\"" + "x".repeat(Limits.BODY_BYTES_MAX) + "\"}";
    assertThat(server.send("POST", "/Patient", large).statusCode()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE a [<!ENTITY b \"c\">]><Patient xmlns=\"http://hl7.org/fhir\"/>",
        "<Observation xmlns=\"http://hl7.org/fhir\"><valueQuantity><value"
            + " value=\"1e1000000000\"/></valueQuantity></Observation>",
        "<Patient xmlns=\"http://hl7.org/fhir\">"
      })
  void hostile_xml_is_refused_before_it_is_parsed(String body) {
    var response =
        server.send("POST", "/Observation", body, "Content-Type", "application/fhir+xml");
    assertThat(response.statusCode()).isIn(400, 422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/Observation?value-quantity=1e1000000000",
        "/Observation?value-quantity=gt1e999",
        "/Observation?date=yesterday",
        "/Observation?date=ge",
        "/Observation?_lastUpdated=x",
        "/Observation?_count=-1",
        "/Observation?_count=x",
        "/Observation?_sort=code-value-quantity",
        "/Observation?_cursor=%25%25",
        "/Observation?code=%00",
        "/Observation?code=a%7Cb%7Cc",
        "/Observation?code:below=a",
        "/Observation?subject:colour=a",
        "/Patient?name:phonetic=a",
        "/Patient?no-such=1",
        "/Patient?_include=Patient:gender"
      })
  void a_search_that_makes_no_sense_is_refused_at_once(String path) {
    var response = server.get(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(response.body()).contains("OperationOutcome");
  }

  @Test
  void a_thousand_alternatives_are_refused() {
    assertThat(server.get("/Patient?identifier=" + "a,".repeat(1_000) + "a").statusCode())
        .isEqualTo(400);
  }

  @Test
  void an_endless_version_and_a_delete_without_an_id_are_no_server_errors() {
    assertThat(server.send("GET", "/Patient/a/_history/99999999999999999999", "").statusCode())
        .isEqualTo(404);
    assertThat(server.send("DELETE", "/Patient", "").statusCode()).isEqualTo(412);
  }

  @Test
  void a_broken_escape_in_the_query_is_a_bad_request() throws Exception {
    URI base = URI.create(server.base());
    // A client library would not send this.
    try (var socket = new Socket(base.getHost(), base.getPort())) {
      String request =
          "GET "
              + base.getPath()
              + "/Patient?_id=%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 400")
          .contains("OperationOutcome");
    }
  }
}
