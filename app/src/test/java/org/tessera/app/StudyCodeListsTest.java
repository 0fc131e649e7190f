package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tessera.mappings.Mappings;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.JsonNode;

class StudyCodeListsTest {
  private final StudyCodeLists lists = new StudyCodeLists(Mappings.builtIn(Vocabularies.builtIn()));

  @Test
  void a_code_list_is_a_concept_map_whose_every_target_says_how_well_it_fits() {
    JsonNode map =
        lists.find("ConceptMap", "https://tessera.dev/fhir/ConceptMap/breast-icd10").orElseThrow();
    assertThat(map.path("group").size()).isGreaterThanOrEqualTo(2);
    assertThat(map.toString()).contains("http://snomed.info/sct").contains("254837009");
    for (JsonNode group : map.path("group")) {
      for (JsonNode element : group.path("element")) {
        for (JsonNode target : element.path("target")) {
          assertThat(target.path("equivalence").asString("")).isNotEmpty();
        }
      }
    }
  }

  @Test
  void the_values_of_a_list_are_a_code_system_and_what_is_no_list_is_not_found() {
    assertThat(
            lists
                .find("CodeSystem", "https://tessera.dev/fhir/CodeSystem/breast-icd10")
                .orElseThrow()
                .path("concept")
                .size())
        .isGreaterThan(5);
    assertThat(lists.find("ConceptMap", "https://tessera.dev/fhir/ConceptMap/breast-none"))
        .isEmpty();
  }
}
