package org.tessera.fhir.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.fhir.operation.Answer;
import org.tessera.fhir.operation.Call;
import org.tessera.fhir.operation.Inputs;
import org.tessera.fhir.operation.OperationFailure;
import org.tessera.fhir.operation.Operations;
import org.tessera.fhir.operation.Signature.Level;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.CodeSets;
import org.tessera.fhir.store.EmptyTables;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.Resources;
import tools.jackson.databind.JsonNode;

class ExportTest {
  private static final String BASE = "http://localhost/fhir";

  private final List<String> ended = new CopyOnWriteArrayList<>();
  private @TempDir Path folder;
  private static TestDatabase database;
  private ResourceStore store;
  private ExportWorker worker;
  private Operations operations;

  @BeforeAll
  static void create_a_database() {
    database = TestDatabase.create("fhir");
  }

  @AfterAll
  static void close_it() {
    database.close();
  }

  @BeforeEach
  void store_two_patients_and_a_group_of_one() {
    EmptyTables.in(database.dataSource());
    store = new ResourceStore(database.dataSource());
    store.commit(
        Resources.puts(
            "rest",
            Resources.patient("a", "One"),
            Resources.patient("b", "Two"),
            Resources.observation("oa", "a", "weight", "2020-01-01"),
            Resources.observation("ob", "b", "height", "2020-01-01"),
            Resources.json("{'resourceType':'Organization','id':'org'}"),
            Resources.json(
                "{'resourceType':'Group','id':'g','type':'person','actual':true,'member':["
                    + "{'entity':{'reference':'Patient/a'}}]}")));
    open(ExportLimits.USUAL);
    worker.start();
  }

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void everything_is_exported_a_type_a_file_and_told_in_a_manifest() {
    JsonNode manifest = export("$export");
    assertThat(ids(manifest, "output"))
        .containsExactlyInAnyOrder(
            "Patient/a",
            "Patient/b",
            "Observation/oa",
            "Observation/ob",
            "Organization/org",
            "Group/g");
    assertThat(manifest.path("request").stringValue()).isEqualTo(BASE + "/$export");
    assertThat(manifest.path("requiresAccessToken").booleanValue()).isTrue();
    assertThat(manifest.path("transactionTime").stringValue()).endsWith("Z");
    assertThat(manifest.at("/output/0/count").asLong()).isPositive();
    assertThat(ended).singleElement().asString().startsWith("anna system").contains("done");
  }

  @Test
  void patients_and_groups_get_what_belongs_to_them() {
    assertThat(ids(export("Patient/$export"), "output"))
        .containsExactlyInAnyOrder(
            "Patient/a", "Patient/b", "Observation/oa", "Observation/ob", "Group/g");
    assertThat(ids(export("Group/g/$export"), "output"))
        .containsExactlyInAnyOrder("Patient/a", "Observation/oa", "Group/g");
    assertThat(ids(export("Group/g/$export?_type=Observation"), "output"))
        .containsExactly("Observation/oa");
  }

  @Test
  void types_and_filters_limit_what_is_exported() {
    assertThat(ids(export("$export?_type=Observation"), "output"))
        .containsExactlyInAnyOrder("Observation/oa", "Observation/ob");
    assertThat(
            ids(
                export(
                    "$export?_type=Observation,Patient&_typeFilter=Observation?code=weight"
                        + ",Observation?date=2020"),
                "output"))
        .containsExactlyInAnyOrder("Observation/oa", "Observation/ob", "Patient/a", "Patient/b");
    assertThat(
            ids(export("$export?_type=Observation&_typeFilter=Observation?code=height"), "output"))
        .containsExactly("Observation/ob");
  }

  @Test
  void a_filter_may_be_by_a_parameter_added_to_the_node() throws InterruptedException {
    store.commit(
        Resources.puts(
            "rest",
            Resources.json(
                "{'resourceType':'SearchParameter','id':'said','url':'urn:said','name':'said',"
                    + "'status':'active','description':'said','code':'said','type':'token',"
                    + "'base':['Observation'],'expression':'Observation.code'}")));
    String path = "$export?_type=Observation&_typeFilter=Observation?said=height";
    assertThatThrownBy(() -> kickOff(path, "anna")).hasMessageContaining("said");
    store.index().start();
    while (store.index().isIndexing()) {
      Thread.sleep(20);
    }
    assertThat(ids(export(path), "output")).containsExactly("Observation/ob");
    store.index().close();
  }

  @Test
  void since_an_earlier_export_comes_what_changed_after_its_snapshot_and_what_was_deleted() {
    String before = export("$export").path("transactionTime").stringValue();
    store.commit(Resources.puts("rest", Resources.patient("a", "Renamed")));
    store.commit(Resources.delete("rest", "Observation", "ob"));
    JsonNode manifest = export("$export?_since=" + before);
    assertThat(ids(manifest, "output")).containsExactly("Patient/a");
    assertThat(manifest.path("deleted")).hasSize(1);
    assertThat(lines(manifest.at("/deleted/0/url").stringValue()).getFirst())
        .contains("\"DELETE\"")
        .contains("Observation/ob");
    assertThat(export("Group/g/$export?_since=" + before).path("deleted")).isEmpty();
  }

  @Test
  void a_file_that_grows_too_large_is_followed_by_another() throws IOException {
    worker.close();
    open(new ExportLimits(10, 300, 1 << 20, 1));
    worker.start();
    JsonNode manifest = export("$export?_type=Observation,Patient");
    assertThat(manifest.path("output").size()).isGreaterThan(2);
    assertThat(ids(manifest, "output")).hasSize(4);
    try (var jobs = Files.list(folder)) {
      for (Path job : jobs.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(job)))
            .isEqualTo("rwx------");
      }
    }
  }

  @Test
  void an_export_that_would_be_too_large_fails_and_names_the_limit() {
    worker.close();
    open(new ExportLimits(10, 1 << 20, 300, 1));
    worker.start();
    assertThatThrownBy(() -> export("$export"))
        .isInstanceOfSatisfying(
            OperationFailure.class,
            e ->
                assertThat(e)
                    .hasMessageContaining("exportBytesMax")
                    .returns(500, it -> it.status()));
  }

  @Test
  void what_was_asked_for_before_a_restart_is_done_after_it() {
    worker.close();
    open(ExportLimits.USUAL);
    String status = kickOff("$export", "anna");
    assertThat(get(status, "anna").status()).isEqualTo(202);
    open(ExportLimits.USUAL);
    worker.start();
    assertThat(ids(await(status), "output")).hasSize(6);
  }

  @Test
  void beyond_the_limit_of_waiting_exports_a_kick_off_is_put_off() {
    worker.close();
    open(new ExportLimits(1, 1 << 20, 1 << 20, 1));
    kickOff("$export", "anna");
    assertThatThrownBy(() -> kickOff("$export", "anna"))
        .isInstanceOfSatisfying(
            OperationFailure.class,
            e -> {
              assertThat(e.status()).isEqualTo(429);
              assertThat(e.headers()).containsKey("Retry-After");
            });
  }

  @Test
  void only_who_began_it_sees_it_and_after_its_removal_nobody_does() {
    String status = kickOff("$export", "anna");
    JsonNode manifest = await(status);
    String file = manifest.at("/output/0/url").stringValue().substring(BASE.length() + 1);
    for (String path : List.of(status, file)) {
      assertThatThrownBy(() -> get(path, "eve"))
          .isInstanceOfSatisfying(
              OperationFailure.class, e -> assertThat(e.status()).isEqualTo(404));
    }
    assertThat(call("DELETE", status, "anna").status()).isEqualTo(202);
    assertThatThrownBy(() -> get(status, "anna")).isInstanceOf(OperationFailure.class);
    assertThatThrownBy(() -> get(file, "anna")).isInstanceOf(OperationFailure.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void what_makes_no_sense_is_refused_at_the_kick_off() {
    for (String path :
        List.of(
            "$export?_type=Nonsense",
            "$export?_outputFormat=text/csv",
            "$export?_since=yesterday",
            "$export?_typeFilter=Observation",
            "$export?_typeFilter=Observation?nonsense=1",
            "$export?_typeFilter=Observation?_sort=date",
            "$export?_type=Patient&_typeFilter=Observation?code=x",
            "Patient/$export?_type=Organization",
            "Group/none/$export")) {
      assertThatThrownBy(() -> kickOff(path, "anna"))
          .as(path)
          .isInstanceOfSatisfying(
              OperationFailure.class, e -> assertThat(e.status()).isBetween(400, 404));
    }
    assertThatThrownBy(() -> ask("GET", "$export", "anna", List.of()))
        .hasMessageContaining("respond-async");
    String file = await(kickOff("$export", "anna")).at("/output/0/url").stringValue();
    String escape = file.substring(BASE.length() + 1).replaceAll("file=.*", "file=../x");
    assertThatThrownBy(() -> get(escape, "anna")).isInstanceOf(OperationFailure.class);
  }

  private void open(ExportLimits limits) {
    worker =
        new ExportWorker(
            database.dataSource(),
            new Search(
                database.dataSource(), store.index(), CodeSets.stored(database.dataSource())),
            new ExportFolder(folder),
            new ExportWorker.Setting(
                limits, (caller, what, outcome) -> ended.add(caller + " " + what + " " + outcome)));
    operations = Operations.of(List.of(ExportConfiguration.group(worker, store)));
  }

  private JsonNode export(String path) {
    return await(kickOff(path, "anna"));
  }

  private String kickOff(String path, String caller) {
    Answer answer = ask("GET", path, caller, List.of("respond-async"));
    assertThat(answer.status()).isEqualTo(202);
    return answer.headers().getOrDefault("Content-Location", "").substring(BASE.length() + 1);
  }

  private JsonNode await(String status) {
    for (int i = 0; i < 600; i++) {
      Answer answer = get(status, "anna");
      if (answer instanceof Answer.Json done) {
        return done.document();
      }
      assertThat(answer.headers()).containsKeys("X-Progress", "Retry-After");
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    throw new AssertionError("the export did not end");
  }

  private Set<String> ids(JsonNode manifest, String part) {
    Set<String> ids = new TreeSet<>();
    for (JsonNode file : manifest.path(part)) {
      List<String> lines = lines(file.path("url").stringValue());
      assertThat(lines).hasSize(file.path("count").asInt());
      for (String line : lines) {
        JsonNode resource = Resources.json(line);
        assertThat(resource.path("resourceType")).isEqualTo(file.path("type"));
        String id =
            resource.path("resourceType").stringValue() + "/" + resource.path("id").stringValue();
        assertThat(ids.add(id)).as(id).isTrue();
      }
    }
    return ids;
  }

  private List<String> lines(String address) {
    Answer answer = get(address.substring(BASE.length() + 1), "anna");
    var bytes = new ByteArrayOutputStream();
    try {
      ((Answer.Stream) answer).writer().write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private Answer get(String path, String caller) {
    return call("GET", path, caller);
  }

  private Answer call(String method, String path, String caller) {
    return ask(method, path, caller, List.of());
  }

  private Answer ask(String method, String path, String caller, List<String> prefer) {
    int question = path.indexOf('?');
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    if (question >= 0) {
      for (String pair : path.substring(question + 1).split("&", -1)) {
        String[] parts = pair.split("=", 2);
        parameters.computeIfAbsent(parts[0], any -> new ArrayList<>()).add(parts[1]);
      }
    }
    List<String> parts =
        new ArrayList<>(
            List.of((question < 0 ? path : path.substring(0, question)).split("/", -1)));
    String name = parts.removeLast().substring(1);
    String type = parts.isEmpty() ? "" : parts.get(0);
    String id = parts.size() < 2 ? "" : parts.get(1);
    Level level = type.isEmpty() ? Level.SYSTEM : id.isEmpty() ? Level.TYPE : Level.INSTANCE;
    var call =
        new Call(method, BASE, type, id, new Inputs(parameters, Optional.empty()), caller, prefer);
    return operations.find(level, type, name).orElseThrow().run(call);
  }
}
