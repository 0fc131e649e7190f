package org.tessera.mappings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.mappings.authoring.MappingTables;

/// Definitions come into a running node all or nothing.
final class StudyShelfTest {
  private static final String RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm";

  @TempDir Path folder;
  private Mappings live;
  private StudyShelf shelf;

  @BeforeEach
  void open() throws IOException {
    live = Mappings.load(SmallStudy.VOCABULARIES, folder);
    shelf = new StudyShelf(SmallStudy.VOCABULARIES, folder, live);
    assertThat(live.study("small")).isEmpty();
    shelf.install("small", files());
  }

  private static Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (var all = Files.list(Path.of("src/test/resources/small"))) {
      for (Path file : all.toList()) {
        files.put(String.valueOf(file.getFileName()), Files.readString(file));
      }
    }
    return files;
  }

  @Test
  void a_new_study_counts_at_once_and_at_the_next_start() {
    assertThat(live.study("small")).isPresent();
    assertThat(live.study("lung")).isPresent();
    assertThat(Mappings.load(SmallStudy.VOCABULARIES, folder).study("small")).isPresent();
  }

  @Test
  void a_broken_definition_changes_nothing() throws IOException {
    Study before = live.study("small").orElseThrow();
    Map<String, String> broken = files();
    broken.put("patient.yaml", "form: Patient\n");
    assertThatExceptionOfType(BrokenRules.class)
        .isThrownBy(() -> shelf.install("small", broken))
        .satisfies(e -> assertThat(e.problems()).isNotEmpty());
    assertThat(live.study("small")).containsSame(before);
    assertThat(folder.resolve("small/patient.yaml")).hasContent(files().get("patient.yaml"));
  }

  @Test
  void files_that_are_none_of_a_study_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> shelf.install("small", Map.of("../../node.properties", "x")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> shelf.install("../small", Map.of("study.yaml", "x")));
  }

  @Test
  void an_accepted_code_is_kept_with_its_author_and_once_only() throws IOException {
    var home =
        new StudyShelf.Accepted("drug", "1", RXNORM + "|4492", "inexact", "said, by \"her\"");
    assertThat(shelf.accept("small", List.of(home), "a.b", "2026-01-31")).isEqualTo(1);
    assertThat(shelf.accept("small", List.of(home), "a.b", "2026-02-01")).isZero();
    assertThat(Files.readAllLines(folder.resolve("small/accepted.csv"))).hasSize(2);
    assertThat(folder.resolve("small/accepted.csv"))
        .content()
        .contains("\"a.b\",\"2026-01-31\"", "said, by \"\"her\"\"");
    assertThat(live.study("small").orElseThrow().codes().entries("drug"))
        .allSatisfy(entry -> assertThat(entry.code()).isPresent());
    var unknown = new StudyShelf.Accepted("drug", "1", RXNORM + "|0000", "equivalent", "");
    assertThatExceptionOfType(BrokenRules.class)
        .isThrownBy(() -> shelf.accept("small", List.of(unknown), "a.b", "2026-02-01"));
    assertThat(Files.readAllLines(folder.resolve("small/accepted.csv"))).hasSize(2);
  }

  private static final StudyShelf.Accepted HOME =
      new StudyShelf.Accepted("drug", "1", RXNORM + "|4492", "inexact", "");

  private List<String> codesOf(String value) {
    return live.study("small").orElseThrow().codes().entries("drug").stream()
        .filter(entry -> entry.value().equals(value))
        .flatMap(entry -> entry.code().stream())
        .map(code -> code.system() + "|" + code.value())
        .toList();
  }

  @Test
  void codes_accepted_here_and_codes_a_new_definition_brings_stand_together() throws IOException {
    shelf.accept("small", List.of(HOME), "a.b", "2026-01-31");
    Map<String, String> files = files();
    shelf.install("small", files);
    assertThat(codesOf("1")).containsExactly(RXNORM + "|4492");
    // Another order of columns, and no end of line.
    files.put(
        "accepted.csv",
        "value,list,label,system,code,author,date,relationship,comment\n0,drug,,"
            + RXNORM
            + ",6851,c.d,2026-02-01,equivalent,\"by mail\"");
    assertThat(shelf.compiled("small", files).lost()).isEmpty();
    shelf.install("small", files);
    assertThat(codesOf("1")).containsExactly(RXNORM + "|4492");
    assertThat(codesOf("0")).contains(RXNORM + "|6851");
    assertThat(folder.resolve("small/accepted.csv")).content().contains("by mail", "\"a.b\"");
    shelf.accept(
        "small",
        List.of(new StudyShelf.Accepted("drug", "1", RXNORM + "|10324", "wider", "")),
        "e.f",
        "2026-03-01");
    assertThat(codesOf("1")).containsExactly(RXNORM + "|4492", RXNORM + "|10324");
    assertThat(codesOf("0")).contains(RXNORM + "|6851");
  }

  @Test
  void a_code_for_a_value_that_is_gone_is_told_and_does_not_keep_the_definition_out()
      throws IOException {
    shelf.accept("small", List.of(HOME), "a.b", "2026-01-31");
    Map<String, String> files = files();
    files.computeIfPresent(
        "codes.csv",
        (name, text) ->
            text.lines()
                .filter(line -> !line.startsWith("drug,1,"))
                .collect(Collectors.joining("\n", "", "\n")));
    assertThat(shelf.compiled("small", files).lost())
        .containsExactly(RXNORM + "|4492 for the value 1 of the list drug");
    shelf.install("small", files);
    assertThat(codesOf("1")).isEmpty();
    assertThat(Mappings.load(SmallStudy.VOCABULARIES, folder).study("small")).isPresent();
    assertThat(shelf.compiled("small", files).lost()).isEmpty();
  }

  @Test
  void what_a_killed_process_was_taking_in_counts_whole_or_not_at_all() throws IOException {
    Path study = folder.resolve("small");
    String before = Files.readString(study.resolve("study.yaml"));
    Files.writeString(study.resolve("study.yaml.new"), before + "# newer\n");
    Files.writeString(study.resolve("patient.yaml.new"), "half a fi");
    StudyShelf.complete(folder);
    assertThat(study.resolve("study.yaml")).hasContent(before);
    assertThat(study.resolve("patient.yaml.new")).doesNotExist();

    Files.writeString(study.resolve("study.yaml.new"), before + "# newer\n");
    // The first of the two stands in its place already.
    Files.writeString(study.resolve(".taking-in"), "patient.yaml\nstudy.yaml");
    StudyShelf.complete(folder);
    assertThat(study.resolve("study.yaml")).content().endsWith("# newer\n");
    assertThat(study.resolve(".taking-in")).doesNotExist();
    StudyShelf.complete(folder);
    StudyShelf.complete(folder.resolve("nothing"));

    // A disk may fail between two files of one step, and the node goes on.
    Files.writeString(study.resolve("study.yaml.new"), before + "# newest\n");
    Files.writeString(study.resolve(".taking-in"), "study.yaml");
    shelf.accept("small", List.of(HOME), "a.b", "2026-01-31");
    assertThat(study.resolve("study.yaml")).content().endsWith("# newest\n");
    assertThat(study.resolve("study.yaml.new")).doesNotExist();
    assertThat(Mappings.load(SmallStudy.VOCABULARIES, folder).study("small")).isPresent();
  }

  @Test
  void approved_lines_of_usagis_table_come_back_as_codes() {
    var tables = new MappingTables(SmallStudy.VOCABULARIES);
    String csv =
        tables.usagi(
            List.of(
                new MappingTables.Line(
                    "drug", "1", "Home, remedy", 7, RXNORM + "|4492", 0.72, false),
                new MappingTables.Line("drug", "0", "Fluorouracil", 9, RXNORM + "|4492", 1, true)));
    assertThat(csv.lines().toList()).hasSize(3);
    assertThat(tables.approved(csv)).extracting(StudyShelf.Accepted::value).containsExactly("0");
    assertThat(tables.approved(csv.replace("UNCHECKED,UNREVIEWED", "APPROVED,WIDER")))
        .contains(new StudyShelf.Accepted("drug", "1", RXNORM + "|4492", "wider", ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tables.approved("sourceCode,sourceName\na,b\n"))
        .withMessageContaining("Usagi");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            tables.approved(
                "sourceCode,mappingStatus,conceptId\nnothing,APPROVED,1\ndrug|1,APPROVED,99\n"))
        .withMessage(
            "line 2: sourceCode is list|value\n"
                + "line 3: concept 99 is not in the vocabularies of this node");
  }

  @Test
  void the_cdms_table_has_concept_0_for_what_is_not_decided() {
    String csv =
        new MappingTables(SmallStudy.VOCABULARIES)
            .sourceToConceptMap(
                "small",
                List.of(
                    new MappingTables.Line(
                        "a", "1", "Left", 1, "http://snomed.info/sct|7771000", 1, false)));
    assertThat(csv.lines().toList().getLast())
        .isEqualTo("a|1,0,small,Left,0,None,1970-01-01,2099-12-31,");
  }
}
