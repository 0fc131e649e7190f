package org.tessera.fhir.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.ChangeLog;
import org.tessera.fhir.store.CodeSets;
import org.tessera.fhir.store.EmptyTables;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.Resources;
import tools.jackson.databind.JsonNode;

class SubscriptionsTest {
  private static final String JSON = "'payload':'application/fhir+json'";

  private final List<String> witnessed = new CopyOnWriteArrayList<>();
  private static TestDatabase database;
  private ResourceStore store;
  private Subscriber subscriber;
  private Subscriptions subscriptions;

  @BeforeAll
  static void create_a_database() {
    database = TestDatabase.create("fhir");
  }

  @AfterAll
  static void close_it() {
    database.close();
  }

  @BeforeEach
  void open() throws IOException {
    EmptyTables.in(database.dataSource());
    store = new ResourceStore(database.dataSource());
    subscriber = new Subscriber();
    start("localhost");
  }

  @AfterEach
  void close() {
    subscriptions.close();
    subscriber.close();
  }

  @Test
  void a_requested_subscription_is_called_once_and_becomes_active() {
    subscribe("s", "Observation?code=weight", "'header':['X-Token: secret']");
    await(() -> status("s").equals("active"));
    assertThat(subscriber.heard())
        .containsExactly(new Subscriber.Heard("POST", "/hook", "", "secret"));
    assertThat(witnessed).contains("s first call done");
  }

  @Test
  void only_changes_that_fit_the_criteria_are_told_without_the_resource() {
    subscribe("s", "Observation?code=weight&subject=Patient/a", "'header':[]");
    await(() -> status("s").equals("active"));
    store.commit(
        Resources.puts(
            "rest",
            Resources.observation("o1", "a", "height", "2020-01-01"),
            Resources.observation("o2", "b", "weight", "2020-01-01"),
            Resources.patient("a", "A")));
    store.commit(
        Resources.puts("study:x", Resources.observation("o3", "a", "weight", "2020-01-01")));
    await(() -> subscriber.heard().size() == 2);
    store.commit(Resources.delete("study:x", "Observation", "o3"));
    store.commit(Resources.puts("rest", Resources.observation("o4", "a", "weight", "2020-01-01")));
    await(() -> subscriber.heard().size() == 3);
    assertThat(subscriber.heard()).allMatch(it -> it.body().isEmpty());
  }

  @Test
  void criteria_may_name_a_parameter_of_the_node() {
    store.index().start();
    store.commit(
        Resources.puts(
            "rest",
            Resources.json(
                "{'resourceType':'SearchParameter','id':'eye','url':'http://example.org/eye',"
                    + "'name':'eye','status':'active','description':'eye','code':'eye',"
                    + "'base':['Patient'],'type':'string','expression':'Patient.name.family'}")));
    await(() -> store.index().parameters().find("Patient", "eye").isPresent());
    subscribe("s", "Patient?eye=One", JSON);
    await(() -> status("s").equals("active"));
    store.commit(
        Resources.puts("rest", Resources.patient("p1", "One"), Resources.patient("p2", "Two")));
    store.commit(Resources.puts("rest", Resources.patient("p3", "One")));
    await(() -> subscriber.heard().size() == 3);
    assertThat(subscriber.heard())
        .extracting(Subscriber.Heard::path)
        .containsExactly("/hook", "/hook/Patient/p1", "/hook/Patient/p3");
  }

  @Test
  void with_a_payload_the_resource_is_put_to_its_place_in_the_order_of_the_log() {
    subscribe("s", "Patient?", JSON);
    await(() -> status("s").equals("active"));
    for (int i = 0; i < 5; i++) {
      store.commit(Resources.puts("rest", Resources.patient("p" + i, "Name" + i)));
    }
    await(() -> subscriber.heard().size() == 6);
    assertThat(subscriber.heard().subList(1, 6))
        .extracting(Subscriber.Heard::path)
        .containsExactly(
            "/hook/Patient/p0",
            "/hook/Patient/p1",
            "/hook/Patient/p2",
            "/hook/Patient/p3",
            "/hook/Patient/p4");
    assertThat(subscriber.heard().get(3).method()).isEqualTo("PUT");
    assertThat(subscriber.heard().get(3).body()).contains("\"Name2\"").contains("versionId");
  }

  @Test
  void what_could_not_be_told_is_tried_again_and_a_restart_loses_nothing() {
    subscribe("s", "Patient?", JSON);
    await(() -> status("s").equals("active"));
    subscriber.refuseNext(2);
    store.commit(Resources.puts("rest", Resources.patient("p1", "One")));
    await(() -> subscriber.heard().size() == 2);
    subscriptions.close();
    store.commit(Resources.puts("rest", Resources.patient("p2", "Two")));
    start("localhost");
    await(() -> subscriber.heard().size() == 3);
    assertThat(subscriber.heard().get(2).path()).isEqualTo("/hook/Patient/p2");
  }

  @Test
  void a_subscriber_that_never_answers_leaves_the_subscription_in_error_until_asked_again() {
    subscribe("s", "Patient?", JSON);
    await(() -> status("s").equals("active"));
    subscriber.refuseNext(3);
    store.commit(Resources.puts("rest", Resources.patient("p1", "One")));
    await(() -> status("s").equals("error"));
    assertThat(subscription("s").path("error").stringValue()).contains("500");
    subscribe("s", "Patient?", JSON);
    await(() -> status("s").equals("active"));
    await(() -> subscriber.heard().stream().anyMatch(it -> it.path().equals("/hook/Patient/p1")));
  }

  @Test
  void a_deleted_or_switched_off_subscription_hears_nothing_more() {
    subscribe("s", "Patient?", JSON);
    subscribe("t", "Patient?", JSON);
    await(() -> status("s").equals("active") && status("t").equals("active"));
    store.commit(Resources.delete("rest", "Subscription", "s"));
    var off = Resources.json(subscription("t").toString());
    off.put("status", "off");
    store.commit(Resources.puts("rest", off));
    store.commit(Resources.puts("rest", Resources.patient("p1", "One")));
    subscribe("u", "Patient?", JSON);
    await(() -> status("u").equals("active"));
    store.commit(Resources.puts("rest", Resources.patient("p2", "Two")));
    await(() -> subscriber.heard().stream().anyMatch(it -> it.path().endsWith("p2")));
    assertThat(subscriber.heard()).hasSize(4).noneMatch(it -> it.path().endsWith("p1"));
  }

  @Test
  void at_its_end_a_subscription_is_switched_off() {
    store.commit(
        Resources.puts(
            "rest",
            Resources.json(
                "{'resourceType':'Subscription','id':'s','status':'active','reason':'test',"
                    + "'criteria':'Patient?','end':'2020-01-01T00:00:00Z','channel':{'type':"
                    + "'rest-hook','endpoint':'"
                    + subscriber.address()
                    + "'}}")));
    await(() -> status("s").equals("off"));
  }

  @Test
  void hosts_nobody_allowed_and_what_makes_no_sense_are_refused_with_the_reason() {
    subscribe("a", "http://127.0.0.1:1/x", "Patient?", "'header':[]");
    subscribe("b", "http://example.org/x", "Patient?", "'header':[]");
    subscribe("c", subscriber.address(), "Nonsense?", "'header':[]");
    subscribe("d", subscriber.address(), "Patient?nonsense=1", "'header':[]");
    subscribe("e", subscriber.address(), "Patient?", "'payload':'text/csv'");
    subscribe("f", "http://user:word@localhost/x", "Patient?", "'header':[]");
    for (String id : List.of("a", "b", "c", "d", "e", "f")) {
      await(() -> status(id).equals("error"));
      assertThat(subscription(id).path("error").stringValue()).as(id).isNotEmpty();
    }
    assertThat(subscriber.heard()).isEmpty();
    subscriptions.close();
    start("");
    subscribe("g", "Patient?", JSON);
    await(() -> status("g").equals("error"));
    assertThat(subscription("g").path("error").stringValue()).contains("operator");
  }

  private void start(String hosts) {
    var search = new Search(database.dataSource(), store.index(), CodeSets.none());
    subscriptions =
        new Subscriptions(
            store,
            new LogReader.Parts(
                new ChangeLog(database.dataSource()),
                search,
                new NotificationQueue(database.dataSource())),
            new Subscriptions.Setting(
                AllowedHosts.parse(hosts),
                new Subscriptions.Patience(3, 50, 200),
                (id, what, outcome) -> witnessed.add(id + " " + what + " " + outcome)));
    subscriptions.start();
  }

  private void subscribe(String id, String criteria, String channel) {
    subscribe(id, subscriber.address(), criteria, channel);
  }

  private void subscribe(String id, String endpoint, String criteria, String channel) {
    store.commit(
        Resources.puts(
            "rest",
            Resources.json(
                ("{'resourceType':'Subscription','id':'%s','status':'requested','reason':'test',"
                        + "'criteria':'%s','channel':{'type':'rest-hook','endpoint':'%s',%s}}")
                    .formatted(id, criteria, endpoint, channel))));
  }

  private JsonNode subscription(String id) {
    return store.read("Subscription", id).orElseThrow().content().orElseThrow();
  }

  private String status(String id) {
    return subscription(id).path("status").stringValue();
  }

  private static void await(BooleanSupplier condition) {
    for (int i = 0; i < 400; i++) {
      if (condition.getAsBoolean()) {
        return;
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    throw new AssertionError("it did not come to pass within 20 s");
  }
}
