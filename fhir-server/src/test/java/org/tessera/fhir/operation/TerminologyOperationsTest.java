package org.tessera.fhir.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Over a small code system of our own, and over the node's tables.
class TerminologyOperationsTest {
  private static Desk desk;

  @BeforeAll
  static void store_a_code_system_value_sets_and_a_map() {
    desk = new Desk();
    desk.put(
        "{'resourceType':'CodeSystem','id':'animals','url':'urn:animals','version':'1','name':"
            + "'Animals','status':'active','content':'complete','caseSensitive':true,'concept':[{'code':'mammal','display':'Mammal','definition':'Gives"
            + " milk','concept':["
            + "{'code':'dog','display':'Dog','designation':[{'language':'de','value':'Hund'}],"
            + "'concept':[{'code':'poodle','display':'Poodle'}]},"
            + "{'code':'dodo','display':'Dodo','property':[{'code':'inactive','valueBoolean':true}]}"
            + "]},{'code':'fish','display':'Físh'}]}",
        "{'resourceType':'ValueSet','id':'mammals','url':'urn:vs:mammals','status':'active',"
            + "'compose':{'include':[{'system':'urn:animals','filter':[{'property':'concept',"
            + "'op':'is-a','value':'mammal'}]}],'exclude':[{'system':'urn:animals','concept':"
            + "[{'code':'poodle'}]}]}}",
        "{'resourceType':'ValueSet','id':'all','url':'urn:vs:all','status':'active','compose':"
            + "{'include':[{'system':'urn:animals'}]}}",
        "{'resourceType':'ValueSet','id':'both','url':'urn:vs:both','status':'active','compose':"
            + "{'include':[{'valueSet':['urn:vs:mammals','urn:vs:all']}]}}",
        "{'resourceType':'ValueSet','id':'loop','url':'urn:vs:loop','status':'active','compose':"
            + "{'include':[{'valueSet':['urn:vs:loop']}]}}",
        "{'resourceType':'ConceptMap','id':'map','url':'urn:map','status':'active','group':["
            + "{'source':'urn:animals','target':'urn:tiere','element':["
            + "{'code':'dog','target':[{'code':'hund','display':'Hund','equivalence':'equivalent'}]},"
            + "{'code':'poodle','target':[{'code':'hund','equivalence':'wider'}]},"
            + "{'code':'fish','target':[{'equivalence':'unmatched'}]}]}]}");
  }

  @AfterAll
  static void close() {
    desk.close();
  }

  @Test
  void a_code_is_looked_up_with_its_terms_definition_and_properties() {
    JsonNode dog = desk.get("CodeSystem/$lookup?system=urn:animals&code=dog");
    assertThat(Desk.output(dog, "name").stringValue()).isEqualTo("Animals");
    assertThat(Desk.output(dog, "display").stringValue()).isEqualTo("Dog");
    assertThat(dog.toString()).contains("Hund");
    JsonNode german = desk.get("CodeSystem/$lookup?system=urn:animals&code=dog&displayLanguage=de");
    assertThat(Desk.output(german, "display").stringValue()).isEqualTo("Hund");
    JsonNode posted =
        desk.post(
            "CodeSystem/$lookup",
            "{'resourceType':'Parameters','parameter':[{'name':'coding','valueCoding':"
                + "{'system':'urn:animals','code':'mammal'}}]}");
    assertThat(Desk.output(posted, "definition").stringValue()).isEqualTo("Gives milk");
  }

  @Test
  void a_code_of_the_nodes_tables_is_looked_up_with_its_omop_concept() {
    JsonNode mass = desk.get("CodeSystem/$lookup?system=http://unitsofmeasure.org&code=mg");
    assertThat(Desk.output(mass, "name").stringValue()).isEqualTo("UCUM");
    assertThat(Desk.output(mass, "display").stringValue()).isNotEmpty();
  }

  @Test
  void what_is_not_known_is_not_found() {
    for (String path :
        List.of(
            "CodeSystem/$lookup?system=urn:nowhere&code=x",
            "CodeSystem/$lookup?system=urn:animals&code=unicorn",
            "ValueSet/$expand?url=urn:vs:nowhere",
            "CodeSystem/$validate-code?url=urn:nowhere&code=x",
            "ConceptMap/$translate?url=urn:nowhere&code=x&system=urn:animals",
            "CodeSystem/$subsumes?system=urn:animals&codeA=dog&codeB=unicorn")) {
      assertThatThrownBy(() -> desk.get(path))
          .as(path)
          .isInstanceOfSatisfying(
              OperationFailure.class, e -> assertThat(e.status()).isEqualTo(404));
    }
  }

  @Test
  void a_code_is_in_a_code_system_or_value_set_under_its_own_term() {
    assertThat(valid("CodeSystem/$validate-code?url=urn:animals&code=dog")).isTrue();
    assertThat(valid("CodeSystem/$validate-code?url=urn:animals&code=Dog")).isFalse();
    assertThat(valid("CodeSystem/animals/$validate-code?code=dog&display=Hund")).isTrue();
    assertThat(valid("CodeSystem/animals/$validate-code?code=dog&display=Cat")).isFalse();
    assertThat(valid("ValueSet/$validate-code?url=urn:vs:mammals&code=dog&system=urn:animals"))
        .isTrue();
    assertThat(valid("ValueSet/mammals/$validate-code?code=poodle&system=urn:animals")).isFalse();
    assertThat(valid("ValueSet/mammals/$validate-code?code=dog&system=urn:other")).isFalse();
    JsonNode concept =
        desk.post(
            "ValueSet/mammals/$validate-code",
            "{'resourceType':'Parameters','parameter':[{'name':'codeableConcept',"
                + "'valueCodeableConcept':{'coding':[{'system':'urn:x','code':'y'},"
                + "{'system':'urn:animals','code':'dog'}]}}]}");
    assertThat(Desk.output(concept, "result").booleanValue()).isTrue();
  }

  @Test
  void codes_subsume_each_other_by_the_hierarchy_of_their_system() {
    assertThat(relation("mammal", "poodle")).isEqualTo("subsumes");
    assertThat(relation("poodle", "mammal")).isEqualTo("subsumed-by");
    assertThat(relation("dog", "dog")).isEqualTo("equivalent");
    assertThat(relation("dog", "fish")).isEqualTo("not-subsumed");
    assertThatThrownBy(() ->
            desk.get("CodeSystem/$subsumes?system=http://unitsofmeasure.org&codeA=mg&codeB=g"))
        .isInstanceOfSatisfying(
            OperationFailure.class, e -> assertThat(e.code()).isEqualTo("not-supported"));
  }

  @Test
  void a_value_set_expands_to_what_it_includes_without_what_it_excludes() {
    assertThat(codes("ValueSet/$expand?url=urn:vs:mammals"))
        .containsExactly("mammal", "dog", "dodo");
    assertThat(codes("ValueSet/mammals/$expand?activeOnly=true")).containsExactly("mammal", "dog");
    assertThat(codes("ValueSet/$expand?url=urn:vs:both")).containsExactly("mammal", "dog", "dodo");
    assertThat(codes("ValueSet/$expand?url=urn:vs:all&filter=fis")).containsExactly("fish");
    assertThat(codes("ValueSet/$expand?url=urn:vs:all&filter=hund")).containsExactly("dog");
    assertThat(codes("ValueSet/$expand?url=urn:animals?fhir_vs")).hasSize(5);
  }

  @Test
  void pages_of_an_expansion_meet_every_code_once() {
    List<String> met = new ArrayList<>();
    for (int offset = 0; offset < 5; offset += 2) {
      JsonNode page = desk.get("ValueSet/$expand?url=urn:vs:all&count=2&offset=" + offset);
      assertThat(page.at("/expansion/total").asInt()).isEqualTo(5);
      page.at("/expansion/contains").forEach(it -> met.add(it.path("code").stringValue()));
    }
    assertThat(met).containsExactly("mammal", "dog", "poodle", "dodo", "fish");
  }

  @Test
  void a_posted_value_set_is_expanded_and_too_large_or_circular_ones_are_refused_by_name() {
    JsonNode expanded =
        desk.post(
            "ValueSet/$expand",
            "{'resourceType':'ValueSet','status':'draft','compose':{'include':[{'system':"
                + "'urn:animals','concept':[{'code':'dog','display':'My dog'}]}]}}");
    assertThat(expanded.at("/expansion/contains/0/display").stringValue()).isEqualTo("My dog");
    assertThatThrownBy(() -> desk.get("ValueSet/$expand?url=http://snomed.info/sct?fhir_vs"))
        .isInstanceOfSatisfying(
            OperationFailure.class,
            e -> assertThat(e).hasMessageContaining("codesMax").returns(422, it -> it.status()));
    assertThat(codes("ValueSet/$expand?url=http://snomed.info/sct?fhir_vs&count=3")).hasSize(3);
    assertThatThrownBy(() -> desk.get("ValueSet/$expand?url=urn:vs:loop"))
        .isInstanceOfSatisfying(
            OperationFailure.class, e -> assertThat(e.code()).isEqualTo("too-costly"));
  }

  @Test
  void a_code_is_translated_forward_and_backward_and_says_how_well_it_fits() {
    JsonNode dog = desk.get("ConceptMap/$translate?url=urn:map&system=urn:animals&code=dog");
    assertThat(Desk.output(dog, "result").booleanValue()).isTrue();
    assertThat(dog.toString()).contains("\"code\":\"hund\"").contains("equivalent");
    assertThat(
            Desk.output(
                    desk.get("ConceptMap/map/$translate?system=urn:animals&code=fish"), "result")
                .booleanValue())
        .isFalse();
    JsonNode back = desk.get("ConceptMap/$translate?system=urn:tiere&code=hund&reverse=true");
    assertThat(back.toString()).contains("poodle").contains("narrower").contains("dog");
    assertThat(
            Desk.output(
                    desk.get(
                        "ConceptMap/$translate?system=urn:animals&code=dog&targetsystem=urn:no"),
                    "result")
                .booleanValue())
        .isFalse();
  }

  private static boolean valid(String path) {
    return Desk.output(desk.get(path), "result").booleanValue();
  }

  private static String relation(String a, String b) {
    return Desk.output(
            desk.get("CodeSystem/$subsumes?system=urn:animals&codeA=" + a + "&codeB=" + b),
            "outcome")
        .stringValue();
  }

  private static List<String> codes(String path) {
    List<String> codes = new ArrayList<>();
    desk.get(path)
        .at("/expansion/contains")
        .forEach(it -> codes.add(it.path("code").stringValue()));
    return codes;
  }
}
