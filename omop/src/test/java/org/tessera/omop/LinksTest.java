package org.tessera.omop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What a row says of other rows: modifiers and their diagnosis, episodes, a death and its cause.
class LinksTest extends WorldTest {
  private static final String LINKS =
      "select measurement_event_id is not null, meas_event_field_concept_id from cdm.measurement";

  @Test
  void a_modifier_of_what_has_no_row_stands_without_a_link_until_that_has_one() {
    String dated = diagnosis("2020-01-01");
    world.project(
        World.patient("p"), dated.replace("'recordedDate':'2020-01-01',", ""), modifier("m"));
    assertThat(world.rows(LINKS)).containsExactly("f|-");
    assertThat(world.rows("select count(*) from omop.open_link")).containsExactly("1");
    world.project(dated);
    assertThat(world.rows(LINKS)).containsExactly("t|1147127");
    assertThat(world.rows("select * from omop.open_link")).isEmpty();
  }

  @Test
  void a_deleted_diagnosis_takes_the_links_to_it_away_and_gives_them_back_when_it_returns() {
    world.project(World.patient("p"), diagnosis("2020-01-01"), modifier("m"));
    assertThat(world.rows(LINKS)).containsExactly("t|1147127");
    world.projection.apply(List.of(world.delete("Condition", "dx")));
    assertThat(world.rows(LINKS)).containsExactly("f|-");
    assertThat(world.rows("select * from cdm.condition_occurrence")).isEmpty();
    assertThat(world.rows("select * from cdm.episode")).isEmpty();
    assertThat(world.rows("select * from cdm.episode_event")).isEmpty();
    world.project(diagnosis("2020-01-01"));
    assertThat(world.rows(LINKS)).containsExactly("t|1147127");
  }

  @Test
  void a_deleted_modifier_leaves_neither_row_nor_waiting_link() {
    world.project(World.patient("p"), modifier("m"), modifier("n"));
    assertThat(world.rows("select count(*) from omop.open_link")).containsExactly("2");
    world.projection.apply(List.of(world.delete("Observation", "m")));
    assertThat(world.rows("select count(*) from omop.open_link")).containsExactly("1");
    world.projection.apply(List.of(world.delete("Patient", "p")));
    assertThat(world.rows("select * from omop.open_link")).isEmpty();
    assertThat(world.rows("select * from cdm.measurement")).isEmpty();
  }

  @Test
  void a_regimen_of_several_things_is_called_by_them_and_listed_without_a_concept() {
    world.project(
        World.patient("p"),
        diagnosis("2020-01-01"),
        treatment("a", "1946825"),
        treatment("b", "2555"),
        treatment("c", "2555").replace("2020-02-01", "2020-03-01"));
    assertThat(
            world.rows(
                """
                select episode_object_concept_id, episode_source_value from cdm.episode
                where episode_concept_id = 32531 order by episode_number
                """))
        .containsExactly("0|1946825 + 2555", "1397599|2555");
    assertThat(
            world.rows(
                "select source_value from omop.unmapped_summary where cdm_table = 'episode'"))
        .containsExactly("1946825 + 2555");
    world.projection.apply(List.of(world.delete("MedicationAdministration", "a")));
    assertThat(world.rows("select * from omop.unmapped_summary where cdm_table = 'episode'"))
        .isEmpty();
  }

  @Test
  void a_death_says_what_of_when_a_form_does() {
    String death =
        "{'resourceType':'Patient','id':'p','gender':'male','birthDate':'1950','deceasedDateTime':'2021-01-31'}";
    String cause =
        """
        {'resourceType':'Observation','id':'%s','status':'final','subject':{'reference':'Patient/p'},
         'code':{'coding':[{'system':'http://snomed.info/sct','code':'184305005'}]},'effectiveDateTime':'2021-01-31',
         'valueCodeableConcept':%s}
        """;
    String causes =
        "select death_date, cause_concept_id, cause_source_value, cause_source_concept_id from"
            + " cdm.death";
    world.project(death, cause.formatted("a", "{'text':'Died of cancer'}"));
    assertThat(world.rows(causes)).containsExactly("2021-01-31|0|Died of cancer|-");
    assertThat(
            world.rows("select cdm_table from omop.unmapped where cdm_column = 'cause_concept_id'"))
        .containsExactly("death");
    world.project(
        cause.formatted("b", "{'coding':[{'system':'http://snomed.info/sct','code':'93974005'}]}"));
    assertThat(world.rows(causes)).containsExactly("2021-01-31|200962|93974005|200962");
    world.projection.apply(
        List.of(world.delete("Observation", "a"), world.delete("Observation", "b")));
    assertThat(world.rows(causes)).containsExactly("2021-01-31|-|-|-");
  }

  @Test
  void a_row_with_a_date_its_source_does_not_hold_is_marked_by_its_type() {
    world.project(
        World.patient("p"),
        TrapsTest.psa("told", "p", "2020-05-01"),
        TrapsTest.psa("anchored", "p", "1970-01-01")
            .replace(
                "'status'",
                "'extension':[{'url':'https://tessera.dev/fhir/StructureDefinition/imputed-date','valueBoolean':true}],'status'"));
    assertThat(
            world.rows(
                "select measurement_type_concept_id from cdm.measurement order by"
                    + " measurement_date"))
        .containsExactly("32880", "32817");
  }

  private static String diagnosis(String date) {
    return """
    {'resourceType':'Condition','id':'dx','subject':{'reference':'Patient/p'},'recordedDate':'%s',
     'meta':{'profile':['http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-primary-cancer-condition']},
     'code':{'coding':[{'system':'http://snomed.info/sct','code':'93974005'}]}}
    """
        .formatted(date);
  }

  private static String modifier(String id) {
    return TrapsTest.psa(id, "p", "2020-05-01")
        .replace("'status'", "'focus':[{'reference':'Condition/dx'}],'status'");
  }

  private static String treatment(String id, String drug) {
    return """
    {'resourceType':'MedicationAdministration','id':'%s','status':'completed','subject':{'reference':'Patient/p'},
     'reasonReference':[{'reference':'Condition/dx'}],'effectiveDateTime':'2020-02-01',
     'medicationCodeableConcept':{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'%s'}]}}
    """
        .formatted(id, drug);
  }
}
