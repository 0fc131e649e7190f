package org.tessera.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tessera.fhir.store.Resources;
import tools.jackson.databind.JsonNode;

/// https://hl7.org/fhir/R4/binary.html#rest
class BinaryContentTest {
  private static TestServer server;

  @BeforeAll
  static void open() throws Exception {
    server = new TestServer();
    server.store().commit(Resources.puts("rest", Resources.patient("p", "Own")));
  }

  @AfterAll
  static void close() throws Exception {
    server.close();
  }

  @Test
  void what_is_sent_in_its_own_media_type_is_a_resource_and_comes_back_either_way() {
    var created =
        server.send(
            "POST",
            "/Binary",
            "a,b\n1,2\n",
            "Content-Type",
            "text/csv; charset=utf-8",
            "X-Security-Context",
            "Patient/p");
    assertThat(created.statusCode()).isEqualTo(201);
    String path = "/Binary/" + Resources.json(created.body()).path("id").stringValue();
    JsonNode resource = Resources.json(server.get(path).body());
    assertThat(resource.path("contentType").stringValue()).isEqualTo("text/csv; charset=utf-8");
    assertThat(resource.path("data").stringValue()).isEqualTo("YSxiCjEsMgo=");
    assertThat(resource.at("/securityContext/reference").stringValue()).isEqualTo("Patient/p");
    var content = server.get(path, "Accept", "text/csv");
    assertThat(content.statusCode()).isEqualTo(200);
    assertThat(content.body()).isEqualTo("a,b\n1,2\n");
    assertThat(content.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
    assertThat(content.headers().firstValue("ETag")).contains("W/\"1\"");
    assertThat(content.headers().firstValue("X-Security-Context")).contains("Patient/p");
    assertThat(content.headers().firstValue("Content-Disposition")).contains("attachment");
    assertThat(server.get(path + "/_history/1", "Accept", "text/csv").body())
        .isEqualTo("a,b\n1,2\n");
  }

  @Test
  void an_update_in_its_own_media_type_makes_a_version() {
    assertThat(put("{}x", "application/octet-stream")).isEqualTo(201);
    assertThat(put("other", "application/octet-stream")).isEqualTo(200);
    var read = server.get("/Binary/own", "Accept", "application/octet-stream");
    assertThat(read.body()).isEqualTo("other");
    assertThat(read.headers().firstValue("ETag")).contains("W/\"2\"");
  }

  @Test
  void a_media_type_that_is_not_the_contents_is_refused_and_a_missing_binary_is_missing() {
    assertThat(put("text", "text/plain")).isLessThan(300);
    assertThat(server.get("/Binary/own", "Accept", "image/png").statusCode()).isEqualTo(406);
    assertThat(server.get("/Binary/none", "Accept", "image/png").statusCode()).isEqualTo(404);
    assertThat(server.get("/Patient/p", "Accept", "image/png").statusCode()).isEqualTo(406);
    assertThat(server.get("/Binary/own?_format=json", "Accept", "text/plain").body())
        .contains("resourceType");
  }

  private static int put(String body, String type) {
    return server.send("PUT", "/Binary/own", body, "Content-Type", type).statusCode();
  }
}
