package org.tessera.fhir.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class StructuresTest {
  private static final Path DEFINITIONS = Path.of("src/main/resources/definitions");

  @Test
  void the_committed_elements_are_those_the_standard_publishes() throws Exception {
    var derived = new StructureDerivation();
    compare(DEFINITIONS.resolve("elements.tsv"), derived.elements());
    compare(DEFINITIONS.resolve("required-codes.tsv"), derived.codes());
  }

  private static void compare(Path file, List<String> derived) throws Exception {
    if (System.getProperty("golden.update") != null) {
      Files.write(file, derived);
    }
    assertThat(Files.readAllLines(file)).isEqualTo(derived);
  }
}
