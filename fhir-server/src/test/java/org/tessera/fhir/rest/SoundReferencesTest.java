package org.tessera.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tessera.fhir.store.Resources;

class SoundReferencesTest {
  private static TestServer server;
  private static TestServer cascading;

  @BeforeAll
  static void open() throws Exception {
    server = new TestServer();
    cascading = new TestServer(new FhirSettings(true, true, true));
  }

  @AfterAll
  static void close() throws Exception {
    server.close();
    cascading.close();
  }

  private static String patient(String id) {
    return Resources.patient(id, "Ref").toString();
  }

  private static String observation(String id, String patient) {
    return Resources.observation(id, patient, "1-1", "2020-01-01").toString();
  }

  @Test
  void a_reference_to_nothing_is_refused_and_the_element_named() {
    var refused = server.send("PUT", "/Observation/o1", observation("o1", "nobody"));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(Resources.json(refused.body()).at("/issue/0/expression/0").stringValue())
        .isEqualTo("Observation.subject");
    assertThat(refused.body()).contains("Patient/nobody");
    assertThat(server.get("/Observation/o1").statusCode()).isEqualTo(404);
  }

  @Test
  void a_reference_elsewhere_or_inside_is_not_looked_for() {
    String elsewhere =
        observation("o2", "x").replace("Patient/x", "http://example.org/fhir/Patient/x");
    assertThat(server.send("PUT", "/Observation/o2", elsewhere).statusCode()).isEqualTo(201);
    String logical =
        observation("o3", "x")
            .replace("\"reference\":\"Patient/x\"", "\"identifier\":{\"value\":\"7\"}");
    assertThat(server.send("PUT", "/Observation/o3", logical).statusCode()).isEqualTo(201);
  }

  @Test
  void what_is_referred_to_is_not_deleted_until_nothing_refers_to_it() {
    server.send("PUT", "/Patient/d1", patient("d1"));
    server.send("PUT", "/Observation/d1o", observation("d1o", "d1"));
    var refused = server.send("DELETE", "/Patient/d1", "");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("Observation/d1o");
    assertThat(server.send("DELETE", "/Patient/d1?_cascade=delete", "").statusCode())
        .isEqualTo(403);
    server.send("DELETE", "/Observation/d1o", "");
    assertThat(server.send("DELETE", "/Patient/d1", "").statusCode()).isEqualTo(204);
  }

  @Test
  void a_transaction_may_delete_both_ends_of_a_reference() {
    server.send("PUT", "/Patient/b1", patient("b1"));
    server.send("PUT", "/Observation/b1o", observation("b1o", "b1"));
    String bundle =
        ("{'resourceType':'Bundle','type':'transaction','entry':[{'request':{'method':'DELETE',"
                + "'url':'Patient/b1'}},{'request':{'method':'DELETE','url':'Observation/b1o'}}]}")
            .replace('\'', '"');
    assertThat(server.send("POST", "", bundle).statusCode()).isEqualTo(200);
    assertThat(server.get("/Patient/b1").statusCode()).isEqualTo(410);
  }

  @Test
  void a_cascade_takes_what_refers_to_what_refers() {
    cascading.send("PUT", "/Patient/c1", patient("c1"));
    cascading.send("PUT", "/Observation/c1a", observation("c1a", "c1"));
    String member =
        observation("c1b", "c1")
            .replace(
                "\"status\"", "\"hasMember\":[{\"reference\":\"Observation/c1a\"}],\"status\"");
    assertThat(cascading.send("PUT", "/Observation/c1b", member).statusCode()).isEqualTo(201);
    assertThat(cascading.send("DELETE", "/Patient/c1?_cascade=delete", "").statusCode())
        .isEqualTo(204);
    assertThat(cascading.get("/Observation/c1a").statusCode()).isEqualTo(410);
    assertThat(cascading.get("/Observation/c1b").statusCode()).isEqualTo(410);
  }

  @Test
  void a_study_keeps_what_a_permitted_client_changes() {
    cascading.store().commit(Resources.puts("study:lung", Resources.patient("s1", "Study")));
    assertThat(cascading.send("PUT", "/Patient/s1", patient("s1")).statusCode()).isEqualTo(200);
    cascading.store().commit(Resources.puts("study:lung", Resources.patient("s1", "Again")));
    assertThat(cascading.get("/Patient/s1").body()).contains("Again");
  }

  @Test
  void whoever_refers_and_whoever_deletes_at_the_same_time_leave_no_dangling_reference()
      throws Exception {
    try (var pool = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 30; round++) {
        String id = "race" + round;
        server.send("PUT", "/Patient/" + id, patient(id));
        Callable<Integer> refers =
            () -> server.send("PUT", "/Observation/" + id, observation(id, id)).statusCode();
        Callable<Integer> deletes = () -> server.send("DELETE", "/Patient/" + id, "").statusCode();
        for (var done : pool.invokeAll(List.of(refers, deletes))) {
          assertThat(done.get()).isIn(201, 204, 409, 422);
        }
        boolean refersStill = server.get("/Observation/" + id).statusCode() == 200;
        boolean there = server.get("/Patient/" + id).statusCode() == 200;
        assertThat(refersStill).as("round %d", round).isEqualTo(there);
      }
    }
  }
}
