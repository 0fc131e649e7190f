package org.tessera.omop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every worked example of every study: what its rows become in FHIR (`.fhir.json`) is, in OMOP,
/// what its author accepted (`.omop.csv`, see [WrittenRows]), or has a named reason.
///
/// All are projected in one batch onto one PostgreSQL with all constraints of the CDM.
/// `-Dgolden.update` rewrites the expectations; the difference is then reviewed like any change.
class StudyCasesTest {
  private static final Path STUDIES = Path.of("..", "mappings", "studies");
  private static final Path EXAMPLES = Path.of("..", "docs", "examples");
  private static final boolean UPDATE = System.getProperty("golden.update") != null;

  /// What the cases are, by their file of FHIR.
  private static Map<Path, String> cases = Map.of();

  private static World world;
  private static ExampleRows examples;

  @BeforeAll
  static void project() throws IOException {
    world = new World();
    examples = new ExampleRows(world.database.dataSource(), World.VOCABULARIES);
    Map<Path, String> fhir = new LinkedHashMap<>();
    for (Path folder : List.of(STUDIES, EXAMPLES)) {
      try (Stream<Path> walk = Files.walk(folder)) {
        for (Path file :
            walk.filter(path -> path.toString().endsWith(".fhir.json")).sorted().toList()) {
          fhir.put(file, Files.readString(file));
        }
      }
    }
    cases = examples.rows(fhir);
  }

  @AfterAll
  static void stop() {
    examples.close();
    world.close();
  }

  @TestFactory
  Stream<DynamicTest> an_example_is_in_omop_what_its_author_accepted() {
    return cases.entrySet().stream()
        .map(each ->
            DynamicTest.dynamicTest(
                each.getKey().toString().replace(".fhir.json", ""),
                () -> compare(each.getKey(), each.getValue())));
  }

  private static void compare(Path file, String actual) throws IOException {
    Path expected =
        file.resolveSibling(file.getFileName().toString().replace("fhir.json", "omop.csv"));
    if (UPDATE) {
      Files.writeString(expected, actual);
    }
    assertThat(expected).exists();
    assertThat(actual).isEqualTo(Files.readString(expected));
  }

  @Test
  void the_examples_of_all_studies_satisfy_the_constraints() {
    assertThat(cases).hasSizeGreaterThan(400);
    assertThat(examples.projection().settle()).isEmpty();
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
        examples.resources().stream()
            .filter(key -> examples.projection().types().contains(key.type()))
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
