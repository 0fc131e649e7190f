package org.tessera.omop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tessera.fhir.store.Change;
import tools.jackson.databind.node.ObjectNode;

/// Every worked example of every study, all at once: the resources its rows become are OMOP rows
/// that satisfy the CDM's constraints, or have a named reason.
class StudyCasesTest {
  private static final Path STUDIES = Path.of("..", "mappings", "studies");

  @Test
  void the_examples_of_all_studies_reach_omop_and_satisfy_its_constraints() throws IOException {
    List<Path> files = files();
    assertThat(files).hasSizeGreaterThan(100);
    try (World world = new World()) {
      List<Change> changes = new ArrayList<>();
      for (Path file : files) {
        // The same made-up patients stand in every example: here each is somebody else.
        String mark = "c" + changes.size() + "-";
        String text =
            Files.readString(file)
                .replace("\"p-", "\"" + mark + "p-")
                .replace("/p-", "/" + mark + "p-");
        World.array(text)
            .path("resources")
            .forEach(resource -> changes.add(world.put((ObjectNode) resource)));
      }
      world.projection.apply(changes);
      assertThat(world.projection.settle()).isEmpty();
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
      assertThat(
              world.rows(
                  "select count(*) from cdm.person where year_of_birth < 1900 or year_of_birth >"
                      + " 2026"))
          .containsExactly("0");
    }
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(STUDIES)) {
      return walk.filter(file -> file.toString().endsWith(".fhir.json")).sorted().toList();
    }
  }
}
