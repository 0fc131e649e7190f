package org.tessera.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tessera.fhir.store.Resources;

class ConditionalWritesTest {
  private static final int WRITERS = 16;
  private static TestServer server;

  @BeforeAll
  static void open() throws Exception {
    server = new TestServer();
  }

  @AfterAll
  static void close() throws Exception {
    server.close();
  }

  private static String identified(String value) {
    return "{\"resourceType\":\"Patient\",\"identifier\":[{\"system\":\"urn:x\",\"value\":\""
        + value
        + "\"}]}";
  }

  private static int count(String value) {
    return Resources.json(server.get("/Patient?identifier=urn:x%7C" + value).body())
        .path("total")
        .asInt();
  }

  private static List<Integer> all(int times, Callable<HttpResponse<String>> act) throws Exception {
    try (var pool = Executors.newFixedThreadPool(WRITERS)) {
      List<Integer> statuses = new ArrayList<>();
      for (var done : pool.invokeAll(Collections.nCopies(times, act))) {
        statuses.add(done.get().statusCode());
      }
      return statuses;
    }
  }

  @Test
  void sixteen_conditional_creates_at_once_create_one() throws Exception {
    List<Integer> statuses =
        all(
            WRITERS * 2,
            () ->
                server.send(
                    "POST", "/Patient", identified("c1"), "If-None-Exist", "identifier=urn:x|c1"));
    assertThat(statuses).containsOnly(200, 201);
    assertThat(statuses.stream().filter(status -> status == 201)).hasSize(1);
    assertThat(count("c1")).isEqualTo(1);
  }

  @Test
  void sixteen_transactions_with_the_same_conditional_create_create_one() throws Exception {
    String bundle =
        ("{'resourceType':'Bundle','type':'transaction','entry':[{'fullUrl':'urn:uuid:1b',"
                + "'resource':%s,'request':{'method':'POST','url':'Patient','ifNoneExist':"
                + "'identifier=urn:x|t1'}}]}")
            .formatted(identified("t1").replace('"', '\''))
            .replace('\'', '"')
            .replace("urn:uuid:1b", "urn:uuid:11111111-1111-1111-1111-111111111111");
    assertThat(all(WRITERS, () -> server.send("POST", "", bundle))).containsOnly(200);
    assertThat(count("t1")).isEqualTo(1);
  }

  @Test
  void of_sixteen_updates_of_one_version_one_wins_and_none_is_lost() throws Exception {
    server.send("PUT", "/Patient/race", Resources.patient("race", "Zero").toString());
    var number = new AtomicInteger();
    List<Integer> statuses =
        all(
            WRITERS,
            () ->
                server.send(
                    "PUT",
                    "/Patient/race",
                    Resources.patient("race", "N" + number.incrementAndGet()).toString(),
                    "If-Match",
                    "W/\"1\""));
    assertThat(statuses).containsOnly(200, 412);
    assertThat(statuses.stream().filter(status -> status == 200)).hasSize(1);
    assertThat(server.get("/Patient/race").headers().firstValue("ETag")).hasValue("W/\"2\"");
  }

  @Test
  void sixteen_patches_at_once_all_take_effect() throws Exception {
    server.send("PUT", "/Patient/many", Resources.patient("many", "Zero").toString());
    String patch = "[{\"op\":\"add\",\"path\":\"/name/-\",\"value\":{\"text\":\"more\"}}]";
    List<Integer> statuses =
        all(
            WRITERS,
            () ->
                server.send(
                    "PATCH",
                    "/Patient/many",
                    patch,
                    "Content-Type",
                    "application/json-patch+json"));
    long done = statuses.stream().filter(status -> status == 200).count();
    assertThat(statuses).isSubsetOf(200, 412).contains(200);
    assertThat(Resources.json(server.get("/Patient/many").body()).path("name").size())
        .isEqualTo((int) done + 1);
  }

  @Test
  void a_conditional_update_creates_updates_or_refuses() {
    String path = "/Patient?identifier=urn:x%7Cu1";
    assertThat(server.send("PUT", path, identified("u1")).statusCode()).isEqualTo(201);
    String changed = identified("u1").replace("]}", "],\"active\":true}");
    var updated = server.send("PUT", path, changed);
    assertThat(updated.statusCode()).isEqualTo(200);
    assertThat(updated.headers().firstValue("ETag")).hasValue("W/\"2\"");
    assertThat(count("u1")).isEqualTo(1);
    String other = changed.replace("{\"resourceType\"", "{\"id\":\"other\",\"resourceType\"");
    assertThat(server.send("PUT", path, other).statusCode()).isEqualTo(400);
    server.send("POST", "/Patient", identified("u1"));
    assertThat(server.send("PUT", path, changed).statusCode()).isEqualTo(412);
    assertThat(server.send("PUT", "/Patient?no-such=1", changed).statusCode()).isEqualTo(400);
  }

  @Test
  void a_conditional_delete_or_patch_meets_one_or_refuses() {
    server.send("POST", "/Patient", identified("d1"));
    String path = "/Patient?identifier=urn:x%7Cd1";
    String patch = "[{\"op\":\"add\",\"path\":\"/active\",\"value\":true}]";
    String type = "application/json-patch+json";
    assertThat(server.send("PATCH", path, patch, "Content-Type", type).statusCode()).isEqualTo(200);
    server.send("POST", "/Patient", identified("d1"));
    assertThat(server.send("DELETE", path, "").statusCode()).isEqualTo(412);
    assertThat(server.send("PATCH", path, patch, "Content-Type", type).statusCode()).isEqualTo(412);
    server.send("POST", "/Patient", identified("d2"));
    assertThat(server.send("DELETE", "/Patient?identifier=urn:x%7Cd2", "").statusCode())
        .isEqualTo(204);
    assertThat(count("d2")).isEqualTo(0);
    assertThat(server.send("DELETE", "/Patient?identifier=urn:x%7Cd2", "").statusCode())
        .isEqualTo(204);
  }

  @Test
  void a_request_sent_again_with_its_idempotency_key_creates_nothing_twice() {
    String body = identified("i1");
    var first = server.send("POST", "/Patient", body, "Idempotency-Key", "k1");
    var again = server.send("POST", "/Patient", body, "Idempotency-Key", "k1");
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(count("i1")).isEqualTo(1);
    server.send("POST", "/Patient", identified("i2"), "Idempotency-Key", "k1");
    assertThat(count("i2")).isEqualTo(1);
    String bundle =
        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"resource\":"
            + identified("i3")
            + ",\"request\":{\"method\":\"POST\",\"url\":\"Patient\"}},{\"resource\":"
            + identified("i3")
            + ",\"request\":{\"method\":\"POST\",\"url\":\"Patient\"}}]}";
    server.send("POST", "", bundle, "Idempotency-Key", "k2");
    var replayed = server.send("POST", "", bundle, "Idempotency-Key", "k2");
    assertThat(replayed.statusCode()).isEqualTo(200);
    assertThat(count("i3")).isEqualTo(2);
  }
}
