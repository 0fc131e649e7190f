package org.tessera.fhir.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SearchParametersTest {
  private static final Path DEFINITIONS = Path.of("src/main/resources/definitions");

  @Test
  void the_committed_definitions_are_those_the_standard_publishes() throws Exception {
    same("element-types.tsv", ElementDerivation.lines());
    var derived = new SearchDefinitionDerivation();
    same("search-parameters.tsv", derived.parameters());
    same("composites.tsv", derived.composites());
  }

  private static void same(String name, List<String> derived) throws IOException {
    Path file = DEFINITIONS.resolve(name);
    if (System.getProperty("golden.update") != null) {
      Files.write(file, derived);
    }
    assertThat(Files.readAllLines(file)).isEqualTo(derived);
  }

  @Test
  void every_parameter_of_a_compartment_is_a_reference_parameter() {
    for (String compartment : List.of("Patient", "Encounter", "Practitioner", "Device")) {
      assertThat(Compartments.types(compartment)).isNotEmpty();
      for (String type : Compartments.types(compartment)) {
        for (String name : Compartments.parameters(compartment, type)) {
          assertThat(SearchParameters.standard().find(type, name))
              .as(type + " " + name)
              .hasValueSatisfying(parameter ->
                  assertThat(parameter.kind()).isEqualTo(SearchParameter.Kind.REFERENCE));
        }
      }
    }
  }

  @Test
  void every_resource_type_of_the_standard_has_a_number_of_its_own() throws Exception {
    Path file = DEFINITIONS.resolve("resource-types.tsv");
    List<String> types = SearchDefinitionDerivation.types();
    if (!Files.exists(file)) {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < types.size(); i++) {
        lines.add((i + 1) + "\t" + types.get(i));
      }
      Files.write(file, lines);
    }
    Set<String> numbers = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      numbers.add(line.split("\t", -1)[0]);
      names.add(line.split("\t", -1)[1]);
    }
    assertThat(names).containsExactlyInAnyOrderElementsOf(types);
    assertThat(numbers).hasSameSizeAs(names);
  }
}
