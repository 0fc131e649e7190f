package org.tessera.fhir.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.CodeSets;
import org.tessera.fhir.store.CodeSets.Member;
import org.tessera.vocabularies.ConceptFile;
import org.tessera.vocabularies.ConceptFileWriter;
import org.tessera.vocabularies.OmopConcept;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.JsonNode;

/// The terminology operations and the search over an imported release of made-up concepts.
final class ImportedTerminologyTest {
  private static final String MADE = "urn:omop:made";
  @TempDir private static Path folder;
  private static final Vocabularies VOCABULARIES = Vocabularies.builtIn();
  private static Desk desk;

  @BeforeAll
  static void importRelease() throws IOException {
    Path files = Files.createDirectory(folder.resolve("release"));
    try (var writer = new ConceptFileWriter(files)) {
      writer.add(concept(900_000_001, "Local", "x1", "Swelling, local word", false), ' ');
      writer.add(concept(900_000_010, "Made", "A", "Finding", true), 'S');
      writer.add(concept(900_000_011, "Made", "A1", "Swelling of the hand", true), 'S');
      writer.add(concept(900_000_012, "Made", "A11", "Hand swelling, left", true), 'S');
      writer.add(concept(900_000_013, "Made", "B", "Procedure on hand", true), 'S');
      writer.add(
          new OmopConcept(
              900_000_014, "Given up", "Condition", "Made", "Other thing", "C", false, "D"),
          'C');
      writer.child(900_000_010, 900_000_011);
      writer.child(900_000_011, 900_000_012);
      writer.mapsTo(900_000_001, 900_000_011);
      writer.mapsTo(900_000_001, 900_000_013);
      writer.mapsTo(900_000_011, 900_000_011);
      writer.finish();
    }
    VOCABULARIES.adopt(ConceptFile.open(files));
    desk = new Desk(VOCABULARIES);
  }

  @AfterAll
  static void close() {
    desk.close();
  }

  private static OmopConcept concept(
      long id, String vocabulary, String code, String name, boolean standard) {
    String domain = code.startsWith("B") ? "Procedure" : "Condition";
    return new OmopConcept(id, name, domain, vocabulary, "Thing", code, standard, "");
  }

  private static String valueSet(String filters) {
    return """
    {'resourceType':'ValueSet','status':'active','compose':{'include':[{'system':'urn:omop:made','filter':[%s]}]}}
    """
        .formatted(filters)
        .replace('\'', '"');
  }

  private static String filter(String property, String operator, String value) {
    return "{'property':'%s','op':'%s','value':'%s'}".formatted(property, operator, value);
  }

  private static List<String> codes(JsonNode expanded) {
    return expanded
        .path("expansion")
        .path("contains")
        .valueStream()
        .map(it -> it.path("code").asString(""))
        .toList();
  }

  private static List<String> expand(String filters) {
    return codes(desk.post("ValueSet/$expand", valueSet(filters)));
  }

  @Test
  void look_up_tells_the_term_and_the_place_in_omop() {
    JsonNode found = desk.get("CodeSystem/$lookup?system=" + MADE + "&code=A1");

    assertThat(found.toString())
        .contains("Swelling of the hand")
        .contains("omop-concept")
        .contains("900000011");
  }

  @Test
  void subsumption_follows_the_imported_hierarchy() {
    String path = "CodeSystem/$subsumes?system=" + MADE;
    assertThat(desk.get(path + "&codeA=A&codeB=A11").toString()).contains("\"subsumes\"");
    assertThat(desk.get(path + "&codeA=A11&codeB=A").toString()).contains("subsumed-by");
    assertThat(desk.get(path + "&codeA=A11&codeB=B").toString()).contains("not-subsumed");
  }

  @Test
  void every_filter_chooses_what_it_says() {
    assertThat(expand(filter("concept", "is-a", "A1"))).containsExactly("A1", "A11");
    assertThat(expand(filter("concept", "descendent-of", "A1"))).containsExactly("A11");
    assertThat(expand(filter("concept", "is-not-a", "A1"))).containsExactly("A", "B", "C");
    assertThat(expand(filter("concept", "generalizes", "A1"))).containsExactly("A", "A1");
    assertThat(expand(filter("domain", "=", "Procedure"))).containsExactly("B");
    assertThat(expand(filter("concept", "in", "B,A,none"))).containsExactly("A", "B");
    assertThat(expand(filter("code", "regex", "A1+"))).containsExactly("A1", "A11");
    assertThat(expand(filter("concept", "is-a", "A") + "," + filter("display", "regex", ".*left")))
        .containsExactly("A11");
    assertThat(expand(filter("concept", "is-a", "nothing"))).isEmpty();
  }

  @Test
  void what_the_columns_of_the_release_say_chooses_as_well() {
    assertThat(expand(filter("standard-concept", "=", "S"))).containsExactly("A", "A1", "A11", "B");
    assertThat(expand(filter("standard-concept", "in", "C, S"))).hasSize(5);
    assertThat(expand(filter("standard-concept", "exists", "false"))).isEmpty();
    assertThat(expand(filter("inactive", "=", "true"))).containsExactly("C");
    assertThat(expand(filter("concept-class", "regex", "Other.*"))).containsExactly("C");
    assertThat(expand(filter("domain", "not-in", "Procedure")))
        .containsExactly("A", "A1", "A11", "C");
    assertThat(
            expand(filter("domain", "=", "Condition") + "," + filter("display", "regex", ".*hand")))
        .containsExactly("A1");
    assertThat(codes(desk.get("ValueSet/$expand?url=" + MADE + "?fhir_vs&activeOnly=true")))
        .containsExactly("A", "A1", "A11", "B");
    assertThatThrownBy(() -> expand(filter("domain", "like", "x")))
        .hasMessageContaining("operator");
  }

  @Test
  void an_expression_that_would_go_on_for_ever_is_refused() {
    assertThatThrownBy(() -> expand(filter("display", "regex", "(.*.*.*.*.*.*.*.*)*z")))
        .hasMessageContaining("does not come to an end");
    assertThatThrownBy(() -> expand(filter("display", "regex", "(")))
        .hasMessageContaining("no regular expression");
  }

  @Test
  void pages_are_parts_of_the_whole_and_the_text_filter_puts_the_nearest_first() {
    JsonNode page = desk.get("ValueSet/$expand?url=" + MADE + "?fhir_vs&count=2&offset=1");
    assertThat(codes(page)).containsExactly("A1", "A11");
    assertThat(page.path("expansion").path("total").asInt()).isEqualTo(5);

    JsonNode near = desk.get("ValueSet/$expand?url=" + MADE + "?fhir_vs&filter=hand");
    assertThat(codes(near)).containsExactly("A11", "B", "A1");
  }

  @Test
  void maps_to_is_a_concept_map_in_both_directions() {
    JsonNode forward =
        desk.get("ConceptMap/$translate?system=urn:omop:local&code=x1&targetsystem=" + MADE);
    assertThat(forward.toString()).contains("\"A1\"").contains("\"B\"").contains("relatedto");

    JsonNode ids =
        desk.get(
            "ConceptMap/$translate?url=urn:omop:maps-to&system=urn:omop:local&code=x1"
                + "&targetsystem=https://fhir-terminology.ohdsi.org");
    assertThat(ids.toString()).contains("900000011").contains("900000013");

    JsonNode backward = desk.get("ConceptMap/$translate?system=" + MADE + "&code=A1&reverse=true");
    assertThat(backward.toString()).contains("x1");
  }

  @Test
  void a_code_is_valid_in_its_system_and_in_a_value_set() {
    assertThat(desk.get("CodeSystem/$validate-code?url=" + MADE + "&code=A11").toString())
        .contains("true");
    assertThat(desk.get("CodeSystem/$validate-code?url=" + MADE + "&code=A12").toString())
        .contains("false");
    assertThat(
            desk.get("ValueSet/$validate-code?url=" + MADE + "?fhir_vs&code=A11&system=" + MADE)
                .toString())
        .contains("true");
  }

  @Test
  void searches_below_and_above_a_code_and_in_a_value_set_see_the_hierarchy() {
    try (var database = TestDatabase.create("fhir")) {
      var store = new org.tessera.fhir.store.ResourceStore(database.dataSource());
      CodeSets sets = CodeSets.stored(database.dataSource(), VOCABULARIES);
      for (String code : List.of("A", "A1", "A11", "B")) {
        store.commit(
            org.tessera.fhir.store.Resources.puts(
                "rest",
                org.tessera.fhir.store.Resources.json(
                    "{'resourceType':'Condition','id':'%s','subject':{'reference':'Patient/p'},'code':{'coding':[{'system':'%s','code':'%s'}]}}"
                        .formatted(code, MADE, code)
                        .replace('\'', '"'))));
      }

      assertThat(sets.below(new Member(MADE, "A1")))
          .extracting(Member::code)
          .containsExactlyInAnyOrder("A1", "A11");
      assertThat(sets.above(new Member(MADE, "A1")))
          .extracting(Member::code)
          .containsExactlyInAnyOrder("A1", "A");
      var search = new Search(database.dataSource(), store.index(), sets);
      var found =
          search.run(
              search.query(
                  "Condition", java.util.Map.of("code:below", List.of(MADE + "|A1")), true));
      assertThat(found.matches()).hasSize(2);
    }
  }
}
