package org.tessera.omop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.mappings.RuleFiles;

/// Rules are refused when they are loaded, not when a patient's data meets them.
class RuleSetTest {
  private static TestDatabase database;
  private static RuleSet.Context context;

  @BeforeAll
  static void start() throws SQLException {
    database = TestDatabase.create("omop");
    CdmTables tables = CdmTables.read(database.dataSource());
    EventTables events =
        new EventTables(
            List.of(
                Map.of(
                    "table", "measurement",
                    "domains", List.of("Measurement"),
                    "field", 1147138,
                    "prefix", "measurement",
                    "start", "measurement_date")),
            tables);
    context =
        new RuleSet.Context(
            tables,
            events,
            new ColumnRule.Compiler(new Concepts(World.VOCABULARIES), new References()));
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @Test
  void the_rules_that_ship_compile_against_the_tables_that_ship() throws SQLException {
    assertThat(RuleSet.load(CdmTables.read(database.dataSource()), World.VOCABULARIES).types())
        .contains("Patient", "Condition", "Observation", "ImagingStudy");
  }

  @Test
  void a_column_the_cdm_does_not_have_is_refused_by_name() {
    assertThatThrownBy(() -> rule(Map.of("value_as_colour", "blue")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the CDM has no column measurement.value_as_colour");
  }

  @Test
  void an_unknown_conversion_is_refused_by_name() {
    assertThatThrownBy(
            () -> rule(Map.of("value_as_number", Map.of("column", "value", "convert", "guess"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown conversion guess");
  }

  @Test
  void a_table_the_cdm_does_not_have_is_refused_by_name() {
    assertThatThrownBy(() -> new RowRule(0, Map.of("table", "tumour"), context))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the CDM has no table tumour");
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

  private static RowRule rule(Map<String, ?> columns) {
    return new RowRule(
        0,
        Map.of(
            "concept", "code", "default", "measurement", "columns", Map.of("measurement", columns)),
        context);
  }
}
