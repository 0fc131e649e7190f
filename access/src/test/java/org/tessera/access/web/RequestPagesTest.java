package org.tessera.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.access.Node;
import org.tessera.access.Role;
import org.tessera.access.identity.Account;
import org.tessera.access.identity.Accounts;
import org.tessera.access.identity.DemoAccounts;
import org.tessera.access.pack.SmallCollection;
import org.tessera.catalog.index.CatalogProjection;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.fhir.store.ChangeLog;

class RequestPagesTest {
  private static final Duration BUILT_WITHIN = Duration.ofMinutes(2);

  private static TestDatabase database;
  private static Node node;
  private static String researcher = "";
  private static String committee = "";

  @BeforeAll
  static void start(@TempDir Path home) throws Exception {
    database = TestDatabase.create("fhir", "omop", "access");
    SmallCollection.in(database);
    node = Node.start(database, home);
    node.bean(DemoAccounts.class).create();
    var log = new ChangeLog(database.dataSource());
    node.bean(CatalogProjection.class).apply(log.after(0, 1_000));
    researcher = node.token("demo-researcher", "tessera-demo-researcher");
    committee = node.token("demo-committee", "tessera-demo-committee");
  }

  @AfterAll
  static void stop() {
    node.close();
    database.close();
  }

  private static String submit(String token) {
    var answer =
        node.post(
            "/requests",
            token,
            "collection=lung&title=Staging&justification=To+train+a+model+that+stages+tumours");
    assertThat(answer.statusCode()).isEqualTo(302);
    String location = answer.headers().firstValue("Location").orElseThrow();
    return location.substring(location.lastIndexOf('/') + 1);
  }

  @Test
  void a_researcher_asks_the_committee_approves_and_the_researcher_downloads() throws Exception {
    var form = node.get("/requests/new?collection=lung", researcher);
    assertThat(form.body()).contains("Request", "Study lung", "10 patients");
    // The frame's title is not the project's.
    assertThat(form.body()).doesNotContain("value=\"Request a collection\"");
    String id = submit(researcher);
    assertThat(node.get("/requests/" + id, researcher).body())
        .contains("waiting for a decision", "committee", "turn to decide");
    assertThat(node.get("/requests", committee).body()).contains("Staging", "Demo researcher");
    assertThat(node.get("/packages/" + id, researcher).statusCode()).isEqualTo(404);

    node.post("/requests/" + id + "/decision", committee, "approve=true&reason=Sound");
    awaitPackage(id);

    var download = download("/packages/" + id, researcher);
    assertThat(download.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"tessera-lung-1.0.0.zip\"");
    assertThat(names(download.body()))
        .contains("README.txt", "manifest.json", "fhir/Patient.ndjson", "omop/person.csv");
    assertThat(node.get("/requests/" + id, researcher).body()).contains("downloaded");
    assertThat(download("/packages/" + id, committee).statusCode()).isEqualTo(403);
    assertThat(audit("package")).contains("demo-researcher", "GET packages/" + id, "done 200");
    assertThat(audit("decision")).contains("demo-committee", "request/" + id, "approved");
  }

  @Test
  void another_researcher_sees_neither_the_request_nor_its_package() {
    String id = submit(researcher);
    node.bean(Accounts.class)
        .create("other", "Other", Account.Kind.PERSON, Set.of(Role.RESEARCHER));
    String password = node.bean(Accounts.class).resetPassword("other");
    node.bean(Accounts.class).changePassword("other", password, "a long enough one");
    String other = node.token("other", "a+long+enough+one");
    assertThat(node.get("/requests/" + id, other).statusCode()).isEqualTo(404);
    assertThat(node.get("/packages/" + id, other).statusCode()).isEqualTo(404);
    assertThat(node.get("/requests", other).body()).doesNotContain("Staging");
  }

  @Test
  void a_member_of_the_committee_cannot_decide_on_their_own_request() {
    var accounts = node.bean(Accounts.class);
    accounts.create("both", "Both", Account.Kind.PERSON, Set.of(Role.RESEARCHER, Role.COMMITTEE));
    accounts.changePassword("both", accounts.resetPassword("both"), "a long enough one");
    String both = node.token("both", "a+long+enough+one");
    String id = submit(both);
    assertThat(node.get("/requests/" + id, both).body())
        .contains("another member of the committee")
        .doesNotContain("Approve and build");
    var answer = node.post("/requests/" + id + "/decision", both, "approve=true");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("of their own");
  }

  @Test
  void a_rejection_shows_the_researcher_the_reason() {
    String id = submit(researcher);
    var without = node.post("/requests/" + id + "/decision", committee, "approve=false&reason=");
    assertThat(without.statusCode()).isEqualTo(422);
    node.post("/requests/" + id + "/decision", committee, "approve=false&reason=No+ethics+vote");
    assertThat(node.get("/requests/" + id, researcher).body())
        .contains("rejected", "No ethics vote");
  }

  @Test
  void a_collection_that_is_not_there_cannot_be_requested() {
    assertThat(node.get("/requests/new?collection=none", researcher).statusCode()).isEqualTo(404);
    var answer =
        node.post(
            "/requests", researcher, "collection=none&title=x&justification=" + "y".repeat(30));
    assertThat(answer.statusCode()).isEqualTo(404);
  }

  @Test
  void forms_work_in_a_browser_with_its_anti_forgery_token() {
    var browser = node.browser();
    browser.signIn("demo-researcher", "tessera-demo-researcher");
    browser.open("/requests/new?collection=lung");
    var answer =
        browser.submit(
            "/requests", "collection=lung&title=Browser&justification=" + "because+".repeat(5));
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(browser.open("/requests").body()).contains("Browser");
  }

  private static void awaitPackage(String id) throws InterruptedException {
    Pattern ready = Pattern.compile("ready to download");
    Instant end = Instant.now().plus(BUILT_WITHIN);
    while (!ready.matcher(node.get("/requests/" + id, researcher).body()).find()) {
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(200);
    }
  }

  private static String audit(String action) {
    String auditor = node.token("demo-auditor", "tessera-demo-auditor");
    return node.get("/api/audit?action=" + action, auditor).body();
  }

  private static HttpResponse<byte[]> download(String path, String token) throws Exception {
    var request =
        HttpRequest.newBuilder(node.uri(path)).header("Authorization", "Bearer " + token).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  private static Set<String> names(byte[] zip) throws Exception {
    Set<String> names = new HashSet<>();
    try (var entries = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (var entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }
}
