package org.tessera.fhir.structure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class StructureCheckTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "Patient, birthdate, ; did you mean birthDate?",
    "Patient, brithDate, ; did you mean birthDate?",
    "Patient, Gender, ; did you mean gender?",
    "Observation, valueQuantiy, ; did you mean valueQuantity?",
    "Patient, favourite, ''",
    "Patient, x, ''"
  })
  void an_element_that_is_not_there_is_answered_with_the_one_that_may_be_meant(
      String type, String name, String hint) {
    ObjectNode resource = JSON.createObjectNode().put("resourceType", type).put(name, "1950");
    assertThat(StructureCheck.of(resource, false))
        .filteredOn(issue -> issue.expression().equals(type + "." + name))
        .extracting(Issue::message)
        .containsExactly(type + " has no such element" + hint);
  }
}
