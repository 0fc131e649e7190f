package org.tessera.omop.athena;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.OmopConcept;
import org.tessera.vocabularies.Vocabularies;

/// What a bundle brings, what it leaves alone, and what a second one changes.
final class AthenaImportTest {
  private static final String PATIENT =
      "{'resourceType':'Patient','id':'p','gender':'female','birthDate':'1960'}";
  private static final String CONDITIONS =
      """
      select condition_source_value, condition_concept_id, condition_source_concept_id
      from cdm.condition_occurrence order by 1, 2\
      """;

  private final Clinic clinic = new Clinic();

  @AfterEach
  void close() throws Exception {
    clinic.close();
  }

  private static String condition(String id, String code) {
    return """
    {'resourceType':'Condition','id':'%s','subject':{'reference':'Patient/p'},
     'onsetDateTime':'2020-01-02','code':{'coding':[{'system':'urn:omop:beta','code':'%s'}]}}
    """
        .formatted(id, code);
  }

  @Test
  void a_bundle_answers_for_its_codes_and_leaves_what_ships_as_it_is() throws Exception {
    var status = clinic.take(new SmallBundle());

    assertThat(status.text()).contains("current").contains("v5.0 01-JAN-26");
    assertThat(status.succeeded()).isTrue();
    assertThat(clinic.imports().release()).isEqualTo("v5.0 01-JAN-26");
    Vocabularies all = clinic.vocabularies;
    assertThat(all.standard(new Code("urn:omop:beta", "B1")).map(OmopConcept::code))
        .contains("A1.1");
    assertThat(all.standards(new Code("urn:omop:beta", "B2"))).isEmpty();
    assertThat(all.display(new Code("urn:omop:alpha", "A1.1")))
        .contains("Disease of \"small\" things, \\ chronic");
    assertThat(all.display(new Code("urn:omop:alpha", "A1.2")))
        .contains("Krankheit der Dinge – ärger");
    Vocabularies shipped = Vocabularies.builtIn();
    var male = new Code("http://hl7.org/fhir/administrative-gender", "male");
    assertThat(all.standard(male)).isEqualTo(shipped.standard(male)).isPresent();
    assertThat(clinic.rows("select count(*) from cdm.concept where concept_id = 8507"))
        .containsExactly("1");
  }

  @Test
  void every_row_stands_in_the_tables_of_the_cdm_under_their_keys() throws Exception {
    clinic.take(new SmallBundle());

    assertThat(clinic.rows("select concept_name from cdm.concept where concept_id = 900000011"))
        .containsExactly("Disease of \"small\" things, \\ chronic");
    assertThat(clinic.rows("select amount_value, box_size from cdm.drug_strength"))
        .containsExactly("0.0015|3");
    assertThat(clinic.rows("select language_concept_id from cdm.concept_synonym order by 1"))
        .containsExactly("0", "900000001");
    assertThat(
            clinic.rows(
                """
                select name from omop.foreign_key k where not exists (select from pg_constraint c
                  where c.conname = k.name and c.connamespace = 'cdm'::regnamespace and c.convalidated)
                """))
        .isEmpty();
    assertThat(
            clinic.rows(
                "select count(*) from pg_namespace where nspname in ('vocabulary_next',"
                    + " 'vocabulary_former')"))
        .containsExactly("0");
    assertThat(
            clinic.rows(
                "select count(*) from pg_indexes where schemaname = 'cdm' and tablename like"
                    + " 'concept%'"))
        .isEqualTo(
            new Clinic()
                .rows(
                    "select count(*) from pg_indexes where schemaname = 'cdm' and tablename like"
                        + " 'concept%'"));
  }

  @Test
  void rows_of_codes_that_map_now_are_projected_again_and_no_others() throws Exception {
    clinic.put(PATIENT, condition("one", "B1"), condition("two", "B2"));
    assertThat(clinic.rows(CONDITIONS)).containsExactly("B1|0|0", "B2|0|0");

    var status = clinic.take(new SmallBundle());

    assertThat(clinic.rows(CONDITIONS)).containsExactly("B1|900000011|900000020", "B2|0|900000021");
    // The patient's codes mean what they meant.
    assertThat(status.text()).contains("2 FHIR resources were projected to OMOP again");
  }

  @Test
  void a_code_that_maps_to_several_concepts_has_a_row_for_each() throws Exception {
    var bundle = new SmallBundle();
    bundle.relate(900000020, 900000012, "Maps to");
    clinic.put(PATIENT, condition("one", "B1"));

    clinic.take(bundle);

    assertThat(clinic.rows(CONDITIONS))
        .containsExactly("B1|900000011|900000020", "B1|900000012|900000020");
  }

  @Test
  void a_second_release_tells_what_became_invalid_what_is_gone_and_what_maps_elsewhere()
      throws Exception {
    clinic.put(PATIENT, condition("one", "B1"), condition("two", "B2"));
    clinic.take(new SmallBundle());
    var next = new SmallBundle();
    next.replace("VOCABULARY.csv", "01-JAN-26", "01-JUL-26");
    next.replace(SmallBundle.RELATIONS, "900000020\t900000011", "900000020\t900000012");
    next.replace(
        SmallBundle.CONCEPT,
        "Nothing maps here\tCondition\tBeta\tThing\t\tB2\t19700101\t20991231\t",
        "Nothing maps here\tCondition\tBeta\tThing\t\tB2\t19700101\t20260101\tD");
    clinic.projection.checkpoint();

    var status = clinic.take(next);

    assertThat(status.text())
        .contains("1 concepts became invalid, 0 are gone, 1 map to other standard concepts")
        .contains("1 FHIR resources were projected to OMOP again");
    assertThat(clinic.rows(CONDITIONS)).containsExactly("B1|900000012|900000020", "B2|0|900000021");
    assertThat(
            clinic.rows(
                "select kind, concept_code, before, after from omop.vocabulary_change"
                    + " where import_id = 2 order by 1"))
        .containsExactly("invalid|B2||D", "remapped|B1|900000011|900000012");
    assertThat(clinic.rows("select state from omop.vocabulary_import order by id"))
        .containsExactly("former", "current");
    assertThat(clinic.rows("select vocabulary_version from cdm.cdm_source"))
        .containsExactly("v5.0 01-JUL-26");
  }

  @Test
  void a_concept_that_rows_point_at_stays_when_the_release_lacks_it() throws Exception {
    clinic.put(PATIENT, condition("one", "B1"));
    clinic.take(new SmallBundle());
    var next = new SmallBundle();
    for (String file : List.of(SmallBundle.CONCEPT, SmallBundle.RELATIONS)) {
      next.replace(file, "900000020", "900000030");
    }

    var status = clinic.take(next);

    assertThat(status.succeeded()).as(status.text()).isTrue();
    // The code has another concept now, and the row follows it.
    assertThat(clinic.rows(CONDITIONS)).containsExactly("B1|900000011|900000030");
    assertThat(clinic.rows("select count(*) from cdm.concept where concept_id = 900000020"))
        .containsExactly("1");
  }

  @Test
  void codes_that_come_without_terms_stand_for_themselves() throws Exception {
    var bundle = new SmallBundle();
    bundle.file(
        "CONCEPT_CPT4.csv",
        "concept_id\tconcept_name\tdomain_id\tvocabulary_id\tconcept_class_id\tstandard_concept"
            + "\tconcept_code\tvalid_start_date\tvalid_end_date\tinvalid_reason",
        "900000040\t\tCondition\tBeta\tThing\t\tC9\t19700101\t20991231\t",
        "900000020\t\tCondition\tBeta\tThing\t\tB1\t19700101\t20991231\t");

    var status = clinic.take(bundle);

    assertThat(status.succeeded()).as(status.text()).isTrue();
    assertThat(
            clinic.rows(
                "select concept_name from cdm.concept where concept_id in (900000020, 900000040)"
                    + " order by 1"))
        .containsExactly("C9", "Old word for small things");
  }

  @Test
  void a_node_that_starts_again_answers_from_the_release_and_makes_a_lost_file_again()
      throws Exception {
    clinic.take(new SmallBundle());
    AthenaImports.delete(clinic.home.resolve("index"));
    Vocabularies fresh = Vocabularies.builtIn();

    AthenaImports.open(clinic.database.dataSource(), clinic.home.resolve("index"), fresh);

    assertThat(fresh.standard(new Code("urn:omop:beta", "B1")).map(OmopConcept::id))
        .contains(900000011L);
  }
}
