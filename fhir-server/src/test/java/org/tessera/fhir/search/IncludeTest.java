package org.tessera.fhir.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// https://hl7.org/fhir/R4/search.html#revinclude
class IncludeTest extends ResourcesTest {
  private static String included(String address) {
    Page page = searching.page(address);
    var found = new TreeSet<String>();
    page.included().forEach(r -> found.add(r.type() + "/" + r.id()));
    assertThat(found).as("each once").hasSameSizeAs(page.included());
    page.matches().forEach(m -> assertThat(found).doesNotContain(m.type() + "/" + m.id()));
    return String.join(" ", found);
  }

  @ParameterizedTest(name = "{0} includes {1}")
  @CsvSource(
      delimiter = '>',
      value = {
        "Observation?code=718-7&_include=Observation:subject > Patient/ann Patient/bob",
        "Observation?code=718-7&_include=Observation:subject:Patient > Patient/ann Patient/bob",
        "Observation?code=718-7&_include=Observation:subject:Group > ''",
        "Observation?code=718-7&_include=Observation:patient,Observation:performer >"
            + " Patient/ann Patient/bob Practitioner/smith",
        "Observation?code=718-7&_include=* > Patient/ann Patient/bob Practitioner/smith",
        "Observation?code=718-7&_include=Observation:* >"
            + " Patient/ann Patient/bob Practitioner/smith",
        "Observation?code=718-7&_include=Observation:patient&_include=Patient:organization >"
            + " Patient/ann Patient/bob",
        "Observation?code=718-7&_include=Observation:patient&_include:iterate=Patient:organization"
            + " > Organization/north Organization/south Patient/ann Patient/bob",
        "Patient?_id=ann&_include=Patient:organization&_include:iterate=Organization:partof >"
            + " Organization/north Organization/top",
        "Patient?_id=ann&_revinclude=Observation:subject > Observation/hb",
        "Patient?_id=ann&_revinclude=Observation:patient&_revinclude:iterate=Observation:derived-from"
            + " > Observation/hb Observation/stage",
        "Patient?_id=ann&_revinclude=* > List/cohort Observation/hb Patient/dot"
            + " QuestionnaireResponse/filled RiskAssessment/risk",
        "Observation?_id=stage&_include=Observation:derived-from > Observation/hb",
        "Observation?code=718-7,stage&_include=Observation:derived-from > ''",
        "QuestionnaireResponse?_include=QuestionnaireResponse:questionnaire > Questionnaire/form",
        "Patient?_id=none&_include=* > ''"
      })
  void resources_are_added_once_and_never_a_match(String address, String expected) {
    assertThat(included(address)).isEqualTo(expected.replace("''", ""));
  }

  @Test
  void a_page_holds_its_matches_and_what_belongs_to_them_only() {
    Page page = searching.page("Observation?code=718-7&_count=1&_include=Observation:subject");
    assertThat(Searching.ids(page.matches())).containsExactly("hb");
    assertThat(Searching.ids(page.included())).containsExactly("ann");
    assertThat(page.total()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "_include=subject, Type:reference",
    "_include=Observation:code, no reference",
    "_include=Nothing:subject, does not exist",
    "_include=Observation:colour, no search parameter",
    "_include:recurse=Observation:subject, :iterate only",
    "_include=Observation:subject:Nothing, Type:reference",
    "_revinclude=Observation, Type:reference"
  })
  void an_include_that_makes_no_sense_is_refused(String parameter, String message) {
    assertThatThrownBy(() -> searching.page("Observation?" + parameter))
        .isInstanceOf(InvalidSearch.class)
        .hasMessageContaining(message);
  }

  @Test
  void a_compartment_holds_what_its_definition_says() {
    Search search = searching.search();
    Query all = search.queryCompartment("Patient", "ann", "*", Searching.parameters(""), true);
    assertThat(search.run(all).matches().stream().map(r -> r.type() + "/" + r.id()))
        .containsExactlyInAnyOrder(
            "Patient/ann",
            "Patient/dot",
            "Observation/hb",
            "QuestionnaireResponse/filled",
            "RiskAssessment/risk");
    Query some =
        search.queryCompartment(
            "Patient", "bob", "Observation", Searching.parameters("?code=718-7"), true);
    assertThat(Searching.ids(search.run(some).matches())).containsExactly("hb2");
    assertThatThrownBy(() ->
            search.queryCompartment(
                "Patient", "ann", "Organization", Searching.parameters(""), true))
        .isInstanceOf(InvalidSearch.class);
    assertThatThrownBy(
            () -> search.queryCompartment("Location", "x", "*", Searching.parameters(""), true))
        .isInstanceOf(InvalidSearch.class);
  }

  @Test
  void a_search_of_several_types_takes_what_they_have_in_common() {
    Search search = searching.search();
    Query both =
        search.querySystem(
            Searching.parameters("?_type=Observation,RiskAssessment&patient=Patient/ann"), true);
    assertThat(Searching.ids(search.run(both).matches())).containsExactlyInAnyOrder("hb", "risk");
    Query everywhere = search.querySystem(Searching.parameters("?_tag=study-a"), true);
    assertThat(Searching.ids(search.run(everywhere).matches())).isEqualTo(List.of("ann"));
    assertThatThrownBy(() ->
            search.querySystem(Searching.parameters("?_type=Observation,Patient&code=x"), true))
        .isInstanceOf(InvalidSearch.class);
  }
}
