package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.access.identity.DemoAccounts;
import org.tessera.app.demo.DemoGenerator;
import org.tessera.app.demo.DemoRow;
import org.tessera.app.demo.DemoStudy;
import org.tessera.etl.form.WorkbookTemplate;
import org.tessera.fhir.store.ChangeLog;
import org.tessera.fhir.store.ProjectionRunner;
import org.tessera.mappings.Mappings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole street with a real node: a workbook with two bad cells in the inbox, mended and
/// delivered again, seen in FHIR, OMOP and the catalogue, requested, approved and downloaded. The
/// steps build on each other.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FromInboxToEverywhereTest {
  private static final int PATIENTS = 40;
  private static final String BAD_GENDER = "neither-nor";
  private static final String BAD_PSA = "a lot";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir static Path folder;
  private static RunningNode node =
      new RunningNode(
          new Home(Path.of("")),
          new org.springframework.context.support.GenericApplicationContext());
  private static String port = "";
  private static final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void start_a_node_of_our_own() throws IOException {
    Application.chooseXmlParser();
    Path home = folder.resolve("home");
    node =
        Application.start(
            CommandLine.parse(new String[] {"serve", "--home", home.toString(), "--port", "0"}),
            false);
    node.context().getBean(DemoAccounts.class).create();
    port = Files.readString(home.resolve("node.port")).strip();
  }

  @AfterAll
  static void stop() {
    node.context().close();
    client.close();
  }

  @Test
  @Order(1)
  void a_workbook_with_two_bad_cells_loads_the_rest_and_names_both_cells() throws Exception {
    drop("first.xlsx", true);

    JsonNode delivery = awaitDelivery(1);
    String csv = text(get("/deliveries/1/rejections.csv", manager()));

    assertThat(delivery.path("state").asString()).isEqualTo("LOADED");
    assertThat(csv).contains("psa").doesNotContain("004-0");
    assertThat(csv.lines().filter(line -> line.contains("Diagnosis") || line.contains("Patient")))
        .hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  @Order(2)
  void the_data_manager_gets_the_own_workbook_back() throws Exception {
    HttpResponse<byte[]> workbook = get("/deliveries/1/workbook", manager());

    assertThat(workbook.statusCode()).isEqualTo(200);
    assertThat(ZipText.entries(workbook.body()).keySet())
        .anyMatch(name -> name.contains("comments"));
  }

  @Test
  @Order(3)
  void the_mended_workbook_replaces_its_predecessor_and_the_same_bytes_again_do_nothing()
      throws Exception {
    long before = count("select count(*) from cdm.person");
    drop("second.xlsx", false);
    JsonNode mended = awaitDelivery(2);
    Files.copy(
        folder.resolve("second.xlsx"),
        node.home().path("inbox").resolve("prostate").resolve("same-again.xlsx"));
    JsonNode again = awaitDelivery(3);
    caughtUp();

    assertThat(mended.path("state").asString()).isEqualTo("LOADED");
    assertThat(again.path("state").asString()).isEqualTo("DUPLICATE");
    assertThat(count("select count(*) from cdm.person")).isEqualTo(PATIENTS).isGreaterThan(before);
  }

  @Test
  @Order(4)
  void fhir_and_omop_hold_what_the_workbook_says() throws Exception {
    JsonNode patients = json("/fhir/Patient?_summary=count", manager());
    JsonNode conditions = json("/fhir/Condition?_count=1", manager());
    JsonNode observations =
        json("/fhir/Observation?_count=1&code=http%3A%2F%2Floinc.org%7C2857-1", manager());

    assertThat(patients.path("total").asInt()).isEqualTo(PATIENTS);
    assertThat(conditions.path("entry").path(0).path("resource").path("resourceType").asString())
        .isEqualTo("Condition");
    assertThat(observations.path("entry").size()).isEqualTo(1);
    assertThat(count("select count(*) from cdm.condition_occurrence"))
        .isGreaterThanOrEqualTo(PATIENTS);
    assertThat(count("select count(*) from cdm.measurement where measurement_concept_id = 3013603"))
        .isPositive();
  }

  @Test
  @Order(5)
  void the_catalogue_shows_the_collection_and_verify_finds_everything_in_its_place()
      throws Exception {
    String page = text(get("/", ""));
    HttpResponse<byte[]> verify = get("/api/node/verify", command());

    assertThat(page).contains("/catalogue/prostate").contains(PATIENTS + "");
    assertThat(text(verify)).doesNotContain("BAD").contains("Everything agrees");
    assertThat(verify.statusCode()).isEqualTo(200);
  }

  @Test
  @Order(6)
  void a_request_is_approved_by_the_committee_and_the_researcher_downloads_the_package()
      throws Exception {
    String researcher = token("demo-researcher");
    HttpResponse<byte[]> submitted =
        post(
            "/requests",
            researcher,
            Map.of(
                "collection",
                "prostate",
                "title",
                "Grading",
                "justification",
                "To learn how PSA and grade go together in this population."));
    String request = submitted.headers().firstValue("Location").orElseThrow().replaceAll(".*/", "");
    HttpResponse<byte[]> own =
        post(
            "/requests/" + request + "/decision",
            researcher,
            Map.of("approve", "true", "reason", "mine"));
    HttpResponse<byte[]> decided =
        post(
            "/requests/" + request + "/decision",
            token("demo-committee"),
            Map.of("approve", "true", "reason", "Sound purpose."));
    byte[] zip = awaitPackage("/packages/" + request, researcher);
    Map<String, String> files = ZipText.entries(zip);

    assertThat(own.statusCode()).isEqualTo(403);
    assertThat(decided.statusCode()).isEqualTo(302);
    assertThat(files.keySet()).anyMatch(name -> name.endsWith("Patient.ndjson"));
    assertThat(files.keySet())
        .anyMatch(name -> name.toLowerCase(java.util.Locale.ROOT).contains("person.csv"));
    String pseudonym =
        json("/fhir/Patient?_count=1", manager())
            .path("entry")
            .path(0)
            .path("resource")
            .path("id")
            .asString();
    assertThat(files.values()).noneMatch(content -> content.contains(pseudonym));
  }

  @Test
  @Order(7)
  void an_external_system_creates_a_patient_in_xml() throws Exception {
    String xml = "<Patient xmlns=\"http://hl7.org/fhir\"><gender value=\"female\"/></Patient>";
    HttpResponse<byte[]> created =
        client.send(
            request("/fhir/Patient", command())
                .header("Content-Type", "application/fhir+xml")
                .header("Accept", "application/fhir+xml")
                .POST(BodyPublishers.ofString(xml))
                .build(),
            BodyHandlers.ofByteArray());

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(text(created)).startsWith("<Patient").contains("female");
  }

  @Test
  @Order(8)
  void no_patient_number_is_anywhere_outside_the_identified_zone() throws Exception {
    for (String schema : List.of("fhir", "etl", "cdm", "omop", "access")) {
      for (String table : tables(schema)) {
        assertThat(
                count(
                    "select count(*) from "
                        + schema
                        + ".\""
                        + table
                        + "\" t where t::text ~ '004-0000[0-9][0-9]'"))
            .as(schema + "." + table)
            .isZero();
      }
    }
    var log = node.context().getBean(ChangeLog.class);
    long at = 0;
    for (var page = log.after(at, 1_000); !page.isEmpty(); page = log.after(at, 1_000)) {
      at = page.getLast().sequence();
      assertThat(page).noneMatch(change -> change.resource().toString().contains("004-0000"));
    }
    assertThat(at).isPositive();
  }

  @Test
  @Order(9)
  void a_rebuilt_omop_is_the_same_omop() throws Exception {
    String before = fingerprint();
    HttpResponse<byte[]> rebuilt = post("/api/node/rebuild?name=omop", command(), Map.of());
    caughtUp();

    assertThat(rebuilt.statusCode()).isIn(200, 202);
    assertThat(fingerprint()).isEqualTo(before);
  }

  private static String fingerprint() throws SQLException {
    return string(
            "select md5(string_agg(m::text, '|' order by measurement_id)) from cdm.measurement m")
        + string(
            "select md5(string_agg(c::text, '|' order by condition_occurrence_id)) from"
                + " cdm.condition_occurrence c");
  }

  private static void drop(String name, boolean spoiled) throws IOException {
    Path file = folder.resolve(name);
    var mappings = node.context().getBean(Mappings.class);
    Iterator<DemoRow> rows = DemoGenerator.faultless(7).rows(DemoStudy.PROSTATE, PATIENTS);
    try (var workbook = new WorkbookTemplate(mappings.study("prostate").orElseThrow()).fill(file)) {
      boolean gender = spoiled;
      boolean psa = spoiled;
      while (rows.hasNext()) {
        DemoRow row = rows.next();
        Map<String, String> cells = new LinkedHashMap<>(row.values());
        if (gender && row.tab().equals("Patient")) {
          cells.put("gender", BAD_GENDER);
          gender = false;
        } else if (psa && cells.containsKey("psa_total")) {
          cells.put("psa_total", BAD_PSA);
          psa = false;
        }
        workbook.row(row.tab(), cells);
      }
    }
    // The inbox sees the file only whole.
    Path scratch = Files.copy(file, folder.resolve("." + name));
    Files.move(
        scratch,
        node.home().path("inbox").resolve("prostate").resolve(name),
        StandardCopyOption.ATOMIC_MOVE);
  }

  private static JsonNode awaitDelivery(int id) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      HttpResponse<byte[]> answer = get("/deliveries/" + id + ".json", manager());
      if (answer.statusCode() == 200) {
        JsonNode delivery = JsonMapper.shared().readTree(answer.body());
        if (!List.of("RECEIVED", "READING", "LOADING")
            .contains(delivery.path("state").asString())) {
          caughtUp();
          return delivery;
        }
      }
      Thread.sleep(100);
    }
    throw new AssertionError("delivery " + id + " did not end");
  }

  private static byte[] awaitPackage(String path, String token) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      HttpResponse<byte[]> answer = get(path, token);
      if (answer.statusCode() == 200) {
        return answer.body();
      }
      Thread.sleep(200);
    }
    throw new AssertionError("the package was not built");
  }

  private static void caughtUp() {
    node.context().getBean(ProjectionRunner.class).awaitCaughtUp(PATIENCE);
  }

  private static String manager() throws Exception {
    return token("demo-manager");
  }

  private static final Map<String, String> tokens = new TreeMap<>();

  private static String token(String account) throws Exception {
    if (!tokens.containsKey(account)) {
      HttpResponse<byte[]> answer =
          post(
              "/api/token",
              "",
              Map.of("username", account, "password", account.replace("demo-", "tessera-demo-")));
      tokens.put(
          account, JsonMapper.shared().readTree(answer.body()).path("access_token").asString());
    }
    return tokens.get(account);
  }

  private static String command() throws IOException {
    return Files.readString(node.home().path("keys").resolve("command.token")).strip();
  }

  private static JsonNode json(String path, String token) throws Exception {
    return JsonMapper.shared().readTree(get(path, token).body());
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static HttpResponse<byte[]> get(String path, String token) throws Exception {
    return client.send(request(path, token).GET().build(), BodyHandlers.ofByteArray());
  }

  private static HttpResponse<byte[]> post(String path, String token, Map<String, String> form)
      throws Exception {
    List<String> pairs = new ArrayList<>();
    form.forEach(
        (name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return client.send(
        request(path, token)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(String.join("&", pairs)))
            .build(),
        BodyHandlers.ofByteArray());
  }

  private static HttpRequest.Builder request(String path, String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private static List<String> tables(String schema) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (var connection = node.context().getBean(DataSource.class).getConnection();
        var rows = connection.getMetaData().getTables(null, schema, "%", new String[] {"TABLE"})) {
      while (rows.next()) {
        tables.add(rows.getString("TABLE_NAME"));
      }
    }
    return tables;
  }

  private static long count(String sql) throws SQLException {
    return Long.parseLong(string(sql));
  }

  private static String string(String sql) throws SQLException {
    try (var connection = node.context().getBean(DataSource.class).getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return String.valueOf(rows.getString(1));
    }
  }
}
