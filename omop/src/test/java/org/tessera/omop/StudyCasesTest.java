package org.tessera.omop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tessera.fhir.store.Change;
import tools.jackson.databind.node.ObjectNode;

/// Every worked example of every study: what its rows become in FHIR (`.fhir.json`) is, in OMOP,
/// what its author accepted (`.omop.csv`, see [WrittenRows]), or has a named reason.
///
/// All are projected in one batch onto one PostgreSQL with all constraints of the CDM.
/// `-Dgolden.update` rewrites the expectations; the difference is then reviewed like any change.
class StudyCasesTest {
  private static final Path STUDIES = Path.of("..", "mappings", "studies");
  private static final boolean UPDATE = System.getProperty("golden.update") != null;

  private static final Pattern PATIENT = Pattern.compile("\"Patient/(p-[^\"]+)\"");
  private static final int PSEUDONYM_LENGTH = 26;

  /// The cases with their patients: the pseudonym and the readable id the case has instead. The
  /// same made-up people stand in all cases, so each case gets pseudonyms of its own.
  private static final Map<Path, Map<String, String>> cases = new LinkedHashMap<>();

  private static World world;
  private static WrittenRows written;

  @BeforeAll
  static void project() throws IOException {
    world = new World();
    List<Change> changes = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(STUDIES)) {
      for (Path file :
          walk.filter(path -> path.toString().endsWith(".fhir.json")).sorted().toList()) {
        String text = Files.readString(file);
        Map<String, String> patients = patients(text);
        cases.put(file, patients);
        for (Map.Entry<String, String> patient : patients.entrySet()) {
          text = text.replace(patient.getValue(), patient.getKey());
        }
        World.array(text)
            .path("resources")
            .forEach(resource -> changes.add(world.put((ObjectNode) resource)));
      }
    }
    world.projection.apply(changes);
    written = new WrittenRows(world);
  }

  /// Longer ids first: one may begin with another.
  private static Map<String, String> patients(String text) {
    Set<String> ids =
        new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(id -> id));
    PATIENT.matcher(text).results().forEach(found -> ids.add(found.group(1)));
    Map<String, String> patients = new LinkedHashMap<>();
    for (String id : ids) {
      String number = Integer.toString(cases.size() * 100 + patients.size(), 24);
      // Digits 0 to 9 and a to n, moved to the letters a to x.
      String letters =
          number
              .chars()
              .map(c -> c >= 'a' ? c + 10 : c - '0' + 'a')
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      patients.put("z".repeat(PSEUDONYM_LENGTH - letters.length()) + letters, id);
    }
    return patients;
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @TestFactory
  Stream<DynamicTest> an_example_is_in_omop_what_its_author_accepted() {
    return cases.entrySet().stream()
        .map(each ->
            DynamicTest.dynamicTest(
                STUDIES.relativize(each.getKey()).toString().replace(".fhir.json", ""),
                () -> compare(each.getKey(), each.getValue())));
  }

  private static void compare(Path file, Map<String, String> patients) throws IOException {
    StringBuilder actual = new StringBuilder();
    for (String line : written.about(patients.keySet())) {
      String readable = line;
      for (Map.Entry<String, String> patient : patients.entrySet()) {
        readable = readable.replace(patient.getKey(), patient.getValue());
      }
      actual.append(readable).append('\n');
    }
    Path expected =
        file.resolveSibling(file.getFileName().toString().replace("fhir.json", "omop.csv"));
    if (UPDATE) {
      Files.writeString(expected, actual);
    }
    assertThat(expected).exists();
    assertThat(actual.toString()).isEqualTo(Files.readString(expected));
  }

  @Test
  void the_examples_of_all_studies_satisfy_the_constraints() {
    assertThat(cases).hasSizeGreaterThan(400);
    assertThat(world.projection.settle()).isEmpty();
  }

  @Test
  void a_question_stands_in_one_table_whether_it_has_a_concept_or_not() {
    assertThat(
            world.rows(
                """
                select measurement_concept_id, measurement_source_value from cdm.measurement
                intersect select observation_concept_id, observation_source_value from cdm.observation
                """))
        .isEmpty();
  }

  @Test
  void every_link_leads_to_a_row() {
    assertThat(
            world.rows(
                """
                select measurement_event_id from cdm.measurement where measurement_event_id is not null
                except select row_id from omop.lineage
                """))
        .isEmpty();
  }

  @Test
  void every_resource_has_rows_or_a_reason_that_is_known() {
    long mapped =
        world.store.keySet().stream()
            .filter(key -> world.projection.types().contains(key.type()))
            .count();
    assertThat(world.rows("select count(distinct (fhir_type, fhir_id)) from omop.lineage"))
        .containsExactly(Long.toString(mapped));
    assertThat(
            world.rows(
                "select distinct reason from omop.lineage where reason not in ('no date', 'no"
                    + " value', 'no person', 'not done or entered in error', 'refuted or entered"
                    + " in error', 'no year of birth')"))
        .isEmpty();
  }
}
