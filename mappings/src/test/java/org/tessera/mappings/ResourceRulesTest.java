package org.tessera.mappings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The verbs over a FHIR resource, as the OMOP rules use them.
final class ResourceRulesTest {
  private static final Vocabularies VOCABULARIES = Vocabularies.builtIn();
  private static final ObjectNode OBSERVATION =
      (ObjectNode)
          JsonMapper.shared()
              .readTree(
                  """
                  {"resourceType": "Observation", "id": "p-1", "status": "final",
                   "code": {"coding": [
                     {"system": "http://snomed.info/sct", "code": "63476009"},
                     {"system": "http://loinc.org", "code": "2857-1"}]},
                   "effectiveDateTime": "2020-05-09T10:00:00Z", "issued": "2020-05",
                   "valueQuantity": {"value": 7.10, "unit": "ng/mL"},
                   "component": [
                     {"code": {"text": "first"}, "valueInteger": 3},
                     {"code": {"text": "second"}},
                     {"code": {"text": "third"}, "valueInteger": 5}]}
                  """);

  @Test
  void a_path_gives_the_first_value_and_goes_through_lists() {
    ResourceSource source = () -> OBSERVATION;
    assertThat(source.value("code.coding.code").asString()).isEqualTo("63476009");
    assertThat(source.value("code.coding[system=http://loinc.org].code").asString())
        .isEqualTo("2857-1");
    assertThat(source.value("code.coding[system=http://none.org].code").isMissingNode()).isTrue();
    assertThat(source.value("valueString").isMissingNode()).isTrue();
    assertThat(source.values("component.valueInteger"))
        .extracting(JsonNode::asInt)
        .containsExactly(3, 5);
    assertThat(source.value("no path!").isMissingNode()).isTrue();
  }

  @Test
  void column_takes_the_first_path_that_has_a_value() {
    assertThat(rule("{ column: [valueString, valueQuantity.value] }").decimalValue())
        .isEqualByComparingTo("7.10");
    assertThat(rule("{ column: valueString, default: 0 }").asInt()).isZero();
  }

  @Test
  void when_asks_for_presence_and_for_values() {
    assertThat(rule("{ when: valueQuantity, x: 1 }").path("x").asInt()).isEqualTo(1);
    assertThat(rule("{ when: valueString, x: 1 }").isMissingNode()).isTrue();
    assertThat(rule("{ when: { column: status, in: [final, amended] }, x: 1 }").isObject())
        .isTrue();
    assertThat(rule("{ when: { column: status, not: [final] }, x: 1 }").isMissingNode()).isTrue();
    assertThat(rule("{ when: { absent: valueString }, x: 1 }").isObject()).isTrue();
    assertThat(rule("{ when: { any: [valueString, status] }, x: 1 }").isObject()).isTrue();
    assertThat(rule("{ when: [status, valueString], x: 1 }").isMissingNode()).isTrue();
  }

  @Test
  void when_compares_the_codes_a_value_states() {
    assertThat(rule("{ when: { column: code, in: [2857-1] }, x: 1 }").isObject()).isTrue();
    assertThat(rule("{ when: { column: code, starts: ['2857'] }, x: 1 }").isObject()).isTrue();
    assertThat(rule("{ when: { column: code, pattern: '\\d{4}-\\d' }, x: 1 }").isObject()).isTrue();
    assertThat(rule("{ when: { column: code, pattern: '2857' }, x: 1 }").isMissingNode()).isTrue();
    assertThat(rule("{ when: { column: code, not: [2857-1] }, x: 1 }").isMissingNode()).isTrue();
    assertThat(rule("{ when: { column: self, in: [x] }, x: 1 }").isMissingNode()).isTrue();
  }

  @Test
  void translate_may_have_its_table_beside_it() {
    String table = "translate: { final: 7, draft: 8 }, otherwise: 0 }";
    assertThat(rule("{ column: status, " + table).asInt()).isEqualTo(7);
    assertThat(rule("{ column: id, " + table).asInt()).isZero();
    assertThat(rule("{ column: valueString, " + table).isMissingNode()).isTrue();
    assertThat(rule("{ column: code.coding, translate: { '63476009': x } }").asString())
        .isEqualTo("x");
  }

  @Test
  void convert_gives_the_words_and_the_parts_of_a_date() {
    assertThat(rule("{ column: code, convert: text }").asString()).isEqualTo("63476009");
    assertThat(rule("{ column: valueQuantity, convert: text }").asString()).isEqualTo("ng/mL");
    assertThat(rule("{ column: component.valueInteger, convert: text }").asString()).isEqualTo("3");
    assertThat(rule("{ column: effectiveDateTime, convert: month }").asInt()).isEqualTo(5);
    assertThat(rule("{ column: effectiveDateTime, convert: day }").asInt()).isEqualTo(9);
    assertThat(rule("{ column: issued, convert: day }").isMissingNode()).isTrue();
  }

  @Test
  void each_goes_through_several_lists_one_after_the_other() {
    assertThat(rule("{ each: { list: [component, self] }, n: '{index}' }")).hasSize(4);
  }

  @Test
  void each_goes_through_the_elements_of_a_list_and_keeps_their_numbers() {
    JsonNode rows =
        rule(
            "{ each: { list: component }, when: item.valueInteger, n: '{index}', v: { column:"
                + " item.valueInteger } }");
    assertThat(rows.toString()).isEqualTo("[{\"n\":\"1\",\"v\":3},{\"n\":\"3\",\"v\":5}]");
  }

  @Test
  void a_house_brings_conversions_and_words_of_its_own() {
    var problems = new Problems();
    Map<String, Conversion> own =
        Map.of(
            "shout", (value, scope) -> JsonNodeFactory.instance.stringNode(Rule.text(value) + "!"));
    var compiler = RuleCompiler.forResources(VOCABULARIES, own, Set.of("person"), problems);
    RuleNode node =
        RuleYaml.read(
                "x.yaml",
                "{ a: { column: status, convert: shout }, b: { column: person } }",
                problems)
            .orElseThrow();
    problems.throwIfAny();
    JsonNode made =
        compiler
            .compile(node)
            .evaluate(
                Scope.of(
                    (ResourceSource) () -> OBSERVATION,
                    Map.of("person", JsonNodeFactory.instance.numberNode(12L))));
    assertThat(made.toString()).isEqualTo("{\"a\":\"final!\",\"b\":12}");
  }

  @Test
  void what_is_wrong_is_told_with_file_and_line_all_at_once() {
    var problems = new Problems();
    var compiler = RuleCompiler.forResources(VOCABULARIES, Map.of(), Set.of(), problems);
    String text =
        """
        a: { column: "no path!" }
        b: { column: status, convert: shuot }
        c: { concept: "http://loinc.org|0000-0" }
        d: { column: status, translate: nothing }
        """;
    RuleYaml.read("omop/x.yaml", text, problems).ifPresent(compiler::compile);
    assertThat(problems.found()).extracting(Problem::line).containsExactly(1, 2, 3, 4);
    assertThat(problems.found().get(1).toString())
        .startsWith("omop/x.yaml:2: the conversion \"shuot\" is not known (one of ");
    assertThat(List.of(problems.found().get(2).message()))
        .containsExactly("the code http://loinc.org|0000-0 is not known");
  }

  private static JsonNode rule(String yaml) {
    var problems = new Problems();
    var compiler = RuleCompiler.forResources(VOCABULARIES, Map.of(), Set.of(), problems);
    Rule rule = RuleYaml.read("rule.yaml", yaml, problems).map(compiler::compile).orElseThrow();
    problems.throwIfAny();
    return rule.evaluate(Scope.of((ResourceSource) () -> OBSERVATION));
  }
}
