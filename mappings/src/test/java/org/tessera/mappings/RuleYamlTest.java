package org.tessera.mappings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How YAML is taken in rule files.
final class RuleYamlTest {
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "no, '\"no\"'",
    "2020-01-01, '\"2020-01-01\"'",
    "007, '\"007\"'",
    "1_000, '\"1_000\"'",
    "12:30, '\"12:30\"'",
    "12, 12",
    "-3, -3",
    "1.50, 1.50",
    "true, true",
    "'\"12\"', '\"12\"'",
    "~, null",
  })
  void only_plain_numbers_and_true_and_false_are_no_text(String yaml, String json) {
    assertThat(read("a: " + yaml).toJson().toString()).isEqualTo("{\"a\":" + json + "}");
  }

  @Test
  void a_merged_shape_gives_way_to_what_stands_beside_it() {
    RuleNode node =
        read(
            """
            - &base { a: 1, b: 2 }
            - { b: 3, <<: *base, c: 4 }
            - { <<: [ { a: 5 }, *base ] }
            """);
    assertThat(node.toJson().toString())
        .isEqualTo("[{\"a\":1,\"b\":2},{\"a\":1,\"b\":3,\"c\":4},{\"a\":5,\"b\":2}]");
  }

  @Test
  void every_piece_knows_its_line() {
    RuleNode.Fields node = (RuleNode.Fields) read("a: 1\nb:\n  - x\n  - { y: z }\n");
    RuleNode second = node.all("b").get(1);
    assertThat(second.line()).isEqualTo(4);
    assertThat(second.file()).isEqualTo("x.yaml");
  }

  @Test
  void a_name_that_stands_twice_is_a_problem_of_its_line() {
    var problems = new Problems();
    RuleYaml.read("x.yaml", "a: 1\nb: 2\na: 3\n", problems);
    assertThat(problems.found())
        .singleElement()
        .satisfies(problem -> assertThat(problem.line()).isEqualTo(3));
  }

  private static RuleNode read(String text) {
    var problems = new Problems();
    RuleNode node = RuleYaml.read("x.yaml", text, problems).orElseThrow();
    problems.throwIfAny();
    return node;
  }
}
