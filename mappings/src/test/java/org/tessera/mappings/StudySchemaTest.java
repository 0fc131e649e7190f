package org.tessera.mappings;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The schemas by which editors complete and check a study say what the program says.
final class StudySchemaTest {
  private static final Path STUDIES = Path.of("studies");
  private static final JsonMapper JSON = new JsonMapper();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          registry ->
              registry.schemas(
                  Map.of(
                      address("study"), text("study"),
                      address("form"), text("form"),
                      address("rules"), text("rules"))));

  static Stream<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(STUDIES)) {
      return all.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_study_file_names_its_schema_and_keeps_it(Path file) throws IOException {
    String kind = kind(file);
    assertThat(Files.readAllLines(file).getFirst())
        .isEqualTo("# yaml-language-server: $schema=../schema/" + kind + ".schema.json");
    assertThat(schema(kind).validate(json(Files.readString(file)))).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          study ~ { study: x, patient: { column: id }, forms: [a.yaml], delivry: full }
          study ~ { study: X, patient: { column: id }, forms: [a.yaml] }
          form  ~ { form: A, columns: [ { name: a, type: number } ] }
          form  ~ { form: A, columns: [ { name: a, requird: M } ] }
          form  ~ { form: A, resources: [ { resource: Patient } ] }
          form  ~ { form: A, resources: [ { resource: Patient, id: x, gender: { column: sex, konvert: year } } ] }
          form  ~ { form: A, resources: [ { resource: Patient, id: x, gender: { column: sex, as: cod } } ] }
          form  ~ { form: A, resources: [ { resource: Patient, id: x, when: { colum: sex } } ] }
          rules ~ [ { id: a, check: "true", message: b, severity: fatal } ]
          rules ~ [ { id: a, check: "true" } ]
          """)
  void a_slip_is_marked_in_the_editor(String kind, String text) {
    assertThat(schema(kind).validate(json(text))).isNotEmpty();
  }

  @Test
  void the_words_of_the_schemas_are_those_the_program_reads() {
    assertThat(words("study", "/properties")).isEqualTo(new TreeSet<>(StudyParts.WORDS));
    assertThat(words("form", "/properties")).isEqualTo(new TreeSet<>(FormParts.WORDS));
    assertThat(words("form", "/$defs/column/properties"))
        .isEqualTo(new TreeSet<>(ColumnCompiler.WORDS));
    assertThat(words("form", "/$defs/condition/anyOf/2/properties"))
        .isEqualTo(new TreeSet<>(ConditionCompiler.WORDS));
    assertThat(words("rules", "/items/properties"))
        .isEqualTo(new TreeSet<>(CoherenceCompiler.WORDS));
    Set<String> values = new TreeSet<>(RuleCompiler.VALUE_WORDS);
    values.addAll(List.of("when", "each"));
    assertThat(words("form", "/$defs/structure/then/properties")).isEqualTo(values);
  }

  @Test
  void the_conversions_of_the_schema_are_those_the_program_knows() {
    Set<String> known = new TreeSet<>(Conversions.ALL.keySet());
    known.addAll(Timespan.names());
    known.add("quantity");
    Set<String> told = new TreeSet<>();
    tree("form")
        .at("/$defs/structure/then/properties/convert/anyOf/0/enum")
        .forEach(name -> told.add(name.asString()));
    assertThat(told).isEqualTo(known);
  }

  private static Set<String> words(String kind, String pointer) {
    return new TreeSet<>(tree(kind).at(pointer).propertyNames());
  }

  private static JsonNode tree(String kind) {
    return JSON.readTree(text(kind));
  }

  private static JsonNode json(String yaml) {
    Problems problems = new Problems();
    JsonNode json = RuleYaml.read("file", yaml, problems).orElseThrow().toJson();
    assertThat(problems.found()).isEmpty();
    return json;
  }

  private static String kind(Path file) {
    return switch (String.valueOf(file.getFileName())) {
      case "study.yaml" -> "study";
      case "rules.yaml" -> "rules";
      default -> "form";
    };
  }

  private static Schema schema(String kind) {
    return REGISTRY.getSchema(SchemaLocation.of(address(kind)));
  }

  private static String address(String kind) {
    return "https://tessera.dev/schema/" + kind + ".schema.json";
  }

  private static String text(String kind) {
    try {
      return Files.readString(STUDIES.resolve("schema").resolve(kind + ".schema.json"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
