package org.tessera.omop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The known traps of FHIR-to-OMOP maps, each with what is right and why.
class TrapsTest extends WorldTest {
  /// OncologyWG's text names 1147084 for procedures, which is the field of the concept.
  @ParameterizedTest
  @CsvSource({
    "Condition, condition_occurrence, 1147127",
    "Procedure, procedure_occurrence, 1147082",
    "MedicationAdministration, drug_exposure, 1147094",
    "Specimen, specimen, 1147049"
  })
  void a_modifier_names_the_row_it_is_about_by_the_concept_of_that_tables_key(
      String type, String table, int field) {
    world.project(
        World.patient("p"),
        """
        {'resourceType':'%s','id':'x','subject':{'reference':'Patient/p'},'code':{'text':'x'},'type':{'text':'x'},
         'medicationCodeableConcept':{'text':'x'},'recordedDate':'2020-05-01','performedDateTime':'2020-05-01',
         'effectiveDateTime':'2020-05-01','collection':{'collectedDateTime':'2020-05-01'}}
        """
            .formatted(type),
        """
        {'resourceType':'Observation','id':'o','status':'final','subject':{'reference':'Patient/p'},
         'code':{'coding':[{'system':'http://loinc.org','code':'2857-1'}]},'effectiveDateTime':'2020-05-01',
         'focus':[{'reference':'%s/x'}],'valueQuantity':{'value':4.50,'code':'ng/mL','system':'http://unitsofmeasure.org'}}
        """
            .formatted(type));
    assertThat(
            world.rows(
                "select measurement_event_id, meas_event_field_concept_id from cdm.measurement"))
        .containsExactly(RowIds.of(table, type, "x", "0.0.0") + "|" + field);
    assertThat(world.rows("select value_as_number, unit_concept_id from cdm.measurement"))
        .containsExactly("4.50|8842");
  }

  @ParameterizedTest
  @CsvSource({"male, 8507", "female, 8532", "other, 0", "unknown, 0"})
  void gender_is_male_female_or_no_matching_concept(String gender, int concept) {
    world.project(
        "{'resourceType':'Patient','id':'p','gender':'%s','birthDate':'1960-02-03'}"
            .formatted(gender));
    assertThat(
            world.rows(
                """
                select gender_concept_id, gender_source_value, year_of_birth, month_of_birth, day_of_birth
                from cdm.person
                """))
        .containsExactly(concept + "|" + gender + "|1960|2|3");
  }

  /// A published look-up maps stage "I" to a stage of rhabdomyosarcoma, 1635812.
  @ParameterizedTest
  @CsvSource({"Stage-1, 1635838", "Stage-2, 1635131", "Stage-3, 1634191", "Stage-4, 1633987"})
  void generic_stages_are_the_concepts_the_row_is_about(String stage, int concept) {
    world.project(
        World.patient("p"),
        finding("http://loinc.org|21908-9", "urn:omop:cancer-modifier|" + stage));
    assertThat(
            world.rows(
                "select measurement_concept_id, value_as_concept_id, value_source_value from"
                    + " cdm.measurement"))
        .containsExactly(concept + "|-|" + stage);
  }

  @ParameterizedTest
  @CsvSource({
    "LA30794-4, 1633550",
    "LA30795-1, 1633826",
    "LA30796-9, 1634459",
    "LA30797-7, 1635079",
    "LA30798-5, 1635009"
  })
  void gleason_grade_groups_have_the_named_concepts(String answer, int concept) {
    world.project(
        World.patient("p"), finding("http://loinc.org|94734-1", "http://loinc.org|" + answer));
    assertThat(
            world.rows(
                "select measurement_concept_id::text from cdm.measurement union select"
                    + " value_as_concept_id::text from cdm.measurement"))
        .contains(Integer.toString(concept));
  }

  @Test
  void scores_without_a_standard_concept_use_the_registered_local_range() {
    world.project(
        World.patient("p"), finding("urn:tessera:codes|PI-RADS", "urn:tessera:codes|PI-RADS-4"));
    assertThat(
            world.rows("select measurement_concept_id, value_as_concept_id from cdm.measurement"))
        .containsExactly("2010000000|2010000004");
    assertThat(
            world.rows(
                """
                select count(*) > 0, min(target_concept_id) >= 2000000000 from cdm.source_to_concept_map
                where source_vocabulary_id = 'Tessera'
                """))
        .containsExactly("t|t");
    assertThat(
            world.rows("select vocabulary_id from cdm.vocabulary where vocabulary_id = 'Tessera'"))
        .hasSize(1);
  }

  @Test
  void a_workbooks_record_is_a_case_report_form_and_any_other_an_ehr_record() {
    String pseudonym = "abcdefghijklmnopqrstuvwxyz";
    world.project(
        World.patient(pseudonym),
        psa(pseudonym + "-dx1-psa", pseudonym, "2020-05-01"),
        psa("4711", pseudonym, "2020-05-02"));
    assertThat(
            world.rows(
                "select measurement_type_concept_id from cdm.measurement order by"
                    + " measurement_date"))
        .containsExactly("32809", "32817");
  }

  @Test
  void the_domain_of_the_standard_concept_decides_the_table_whatever_the_category_says() {
    world.project(
        World.patient("p"),
        """
        {'resourceType':'Observation','id':'o','status':'final','subject':{'reference':'Patient/p'},
         'category':[{'coding':[{'code':'laboratory'}]}],
         'code':{'coding':[{'system':'http://loinc.org','code':'72166-2'}]},'effectiveDateTime':'2020-05-01',
         'valueCodeableConcept':{'coding':[{'system':'http://loinc.org','code':'LA15920-4'}]}}
        """);
    assertThat(
            world.rows("select observation_concept_id, value_as_concept_id from cdm.observation"))
        .containsExactly("43054909|45883458");
    assertThat(world.rows("select * from cdm.measurement")).isEmpty();
  }

  @Test
  void each_distinct_standard_concept_of_the_codings_is_one_row() {
    world.project(
        World.patient("p"),
        """
        {'resourceType':'Condition','id':'c','subject':{'reference':'Patient/p'},'recordedDate':'2020-01-01',
         'code':{'coding':[{'system':'http://snomed.info/sct','code':'266569009'},
           {'system':'urn:oid:2.16.840.1.113883.6.96','code':'266569009'},
           {'system':'http://snomed.info/sct','code':'72042002'}]}}
        """);
    assertThat(world.rows("select condition_concept_id from cdm.condition_occurrence order by 1"))
        .containsExactly("197675", "198803");
  }

  @Test
  void an_unknown_code_stays_with_concept_0_and_is_listed() {
    world.project(
        World.patient("p"), condition("c", "p", "http://example.org", "X1", "2020-01-01"));
    assertThat(
            world.rows(
                """
                select condition_concept_id, condition_source_value, condition_source_concept_id
                from cdm.condition_occurrence
                """))
        .containsExactly("0|X1|0");
    assertThat(world.rows("select * from omop.unmapped_summary"))
        .containsExactly("condition_occurrence|condition_concept_id|http://example.org|X1|X1|1");
  }

  @ParameterizedTest
  @CsvSource({"refuted", "entered-in-error"})
  void a_diagnosis_that_is_not_so_has_no_row_but_a_reason(String status) {
    world.project(
        World.patient("p"),
        """
        {'resourceType':'Condition','id':'c','subject':{'reference':'Patient/p'},'recordedDate':'2020-01-01',
         'verificationStatus':{'coding':[{'code':'%s'}]},
         'code':{'coding':[{'system':'http://snomed.info/sct','code':'266569009'}]}}
        """
            .formatted(status));
    assertThat(world.rows("select * from cdm.condition_occurrence")).isEmpty();
    assertThat(world.rows("select reason from omop.lineage where fhir_type = 'Condition'"))
        .containsExactly("refuted or entered in error");
  }

  @Test
  void a_denied_finding_is_an_observation_and_no_condition() {
    world.project(
        World.patient("p"),
        finding("http://snomed.info/sct|165232002", "http://snomed.info/sct|2667000"));
    assertThat(world.rows("select * from cdm.condition_occurrence")).isEmpty();
    assertThat(
            world.rows("select observation_concept_id, value_as_concept_id from cdm.observation"))
        .containsExactly("197672|4132135");
  }

  @Test
  void an_optional_concept_is_null_when_nothing_is_said_and_0_when_what_is_said_is_unknown() {
    world.project(
        World.patient("p"),
        psa("with", "p", "2020-05-01"),
        psa("odd", "p", "2020-05-02").replace("ng/mL", "furlong"),
        psa("none", "p", "2020-05-03")
            .replace(",'code':'ng/mL','system':'http://unitsofmeasure.org'", ""));
    assertThat(
            world.rows(
                "select unit_concept_id, unit_source_value from cdm.measurement order by"
                    + " measurement_date"))
        .containsExactly("8842|ng/mL", "0|furlong", "-|-");
    assertThat(world.rows("select cdm_column, code from omop.unmapped"))
        .containsExactly("unit_concept_id|furlong");
  }

  @Test
  void every_concept_in_the_rows_leads_to_a_concept_a_domain_a_vocabulary_and_a_class() {
    assertThat(
            world.rows(
                """
                select concept_id from cdm.concept where concept_id in
                  (0, 8507, 8532, 32809, 32817, 32880, 32531, 32533, 1147127, 1147082, 9202, 8842, 2010000000)
                order by 1
                """))
        .hasSize(13);
    assertThat(world.projection.settle()).isEmpty();
    assertThat(
            world.rows(
                "select count(*) from cdm.concept_relationship where concept_id_1 = 8507 and"
                    + " concept_id_2 = 8507"))
        .containsExactly("2");
  }

  @Test
  void an_observation_period_ends_at_most_60_days_after_death() {
    world.project(
        "{'resourceType':'Patient','id':'p','gender':'male','birthDate':'1950','deceasedDateTime':'2020-01-31'}",
        psa("before", "p", "2019-01-01"),
        psa("after", "p", "2021-01-01"));
    assertThat(
            world.rows(
                "select observation_period_start_date, observation_period_end_date from"
                    + " cdm.observation_period"))
        .containsExactly("2019-01-01|2020-03-31");
    assertThat(world.rows("select death_date, death_type_concept_id from cdm.death"))
        .containsExactly("2020-01-31|32817");
  }

  @ParameterizedTest
  @CsvSource({"2031-01-01", "1870-01-01"})
  void a_birth_in_the_future_or_an_age_above_150_makes_no_person(String birthDate) {
    world.project(
        "{'resourceType':'Patient','id':'p','gender':'male','birthDate':'%s'}"
            .formatted(birthDate));
    assertThat(world.rows("select * from cdm.person")).isEmpty();
    assertThat(world.rows("select reason from omop.lineage"))
        .containsExactly("implausible year of birth");
  }

  @Test
  void a_code_system_named_by_its_oid_is_the_one_named_by_its_url() {
    world.project(
        World.patient("p"),
        condition("c", "p", "urn:oid:2.16.840.1.113883.6.96", "266569009", "2020-01-01"));
    assertThat(world.rows("select condition_concept_id from cdm.condition_occurrence"))
        .containsExactly("198803");
  }

  @Test
  void an_event_without_a_date_is_listed_and_not_invented() {
    world.project(
        World.patient("p"),
        """
        {'resourceType':'Condition','id':'c','subject':{'reference':'Patient/p'},
         'code':{'coding':[{'system':'http://snomed.info/sct','code':'266569009'}]}}
        """);
    assertThat(world.rows("select * from cdm.condition_occurrence")).isEmpty();
    assertThat(world.rows("select reason from omop.lineage where fhir_type = 'Condition'"))
        .containsExactly("no date");
  }

  @Test
  void morphology_and_topography_together_are_one_icd_o_3_concept() {
    world.project(
        World.patient("p"),
        """
        {'resourceType':'Condition','id':'c','subject':{'reference':'Patient/p'},'recordedDate':'2020-01-01',
         'extension':[{'url':'http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-histology-morphology-behavior',
           'valueCodeableConcept':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/icd-o-3','code':'8507/3'}]}}],
         'bodySite':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/icd-o-3','code':'C50.3'}]}],
         'code':{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10','code':'C50.3'}]}}
        """);
    assertThat(
            world.rows(
                "select condition_concept_id, condition_source_value from"
                    + " cdm.condition_occurrence"))
        .containsExactly("36402998|C50.3");
  }

  static String psa(String id, String patient, String date) {
    return """
    {'resourceType':'Observation','id':'%s','status':'final','subject':{'reference':'Patient/%s'},
     'code':{'coding':[{'system':'http://loinc.org','code':'2857-1'}]},'effectiveDateTime':'%s',
     'valueQuantity':{'value':4.5,'code':'ng/mL','system':'http://unitsofmeasure.org'}}
    """
        .formatted(id, patient, date);
  }

  static String condition(String id, String patient, String system, String code, String date) {
    return """
    {'resourceType':'Condition','id':'%s','subject':{'reference':'Patient/%s'},'recordedDate':'%s',
     'code':{'coding':[{'system':'%s','code':'%s'}]}}
    """
        .formatted(id, patient, date, system, code);
  }

  private static String finding(String code, String answer) {
    return """
    {'resourceType':'Observation','id':'o','status':'final','subject':{'reference':'Patient/p'},
     'code':{'coding':[{'system':'%s','code':'%s'}]},'effectiveDateTime':'2020-05-01',
     'valueCodeableConcept':{'coding':[{'system':'%s','code':'%s'}]}}
    """
        .formatted((Object[]) (code + "|" + answer).split("\\|"));
  }
}
