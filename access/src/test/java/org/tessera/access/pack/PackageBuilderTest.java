package org.tessera.access.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.access.request.Request;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.fhir.store.ChangeLog;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PackageBuilderTest {
  private static final JsonMapper json = JsonMapper.builder().build();
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  private static final UUID ID = new UUID(0, 1);

  private static TestDatabase database;
  private static SmallCollection collection;
  private static PackageBuilder builder;
  private static Map<String, String> files;

  @BeforeAll
  static void build(@TempDir Path home) throws IOException, SQLException {
    database = TestDatabase.create("fhir", "omop", "access");
    collection = SmallCollection.in(database);
    builder = builder(home.resolve("packages"));
    builder.build(request(ID, "lung"), key("one"));
    files = read(builder.file(ID));
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static PackageBuilder builder(Path packages) {
    return new PackageBuilder(
        database.dataSource(),
        new ChangeLog(database.dataSource()),
        Vocabularies.builtIn(),
        packages,
        InstantSource.fixed(NOW));
  }

  private static PackageKey key(String text) {
    return PackageKey.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Request request(UUID id, String collection) {
    return new Request(
        id,
        collection,
        "Lung cancer",
        "ann",
        "Ann",
        "Staging",
        "Because it helps.",
        Request.State.APPROVED,
        "",
        Optional.empty(),
        List.of());
  }

  private static Map<String, String> read(Path zip) throws IOException {
    Map<String, String> contents = new LinkedHashMap<>();
    try (var file = new ZipFile(zip.toFile())) {
      for (var entry : file.stream().toList()) {
        byte[] bytes = file.getInputStream(entry).readAllBytes();
        contents.put(entry.getName(), new String(bytes, StandardCharsets.UTF_8));
      }
    }
    return contents;
  }

  private static String file(String name) {
    return Objects.requireNonNull(files.get(name), name);
  }

  private static List<JsonNode> resources(String type) {
    return file("fhir/" + type + ".ndjson").lines().map(json::readTree).toList();
  }

  private static List<Map<String, String>> rows(String table) {
    List<String> lines = file("omop/" + table + ".csv").lines().toList();
    String[] header = lines.getFirst().split(",", -1);
    return lines.stream()
        .skip(1)
        .map(line -> {
          String[] cells = line.split(",", -1);
          Map<String, String> row = new LinkedHashMap<>();
          for (int i = 0; i < header.length; i++) {
            row.put(header[i], cells[i]);
          }
          return row;
        })
        .toList();
  }

  private static String cell(Map<String, String> row, String column) {
    return Objects.requireNonNull(row.get(column), column);
  }

  @Test
  void no_original_id_identifier_or_free_text_is_anywhere_in_the_package() {
    files.forEach((name, text) -> {
      assertThat(text).as(name).doesNotContain(SmallCollection.MARK);
      for (int i = 0; i <= SmallCollection.PATIENTS; i++) {
        assertThat(text).as(name).doesNotContain(SmallCollection.pseudonym(i));
        assertThat(text).as(name).doesNotContain(Long.toString(SmallCollection.person(i)));
        assertThat(text).as(name).doesNotContain(Long.toString(SmallCollection.person(i) + 1000));
      }
    });
  }

  @Test
  void only_the_collections_patients_and_only_what_is_current_are_in_it() {
    assertThat(resources("Patient")).hasSize(SmallCollection.PATIENTS);
    assertThat(rows("person")).hasSize(SmallCollection.PATIENTS);
    assertThat(rows("measurement")).hasSize(SmallCollection.PATIENTS);
    assertThat(resources("Procedure"))
        .singleElement()
        .satisfies(it -> assertThat(it.path("status").asString()).isEqualTo("completed"));
    assertThat(files.keySet()).noneMatch(name -> name.contains("Provenance"));
  }

  @Test
  void the_time_between_two_dates_of_a_patient_survives_and_is_the_same_in_fhir_and_omop() {
    Map<String, LocalDate> diagnosed = new LinkedHashMap<>();
    for (JsonNode condition : resources("Condition")) {
      diagnosed.put(
          condition.path("subject").path("reference").asString(),
          LocalDate.parse(condition.path("recordedDate").asString()));
    }
    for (JsonNode observation : resources("Observation")) {
      var from = diagnosed.get(observation.path("subject").path("reference").asString());
      var to = LocalDate.parse(observation.path("effectiveDateTime").asString());
      assertThat(ChronoUnit.DAYS.between(Objects.requireNonNull(from), to)).isEqualTo(40);
    }
    Map<String, String> persons = new LinkedHashMap<>();
    rows("person")
        .forEach(it -> persons.put(cell(it, "person_id"), cell(it, "person_source_value")));
    for (var row : rows("condition_occurrence")) {
      String patient = "Patient/" + persons.get(cell(row, "person_id"));
      assertThat(cell(row, "condition_start_date"))
          .isEqualTo(Objects.requireNonNull(diagnosed.get(patient)).toString());
    }
  }

  @Test
  void each_patient_has_a_shift_of_their_own_and_no_true_date_is_left() {
    Set<Long> shifts = new HashSet<>();
    for (JsonNode patient : resources("Patient")) {
      LocalDate born = LocalDate.parse(patient.path("birthDate").asString());
      shifts.add(ChronoUnit.DAYS.between(LocalDate.of(1950, 3, 7), born));
    }
    assertThat(shifts).hasSizeGreaterThan(SmallCollection.PATIENTS / 2).doesNotContain(0L);
  }

  @Test
  void the_date_of_birth_moves_with_the_patient_in_omop_too() {
    Set<String> fhir = new HashSet<>();
    resources("Patient").forEach(it -> fhir.add(it.path("birthDate").asString()));
    for (var person : rows("person")) {
      assertThat(fhir)
          .contains(
              LocalDate.of(
                      Integer.parseInt(cell(person, "year_of_birth")),
                      Integer.parseInt(cell(person, "month_of_birth")),
                      Integer.parseInt(cell(person, "day_of_birth")))
                  .toString());
    }
  }

  @Test
  void every_reference_leads_to_a_resource_of_the_package() {
    Set<String> there = new HashSet<>();
    Pattern reference = Pattern.compile("\"reference\":\"([^\"]+)\"");
    for (String type : types().toList()) {
      resources(type).forEach(it -> there.add(type + "/" + it.path("id").asString()));
    }
    types()
        .forEach(type ->
            reference
                .matcher(file("fhir/" + type + ".ndjson"))
                .results()
                .forEach(it -> assertThat(there).contains(it.group(1))));
    assertThat(there).contains("ResearchStudy/lung");
  }

  private static Stream<String> types() {
    return files.keySet().stream()
        .filter(name -> name.startsWith("fhir/"))
        .map(name -> name.substring(5, name.length() - ".ndjson".length()));
  }

  @Test
  void rows_still_point_at_each_other() {
    Set<String> conditions = new HashSet<>();
    rows("condition_occurrence").forEach(it -> conditions.add(cell(it, "condition_occurrence_id")));
    assertThat(rows("measurement"))
        .allSatisfy(it -> assertThat(conditions).contains(cell(it, "measurement_event_id")));
  }

  @Test
  void a_wording_many_patients_share_stays_and_a_single_one_does_not() {
    assertThat(resources("Condition"))
        .filteredOn(it -> it.path("code").path("text").asString("").equals("Lung cancer"))
        .hasSize(SmallCollection.PATIENTS - 1);
    assertThat(rows("condition_occurrence"))
        .filteredOn(it -> cell(it, "condition_source_value").equals("lung cancer"))
        .hasSize(SmallCollection.PATIENTS - 1);
  }

  @Test
  void values_and_units_are_exactly_as_measured() {
    assertThat(file("fhir/Observation.ndjson"))
        .contains("\"valueQuantity\":{\"value\":23.50,\"unit\":\"mm\",\"code\":\"mm\"");
    assertThat(rows("measurement"))
        .allSatisfy(it -> assertThat(cell(it, "value_as_number")).isEqualTo("23.50"));
  }

  @Test
  void a_term_whose_licence_forbids_it_is_withheld_and_its_code_stands_there() {
    assertThat(rows("concept"))
        .filteredOn(it -> cell(it, "concept_id").equals("44499001"))
        .singleElement()
        .satisfies(it -> assertThat(cell(it, "concept_name")).isEqualTo("8140/3-C34.1"));
  }

  @Test
  void the_manifest_names_every_file_with_its_true_sum() throws Exception {
    JsonNode manifest = json.readTree(file("manifest.json"));
    assertThat(manifest.path("version").asString()).isEqualTo("1.0.0");
    assertThat(manifest.path("patients").asInt()).isEqualTo(SmallCollection.PATIENTS);
    Set<String> named = new HashSet<>(Set.of("manifest.json", "SHA256SUMS"));
    for (JsonNode entry : manifest.path("files")) {
      String name = entry.path("path").asString();
      named.add(name);
      byte[] bytes = file(name).getBytes(StandardCharsets.UTF_8);
      var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      assertThat(entry.path("sha256").asString())
          .as(name)
          .isEqualTo(HexFormat.of().formatHex(digest));
      assertThat(entry.path("bytes").asLong()).as(name).isEqualTo(bytes.length);
    }
    assertThat(named).isEqualTo(files.keySet());
    assertThat(file("README.txt")).contains("Lung cancer", "12 patients");
  }

  @Test
  void the_same_key_makes_the_same_file_and_another_key_other_names(@TempDir Path home)
      throws IOException {
    var first = builder(home).build(request(ID, "lung"), key("one"));
    var again = builder(home).build(request(ID, "lung"), key("one"));
    assertThat(again.sha256()).isEqualTo(first.sha256());
    builder(home).build(request(ID, "lung"), key("two"));
    String other = read(home.resolve(ID.toString()).resolve("package.zip")).toString();
    for (JsonNode patient : resources("Patient")) {
      assertThat(other).doesNotContain(patient.path("id").asString());
    }
  }

  @Test
  void the_sum_of_the_whole_file_is_told_and_nothing_is_left_beside_it(@TempDir Path home)
      throws Exception {
    var built = builder(home).build(request(ID, "lung"));
    byte[] bytes = Files.readAllBytes(home.resolve(ID.toString()).resolve("package.zip"));
    assertThat(built.bytes()).isEqualTo(bytes.length);
    assertThat(built.sha256())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    try (var left = Files.list(home)) {
      assertThat(left).containsExactly(home.resolve(ID.toString()));
    }
  }

  @Test
  void nothing_is_built_while_the_omop_tables_are_behind(@TempDir Path home) throws Exception {
    collection.run("update omop.checkpoint set sequence = 1");
    try {
      assertThatThrownBy(() -> builder(home).build(request(ID, "lung")))
          .isInstanceOf(NotReady.class)
          .hasMessageContaining("still being filled");
      try (var left = Files.list(home)) {
        assertThat(left).isEmpty();
      }
    } finally {
      collection.caughtUp();
    }
  }

  @Test
  void writes_that_go_on_do_not_hold_a_package_up(@TempDir Path home) throws Exception {
    collection.run("update omop.checkpoint set sequence = sequence - 1");
    var builder = builder(home);
    assertThatThrownBy(() -> builder.build(request(ID, "lung"))).isInstanceOf(NotReady.class);
    collection.caughtUp();
    String patient = SmallCollection.pseudonym(0);
    collection.put(
        """
        {'resourceType':'Procedure','id':'%s-new','status':'completed',
         'subject':{'reference':'Patient/%s'}}\
        """
            .formatted(patient, patient));
    builder.build(request(ID, "lung"));
    var built = read(home.resolve(ID.toString()).resolve("package.zip"));
    assertThat(built.get("fhir/Procedure.ndjson")).hasLineCount(1);
    collection.delete("Procedure", patient + "-new");
    collection.caughtUp();
  }

  @Test
  void an_empty_collection_makes_no_package(@TempDir Path home) {
    assertThatThrownBy(() -> builder(home).build(request(ID, "unknown")))
        .isInstanceOf(NotReady.class);
  }

  @Test
  void every_column_of_a_table_that_leaves_has_a_line_that_says_how() throws Exception {
    var rules = CdmColumn.byTable();
    try (var connection = database.dataSource().getConnection();
        var statement =
            connection.prepareStatement(
                "select column_name from information_schema.columns where table_schema = 'cdm'"
                    + " and table_name = ? order by ordinal_position")) {
      for (var table : rules.entrySet()) {
        statement.setString(1, table.getKey());
        List<String> columns = new ArrayList<>();
        try (var rows = statement.executeQuery()) {
          while (rows.next()) {
            columns.add(rows.getString(1));
          }
        }
        assertThat(table.getValue().stream().map(CdmColumn::name))
            .as(table.getKey())
            .containsExactlyElementsOf(columns);
      }
    }
  }
}
