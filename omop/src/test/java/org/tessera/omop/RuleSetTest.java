package org.tessera.omop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.mappings.BrokenRules;
import org.tessera.mappings.RuleFiles;

/// Rules are refused when they are loaded, not when a patient's data meets them.
class RuleSetTest {
  private static final String TABLES =
      """
      resources: [Observation]
      types: [{ concept: 32817 }]
      tables:
        - { table: measurement, domains: [Measurement], field: 1147138, prefix: measurement,
            start: measurement_date }
      """;

  private static TestDatabase database;
  private static CdmTables tables;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws SQLException {
    database = TestDatabase.create("omop");
    tables = CdmTables.read(database.dataSource());
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @Test
  void the_rules_that_ship_compile_against_the_tables_that_ship() {
    assertThat(RuleSet.load(tables, World.VOCABULARIES).types())
        .contains("Patient", "Condition", "Observation", "ImagingStudy");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{ measurement: { value_as_colour: blue } }; the CDM has no column"
            + " measurement.value_as_colour",
        "{ tumour: { size: 1 } }; the word \"tumour\" is not known here",
        "{ measurement: { value_as_number: { column: x, convert: guess } } }; the conversion"
            + " \"guess\" is not known",
        "{ measurement: { unit_source_value: { column: x, when: { column: y, pattern: '[' } } } };"
            + " not a pattern: Unclosed character class"
      })
  void a_column_rule_that_cannot_be_right_is_refused_with_its_line(String columns, String why)
      throws IOException {
    assertThat(problems("concept: code, default: measurement, columns: " + columns))
        .containsExactly("Observation.yaml:3: " + why);
  }

  @Test
  void a_slip_in_a_verb_is_told_beside_what_is_missing() throws IOException {
    assertThat(
            problems(
                "concept: code, default: measurement, columns:"
                    + " { any: { value_as_number: { colum: x } } }"))
        .containsExactly(
            "Observation.yaml:3: a column is filled by a constant or by verbs",
            "Observation.yaml:3: \"colum\" is no verb");
  }

  @Test
  void a_row_rule_that_cannot_be_right_is_refused() throws IOException {
    assertThat(problems("table: tumour"))
        .containsExactly("Observation.yaml:1: the CDM has no table tumour");
    assertThat(problems("concept: code"))
        .containsExactly("Observation.yaml:1: a row needs a table, or a concept and a default");
    assertThat(problems("concept: code, default: measurement, colums: { any: { x: 1 } }"))
        .containsExactly("Observation.yaml:3: the word \"colums\" is not known here");
  }

  @Test
  void every_concept_id_the_rules_name_is_a_concept_of_the_vocabulary() {
    RuleFiles files = RuleFiles.builtIn("omop");
    TreeSet<Long> unknown = new TreeSet<>();
    int named = 0;
    Pattern ids =
        Pattern.compile("(?:concept_id: |concept: |field: |\\S: )([1-9]\\d{3,9})(?=[,\\s}])");
    for (String name : files.names()) {
      var matcher = ids.matcher(files.text(name).orElseThrow());
      while (matcher.find()) {
        named++;
        long id = Long.parseLong(matcher.group(1));
        if (World.VOCABULARIES.concept(id).isEmpty()) {
          unknown.add(id);
        }
      }
    }
    assertThat(named).isGreaterThan(20);
    assertThat(unknown).isEmpty();
  }

  private List<String> problems(String row) throws IOException {
    Files.writeString(folder.resolve("tables.yaml"), TABLES);
    Files.writeString(
        folder.resolve("Observation.yaml"),
        "resource: Observation\nperson: subject\nrows: [{ " + row + " }]\n");
    try {
      RuleSet.load(RuleFiles.below(folder), tables, World.VOCABULARIES);
      return List.of();
    } catch (BrokenRules broken) {
      return broken.problems().stream()
          .map(each -> each.file() + ":" + each.line() + ": " + each.message())
          .toList();
    }
  }
}
