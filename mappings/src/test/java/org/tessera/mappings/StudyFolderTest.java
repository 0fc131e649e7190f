package org.tessera.mappings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.mappings.StudyFolder.Verdict;

/// What an author is told of a folder.
final class StudyFolderTest {
  private static final Path SMALL = Path.of("src/test/resources/small");

  @TempDir Path parent;
  private Path folder;

  @BeforeEach
  void copy() throws IOException {
    folder = Files.createDirectory(parent.resolve("small"));
    try (var files = Files.list(SMALL)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }

  private StudyFolder read() {
    return StudyFolder.at(SmallStudy.VOCABULARIES, folder);
  }

  private void replace(String file, String part, String by) throws IOException {
    String text = Files.readString(folder.resolve(file));
    assertThat(text).contains(part);
    Files.writeString(folder.resolve(file), text.replace(part, by));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lung", "breast", "prostate", "colorectal", "eucanimage-rectal"})
  void a_shipped_study_is_right_and_its_examples_hold(String name) throws IOException {
    StudyFolder shipped = StudyFolder.at(SmallStudy.VOCABULARIES, Path.of("studies", name));
    assertThat(shipped.problems()).isEmpty();
    assertThat(shipped.questions()).isEmpty();
    assertThat(shipped.examples(false, StudyFolderTest::asTheySay))
        .hasSizeGreaterThan(9)
        .allSatisfy(each -> assertThat(each.verdict()).isEqualTo(Verdict.HOLDS));
  }

  @Test
  void the_example_of_the_walk_is_right_and_holds() throws IOException {
    StudyFolder example =
        StudyFolder.at(
            SmallStudy.VOCABULARIES, Path.of("..", "docs", "examples", "breast-genomics"));
    assertThat(example.problems()).isEmpty();
    assertThat(example.questions()).isEmpty();
    assertThat(example.examples(false, StudyFolderTest::asTheySay))
        .hasSize(6)
        .allSatisfy(each -> assertThat(each.verdict()).isEqualTo(Verdict.HOLDS));
  }

  @Test
  void a_mistake_is_told_with_the_file_as_it_lies_on_the_disk() throws IOException {
    replace("diagnosis.yaml", "when: psa", "when: pas");
    replace("patient.yaml", "list: sex", "list: gender");
    assertThat(read().problems())
        .extracting(Problem::file)
        .contains(
            folder.resolve("diagnosis.yaml").toString(), folder.resolve("patient.yaml").toString());
    assertThat(read().study()).isEmpty();
  }

  @Test
  void a_folder_without_a_study_is_answered_with_what_to_do() throws IOException {
    Files.delete(folder.resolve("study.yaml"));
    assertThat(read().problems())
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.message()).isEqualTo("the folder has no study.yaml"));
    Files.writeString(folder.resolve("study.yaml"), "- a list\n");
    assertThat(read().problems()).extracting(Problem::message).containsExactly("this is no study");
  }

  @Test
  void forms_that_extend_each_other_are_told_as_a_circle() throws IOException {
    replace("patient.yaml", "form: Patient\n", "form: Patient\nextends: diagnosis.yaml\n");
    replace("diagnosis.yaml", "form: Diagnosis\n", "form: Diagnosis\nextends: patient.yaml\n");
    assertThat(read().problems())
        .extracting(Problem::message)
        .contains(
            "the form extends itself: small/patient.yaml → small/diagnosis.yaml →"
                + " small/patient.yaml");
  }

  @Test
  void tabs_that_refer_to_each_other_are_told_as_a_circle() throws IOException {
    replace(
        "patient.yaml",
        "columns:\n",
        """
        ignored: [first]
        columns:
          - { name: first, type: integer, refers: Diagnosis.nodes }
        """);
    replace(
        "diagnosis.yaml", "nodes, type: integer,", "nodes, type: integer, refers: Patient.first,");
    assertThat(read().problems())
        .extracting(Problem::message)
        .containsExactly("tabs refer to each other in a circle: Patient → Diagnosis → Patient");
  }

  @Test
  void a_piece_within_itself_is_told_and_not_followed() throws IOException {
    replace("patient.yaml", "form: Patient\n", "form: Patient\nheader: &again { rows: *again }\n");
    assertThat(read().problems())
        .extracting(Problem::message)
        .contains("this piece stands within itself");
  }

  @Test
  void questions_are_listed_with_their_lines() throws IOException {
    replace("patient.yaml", "columns:\n", "columns: # QUESTION: is 1 female?\n");
    replace(
        "codes.csv",
        "Home remedy,,,,unmatched,",
        "Home remedy,,,,unmatched,\"question: which remedy\"");
    assertThat(read().problems()).isEmpty();
    assertThat(read().questions())
        .extracting(Problem::message)
        .containsExactly("which remedy", "is 1 female?");
  }

  @Test
  void an_example_is_accepted_and_then_held_against_the_rules() throws IOException {
    Path golden = Files.createDirectory(folder.resolve("golden"));
    Files.writeString(
        golden.resolve("patient-case-01.csv"), "# form: Patient\nnumber,sex\n001-01,1\n");
    assertThat(read().examples(false, StudyFolderTest::counted).getFirst().verdict())
        .isEqualTo(Verdict.WITHOUT_EXPECTATION);
    assertThat(read().examples(true, StudyFolderTest::counted).getFirst().verdict())
        .isEqualTo(Verdict.HOLDS);
    Path rows = golden.resolve("patient-case-01.omop.csv");
    assertThat(rows).hasContent("resources 1");
    Files.writeString(rows, "resources 2\n");
    assertThat(read().examples(false, StudyFolderTest::counted).getFirst())
        .satisfies(each -> {
          assertThat(each.verdict()).isEqualTo(Verdict.DIFFERS);
          assertThat(each.detail())
              .isEqualTo("in OMOP, line 1: expected resources 2, is resources 1");
        });
    Files.delete(rows);
    assertThat(read().examples(false, StudyFolderTest::counted).getFirst())
        .satisfies(each -> {
          assertThat(each.verdict()).isEqualTo(Verdict.HOLDS);
          assertThat(each.omop()).isFalse();
        });
    replace(
        "codes.csv",
        "sex,1,Female,http://hl7.org/fhir/administrative-gender,female",
        "sex,1,Female,http://hl7.org/fhir/administrative-gender,other");
    assertThat(read().examples(false, StudyFolderTest::counted).getFirst())
        .satisfies(each -> {
          assertThat(each.verdict()).isEqualTo(Verdict.DIFFERS);
          assertThat(each.detail()).contains("female", "other");
        });
    Files.writeString(
        golden.resolve("patient-case-01.csv"), "# form: Patient\nnumber,sax\n001-01,1\n");
    assertThat(read().examples(false, StudyFolderTest::counted).getFirst().detail())
        .isEqualTo("Patient has no column sax");
  }

  @Test
  void an_accepted_code_makes_an_unmatched_value_a_coded_one() throws IOException {
    Files.writeString(
        folder.resolve("accepted.csv"),
        """
        list,value,label,system,code,display,relationship,comment,author,date
        drug,1,Home remedy,http://www.nlm.nih.gov/research/umls/rxnorm,4492,,inexact,,a.b,2026-01-31
        """);
    Study study = read().study().orElseThrow();
    assertThat(study.codes().entries("drug"))
        .filteredOn(entry -> entry.value().equals("1"))
        .singleElement()
        .satisfies(entry -> assertThat(entry.code().orElseThrow().value()).isEqualTo("4492"));
    Files.writeString(
        folder.resolve("accepted.csv"),
        """
        list,value,label,system,code,display,relationship,comment,author,date
        drug,9,Other,http://www.nlm.nih.gov/research/umls/rxnorm,4492,,inexact,,a.b,2026-01-31
        drug,1,Other,http://www.nlm.nih.gov/research/umls/rxnorm,4492,,inexact,,,
        """);
    assertThat(read().problems())
        .extracting(Problem::message)
        .containsExactly(
            "the list \"drug\" has no value \"9\"",
            "an accepted code names who accepted it and when");
  }

  @Test
  void filled_rows_show_every_resource_the_rules_can_make() {
    assertThat(read().sampleResources())
        .extracting(resource -> resource.path("id").asString())
        .contains("small", "p-1", "p-1-1-psa", "p-1-1-isup", "p-1-1-lesion1", "p-1-1-rx3");
  }

  /// What shipped examples are in OMOP is tried where OMOP is.
  private static Map<Path, String> asTheySay(Map<Path, String> fhir) throws IOException {
    Map<Path, String> rows = new LinkedHashMap<>();
    for (Path file : fhir.keySet()) {
      rows.put(file, Files.readString(Path.of(file.toString().replace(".csv", ".omop.csv"))));
    }
    return rows;
  }

  private static Map<Path, String> counted(Map<Path, String> fhir) {
    Map<Path, String> rows = new LinkedHashMap<>();
    fhir.forEach((file, text) ->
        rows.put(file, "resources %d%n".formatted(text.split("\"resourceType\"", -1).length - 1)));
    return rows;
  }

  @Test
  void another_definition_is_told_by_its_columns_codes_and_by_what_becomes_other()
      throws IOException {
    Path other = Files.createDirectories(parent.resolve("other").resolve("small"));
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, other.resolve(file.getFileName()));
      }
    }
    StudyFolder before = read();
    replace(
        "codes.csv",
        "sex,1,Female,http://hl7.org/fhir/administrative-gender,female",
        "sex,1,Female,http://hl7.org/fhir/administrative-gender,other");
    replace("patient.yaml", "name: sex, type: code", "name: sex, label: Gender, type: code");
    StudyFolder after = read();
    assertThat(after.problems()).isEmpty();
    Study old = before.study().orElseThrow();
    Study changed = after.study().orElseThrow();
    assertThat(DefinitionDiff.of(old, old)).isEmpty();
    assertThat(DefinitionDiff.of(old, changed))
        .contains(
            "~ column Patient.sex: label: sex -> Gender",
            "~ value sex 1: http://hl7.org/fhir/administrative-gender|female ->"
                + " http://hl7.org/fhir/administrative-gender|other");
    var effect = new Effect(resource -> List.of(new Effect.Row("person", resource.toString())));
    before.compare(after, effect);
    assertThat(effect.resources().get("Patient"))
        .satisfies(each -> assertThat(each.changed()).isPositive());
    long changes = effect.resources().values().stream().mapToLong(Effect.Change::changed).sum();
    assertThat(effect.rows().get("person"))
        .satisfies(each -> assertThat(each.changed()).isEqualTo(changes));
    var none = new Effect(resource -> List.of());
    before.compare(before, none);
    assertThat(none.resources().values()).allMatch(each -> each.changed() == 0 && each.same() > 0);
  }
}
