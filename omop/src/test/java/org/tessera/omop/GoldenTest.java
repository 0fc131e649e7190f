package org.tessera.omop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tessera.fhir.store.Change;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Each case of `mappings/omop/golden`: resources (`.json`) and the rows they are (`.csv`: table,
/// then the columns that have a value, ids left out where they are digests). `-Dgolden.update`
/// rewrites the rows; the difference is then reviewed. The rows also satisfy all constraints of the
/// CDM.
class GoldenTest {
  private static final Path FOLDER = Path.of("..", "mappings", "omop", "golden");

  private static World world;

  @BeforeAll
  static void start() {
    world = new World();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  static Stream<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.substring(0, name.length() - ".json".length()))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void the_rows_are_as_the_case_says_and_satisfy_the_constraints(String name) throws IOException {
    JsonNode golden = World.array(Files.readString(FOLDER.resolve(name + ".json")));
    assertThat(golden.get("why").stringValue()).as("a case says why it is right").isNotBlank();
    world.clear();
    List<Change> changes = new ArrayList<>();
    golden.get("resources").forEach(resource -> changes.add(world.put((ObjectNode) resource)));
    world.projection.apply(changes);
    assertThat(world.projection.settle()).isEmpty();
    String actual = String.join("\n", rows()) + "\n";
    Path expected = FOLDER.resolve(name + ".csv");
    if (System.getProperty("golden.update") != null) {
      Files.writeString(expected, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(expected));
  }

  private static List<String> rows() {
    List<String> lines = new ArrayList<>();
    for (String table : CdmSource.FILLED) {
      if (!table.equals("cdm.cdm_source")) {
        lines.addAll(rows(table));
      }
    }
    world
        .rows("select fhir_type, reason from omop.lineage where reason is not null order by 1, 2")
        .forEach(row -> lines.add("no row," + row.replace('|', ',')));
    world
        .rows(
            "select cdm_table, cdm_column, coalesce(system, ''), coalesce(code, ''), source_value"
                + " from omop.unmapped order by 1, 2, 3, 4, 5")
        .forEach(row -> lines.add("unmapped," + row.replace('|', ',')));
    return lines;
  }

  private static List<String> rows(String table) {
    List<String> lines = new ArrayList<>();
    for (String json : world.rows("select row_to_json(t)::text from " + table + " t")) {
      Map<String, String> cells = new TreeMap<>();
      World.JSON
          .readTree(json)
          .properties()
          .forEach(cell -> {
            boolean digest = cell.getKey().endsWith("_id") && !cell.getKey().contains("concept_id");
            if (!digest && !cell.getValue().isNull()) {
              cells.put(cell.getKey(), cell.getValue().asString(""));
            }
          });
      List<String> row = new ArrayList<>(List.of(table.substring("cdm.".length())));
      cells.forEach((column, value) -> row.add(column + "=" + quoted(value)));
      lines.add(String.join(",", row));
    }
    lines.sort(null);
    return lines;
  }

  private static String quoted(String value) {
    return value.contains(",") ? "\"" + value + "\"" : value;
  }
}
