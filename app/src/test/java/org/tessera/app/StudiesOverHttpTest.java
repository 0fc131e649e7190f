package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Coverage, lineage and the change of a study on a real node: who may, what is refused before
/// anything changes, and what leaves a trace. The steps build on each other.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StudiesOverHttpTest {
  private static final String COVERAGE = "/studies/" + NodeOverHttp.STUDY + "/coverage";
  private static final String NODE = "/api/node/study/";

  @TempDir static Path folder;
  private static Path home = Path.of("");
  private static @Nullable NodeInProcess running;
  private static NodeOverHttp node = new NodeOverHttp(Path.of(""));
  private static long loaded;

  @BeforeAll
  static void start() throws Exception {
    home = folder.resolve("home");
    running = NodeInProcess.start(home, "");
    node = running.http();
    HttpResponse<String> first =
        node.deliver(
            "manager",
            text("patient_number,gender,year_of_birth\n004-000001,male,1950\n004-000002,x,1960\n"),
            "");
    loaded = NodeOverHttp.json(first).path("id").asLong();
    node.settled(loaded);
  }

  @AfterAll
  static void stop() {
    if (running != null) {
      running.close();
    }
  }

  private static byte[] text(String csv) {
    return csv.getBytes(StandardCharsets.UTF_8);
  }

  /// The files of the study as its author has them, one of them edited, on their way to the node.
  private static String upload(String file, UnaryOperator<String> editor) throws Exception {
    Map<String, String> files = new TreeMap<>();
    try (var all = Files.list(home.resolve("studies").resolve(NodeOverHttp.STUDY))) {
      for (Path each : all.filter(one -> !one.endsWith("accepted.csv")).toList()) {
        files.put(String.valueOf(each.getFileName()), Files.readString(each));
      }
    }
    files.computeIfPresent(file, (name, text) -> editor.apply(text));
    return JsonMapper.shared().writeValueAsString(files);
  }

  private static HttpResponse<String> send(String path, String account, String json)
      throws Exception {
    return node.send(
        node.request(path, account)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  private static HttpResponse<String> apply(String json) throws Exception {
    return send(NODE + "apply?study=" + NodeOverHttp.STUDY, "command", json);
  }

  private static HttpResponse<String> diff(String json) throws Exception {
    return send(NODE + "diff?study=" + NodeOverHttp.STUDY, "command", json);
  }

  private static String patientYaml() throws Exception {
    return Files.readString(home.resolve("studies/complete/patient.yaml"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @Order(1)
  @CsvSource({
    "'',401",
    "researcher,403",
    "committee,403",
    "auditor,403",
    "manager,200",
    "admin,200"
  })
  void coverage_and_lineage_are_for_those_who_may_see_deliveries(String account, int status)
      throws Exception {
    for (String path :
        new String[] {
          "/api" + COVERAGE, "/api/studies/lineage?of=Patient/x", "/studies/lineage", COVERAGE
        }) {
      assertThat(node.get(path, account).statusCode()).as(path).isEqualTo(status);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @Order(2)
  @CsvSource({"'',401", "researcher,403", "auditor,403", "manager,403"})
  void only_who_runs_the_node_changes_a_study(String account, int status) throws Exception {
    String before = patientYaml();
    for (String command : new String[] {"apply", "diff"}) {
      String path = NODE + command + "?study=" + NodeOverHttp.STUDY;
      assertThat(send(path, account, "{}").statusCode()).as(command).isEqualTo(status);
    }
    assertThat(patientYaml()).isEqualTo(before);
  }

  @Test
  @Order(3)
  void a_code_is_accepted_from_the_page_alone_and_by_those_who_may() throws Exception {
    HttpResponse<String> page = node.get(COVERAGE, "manager");
    assertThat(page.body()).contains("not in the list").doesNotContain("checked");
    Map<String, String> choice =
        Map.of(
            "list", "gender",
            "value", "male",
            "code", "http://snomed.info/sct|248153007",
            "relationship", "equivalent");
    assertThat(node.post(COVERAGE, "researcher", choice).statusCode()).isEqualTo(403);
    // What another site makes a browser send has a cookie at most, and no word of the page.
    assertThat(node.post(COVERAGE, "", choice).statusCode()).isEqualTo(403);
    assertThat(home.resolve("studies/complete/accepted.csv")).doesNotExist();
    assertThat(node.post(COVERAGE, "manager", choice).statusCode()).isEqualTo(302);
    assertThat(home.resolve("studies/complete/accepted.csv"))
        .content()
        .contains("248153007", "demo-manager");
  }

  @Test
  @Order(4)
  void lineage_leads_from_a_resource_to_its_cells_and_leaves_a_trace() throws Exception {
    JsonNode row =
        NodeOverHttp.json(
            node.get("/api/studies/lineage/row?form=Patient&row=2&delivery=" + loaded, "manager"));
    String patient = "";
    for (JsonNode resource : row.path(0).path("origin").path("resources")) {
      patient = resource.asString().startsWith("Patient/") ? resource.asString() : patient;
    }
    assertThat(patient).startsWith("Patient/");
    HttpResponse<String> back = node.get("/api/studies/lineage?of=" + patient, "manager");
    assertThat(back.body()).contains("\"B2\"", "patient.yaml").doesNotContain("004-000001");
    String trail = node.get("/api/audit?action=lineage", "auditor").body();
    assertThat(trail).contains("demo-manager").doesNotContain(patient);
    assertThat(node.get("/api/audit?action=study", "auditor").body())
        .contains("POST studies/complete/coverage");
  }

  @Test
  @Order(5)
  void what_cannot_be_taken_in_changes_nothing() throws Exception {
    String before = patientYaml();
    HttpResponse<String> broken =
        apply(upload("patient.yaml", text -> text.replace("list: gender", "list: nothing")));
    assertThat(broken.statusCode()).isEqualTo(422);
    assertThat(broken.body()).contains("patient.yaml:", "Nothing was changed");
    HttpResponse<String> profile =
        apply(upload("study.yaml", text -> text + "imaging: { profile: nowhere }\n"));
    assertThat(profile.statusCode()).isEqualTo(422);
    assertThat(profile.body()).contains("nowhere", "research", "Nothing was changed");
    assertThat(apply("[1]").statusCode()).isEqualTo(422);
    assertThat(send(NODE + "apply?study=unknown", "command", "{}").statusCode()).isEqualTo(422);
    assertThat(patientYaml()).isEqualTo(before);
    assertThat(home.resolve("studies/complete/study.yaml")).content().doesNotContain("nowhere");
  }

  @Test
  @Order(6)
  void while_removals_wait_for_somebody_nothing_is_taken_in() throws Exception {
    HttpResponse<String> second =
        node.deliver("manager", text("patient_number,gender\n004-000003,female\n"), "");
    long id = NodeOverHttp.json(second).path("id").asLong();
    assertThat(node.settled(id).path("state").asString()).isEqualTo("WAITING");
    String before = patientYaml();
    String looser = upload("patient.yaml", text -> text.replace("max: 2100", "max: 1940"));
    HttpResponse<String> refused = apply(looser);
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("[" + id + "]", "settle them first", "Nothing was changed");
    assertThat(patientYaml()).isEqualTo(before);
    assertThat(
            node.post("/deliveries/" + id + "/removals/decline", "manager", Map.of()).statusCode())
        .isEqualTo(302);
    node.settled(id);
  }

  @Test
  @Order(7)
  void a_change_is_told_first_and_then_made_with_the_codes_that_were_accepted_here()
      throws Exception {
    String stricter =
        upload("patient.yaml", text -> text.replace("max: 2100", "max: 1940, required: M"));
    HttpResponse<String> told = diff("{\"after\":" + stricter + "}");
    assertThat(told.statusCode()).as(told.body()).isEqualTo(200);
    assertThat(told.body())
        .contains("~ column Patient.year_of_birth: required: optional -> mandatory")
        .contains("range Patient.year_of_birth", "Nothing was changed")
        .containsPattern("Rows of OMOP[^\\n]*\\n  person +0 +0 +2 +0");
    HttpResponse<String> same = diff("{\"before\":" + stricter + ",\"after\":" + stricter + "}");
    assertThat(same.body()).startsWith("Columns, codes and rules are the same.");
    assertThat(diff("{}").statusCode()).isEqualTo(422);
    assertThat(patientYaml()).contains("max: 2100");
    assertThat(node.get("/api/node/verify", "command").body()).contains("Everything agrees");

    HttpResponse<String> applied = apply(stricter);
    assertThat(applied.statusCode()).as(applied.body()).isEqualTo(200);
    assertThat(applied.body()).contains("Delivery " + loaded + " read again: 0 rows accepted");
    assertThat(patientYaml()).contains("max: 1940");
    assertThat(home.resolve("studies/complete/accepted.csv")).content().contains("248153007");
    assertThat(node.get("/api/node/verify", "command").body()).contains("Everything agrees");
    assertThat(home.resolve("inbox").resolve(NodeOverHttp.STUDY)).isDirectory();
  }

  @Test
  @Order(8)
  void a_study_that_is_taken_in_has_its_folder_of_the_inbox_without_a_new_start() throws Exception {
    String other = upload("study.yaml", text -> text.replace("study: complete", "study: another"));
    HttpResponse<String> applied = send(NODE + "apply?study=another", "command", other);
    assertThat(applied.statusCode()).as(applied.body()).isEqualTo(200);
    Path inbox = home.resolve("inbox/another");
    for (int wait = 0; wait < 600 && !Files.isDirectory(inbox); wait++) {
      Thread.sleep(50);
    }
    assertThat(inbox).isDirectory();
  }
}
