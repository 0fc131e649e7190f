package org.tessera.omop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tessera.fhir.store.Change;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Each case of `mappings/omop/golden`: resources (`.json`) and the rows they are (`.csv`, see
/// [WrittenRows]). `-Dgolden.update` rewrites the rows; the difference is then reviewed. The rows
/// also satisfy all constraints of the CDM.
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
    String actual =
        String.join(
                "\n", new WrittenRows(world.database.dataSource(), world.projection.tables()).all())
            + "\n";
    Path expected = FOLDER.resolve(name + ".csv");
    if (System.getProperty("golden.update") != null) {
      Files.writeString(expected, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(expected));
  }
}
