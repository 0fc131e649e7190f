package org.tessera.vocabularies;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class VocabulariesTest {
  private static final String SNOMED = "http://snomed.info/sct";
  private static final String LOINC = "http://loinc.org";
  private static final String ICD_O = "http://terminology.hl7.org/CodeSystem/icd-o-3";
  private static final Vocabularies VOCABULARIES = Vocabularies.builtIn();

  @Test
  void a_system_is_one_system_in_its_url_and_its_oid_form() {
    assertThat(VOCABULARIES.canonicalSystem("urn:oid:2.16.840.1.113883.6.96")).isEqualTo(SNOMED);
    assertThat(VOCABULARIES.canonicalSystem("urn:oid:2.16.840.1.113883.6.1")).isEqualTo(LOINC);
    assertThat(VOCABULARIES.canonicalSystem(SNOMED)).isEqualTo(SNOMED);
    assertThat(VOCABULARIES.canonicalSystem("http://example.org/x"))
        .isEqualTo("http://example.org/x");
    assertThat(VOCABULARIES.standard(new Code("urn:oid:2.16.840.1.113883.6.1", "2857-1")))
        .map(OmopConcept::id)
        .hasValue(3013603L);
  }

  @Test
  void a_morphology_with_a_topography_is_one_condition_and_each_part_is_a_code_of_its_own() {
    Code pair = new Code(ICD_O, "8140/3-C34.1");
    assertThat(VOCABULARIES.standard(pair))
        .hasValueSatisfying(concept -> {
          assertThat(concept.code()).isEqualTo("8140/3-C34.1");
          assertThat(concept.domain()).isEqualTo("Condition");
        });
    assertThat(VOCABULARIES.contains(new Code(ICD_O, "8140/3"))).isTrue();
    assertThat(VOCABULARIES.contains(new Code(ICD_O, "C34.1"))).isTrue();
    assertThat(VOCABULARIES.contains(new Code(ICD_O, "C34.11"))).isFalse();
  }

  @Test
  void a_deprecated_gender_is_a_source_but_never_a_standard_concept() {
    assertThat(VOCABULARIES.source(new Code("urn:omop:gender", "U")))
        .map(OmopConcept::id)
        .hasValue(8551L);
    assertThat(VOCABULARIES.standard(new Code("urn:omop:gender", "U"))).isEmpty();
    String gender = "http://hl7.org/fhir/administrative-gender";
    assertThat(VOCABULARIES.standard(new Code(gender, "male")))
        .map(OmopConcept::id)
        .hasValue(8507L);
    assertThat(VOCABULARIES.standard(new Code(gender, "female")))
        .map(OmopConcept::id)
        .hasValue(8532L);
    assertThat(VOCABULARIES.standard(new Code(gender, "other"))).isEmpty();
  }

  @Test
  void the_five_grade_groups_map_to_the_five_cancer_modifiers() {
    List<String> answers = List.of("LA30794-4", "LA30795-1", "LA30796-9", "LA30797-7", "LA30798-5");
    List<Long> ids = List.of(1633550L, 1633826L, 1634459L, 1635079L, 1635009L);
    for (int group = 0; group < 5; group++) {
      assertThat(VOCABULARIES.standard(new Code(LOINC, answers.get(group))))
          .map(OmopConcept::id)
          .hasValue(ids.get(group));
    }
  }

  @Test
  void the_generic_stages_are_the_ones_of_every_cancer() {
    assertThat(VOCABULARIES.standard(new Code("urn:omop:cancer-modifier", "Stage-1")))
        .map(OmopConcept::id)
        .hasValue(1635838L);
    assertThat(VOCABULARIES.concept(1635812)).isEmpty();
  }

  @Test
  void imaging_scores_have_concepts_of_their_own_in_the_registered_range() {
    for (String code :
        new String[] {"PI-RADS-5", "BI-RADS-0", "BI-RADS-density-D", "Lung-RADS-4X"}) {
      assertThat(VOCABULARIES.standard(new Code("urn:tessera:codes", code)))
          .as(code)
          .hasValueSatisfying(concept -> {
            assertThat(concept.id()).isBetween(2_010_000_000L, 2_010_000_999L);
            assertThat(concept.vocabulary()).isEqualTo("Tessera");
            assertThat(concept.domain()).isEqualTo("Meas Value");
          });
    }
  }

  @Test
  void a_concept_is_found_by_its_id_as_the_guide_writes_it() {
    assertThat(VOCABULARIES.source(new Code("https://fhir-terminology.ohdsi.org", "32533")))
        .map(OmopConcept::domain)
        .hasValue("Episode");
    assertThat(VOCABULARIES.source(new Code("https://fhir-terminology.ohdsi.org", "x"))).isEmpty();
  }

  @Test
  void the_field_concepts_are_the_id_fields_and_not_their_neighbours() {
    long[] fields = {1147127, 1147082, 1147094, 1147138, 1147165, 1147070, 1147049, 756290};
    for (long field : fields) {
      assertThat(VOCABULARIES.concept(field))
          .as(Long.toString(field))
          .hasValueSatisfying(concept -> assertThat(concept.domain()).isEqualTo("Metadata"));
    }
    assertThat(VOCABULARIES.concept(1147082))
        .map(OmopConcept::name)
        .hasValue("procedure_occurrence.procedure_occurrence_id");
  }

  @Test
  void a_term_stays_away_where_its_licence_keeps_it() {
    assertThat(VOCABULARIES.display(new Code(ICD_O, "8140/3"))).isEmpty();
    assertThat(VOCABULARIES.display(new Code(ICD_O, "8140/3-C34.1"))).isEmpty();
    assertThat(VOCABULARIES.display(new Code(SNOMED, "10828004"))).isPresent();
    assertThat(VOCABULARIES.display(new Code("http://unitsofmeasure.org", "mm"))).isPresent();
  }

  @Test
  void concepts_are_ordered_and_begin_with_no_matching_concept() {
    assertThat(VOCABULARIES.concepts())
        .hasSizeGreaterThan(2_300)
        .isSortedAccordingTo(Comparator.comparingLong(OmopConcept::id));
    assertThat(VOCABULARIES.concepts().getFirst().id()).isZero();
  }

  @Test
  void every_system_whose_codes_ship_says_its_licence_and_origin() {
    Map<String, ShippedSystem> shipped = new HashMap<>();
    for (ShippedSystem system : VOCABULARIES.shipped()) {
      assertThat(system.licence()).as(system.url()).isNotBlank();
      assertThat(system.origin()).as(system.url()).isNotBlank();
      assertThat(shipped.put(system.url(), system)).as(system.url()).isNull();
    }
    for (CodeSystem system : VOCABULARIES.systems()) {
      assertThat(shipped).containsKey(system.url());
    }
  }
}
