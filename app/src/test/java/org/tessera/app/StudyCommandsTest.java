package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an author of a study asks without a node, of the example the documentation walks through.
class StudyCommandsTest {
  private static final Path EXAMPLE = Path.of("..", "docs", "examples", "breast-genomics");

  @TempDir Path folder;

  private Path copy() throws IOException {
    Path copy = folder.resolve("breast-genomics");
    try (Stream<Path> all = Files.walk(EXAMPLE)) {
      for (Path file : all.toList()) {
        Files.copy(file, copy.resolve(EXAMPLE.relativize(file).toString()));
      }
    }
    return copy;
  }

  private static void replace(Path file, String part, String by) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(part);
    Files.writeString(file, text.replace(part, by));
  }

  private String told(int status, String... words) throws IOException {
    var bytes = new ByteArrayOutputStream();
    String[] all =
        Stream.concat(
                Stream.concat(Stream.of("study"), Stream.of(words)),
                Stream.of("--home", folder.resolve("home").toString()))
            .toArray(String[]::new);
    try (var out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      assertThat(new StudyCommands(CommandLine.parse(all), out).run()).isEqualTo(status);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void two_folders_differ_in_columns_codes_resources_and_rows_of_omop() throws IOException {
    Path changed = copy();
    replace(
        changed.resolve("codes.csv"),
        "Positve,Positive,http://snomed.info/sct,10828004",
        "Positve,Positive,http://snomed.info/sct,260385009");
    assertThat(told(0, "diff", EXAMPLE.toString(), changed.toString()))
        .startsWith(
            "~ value er_ihc Positve: http://snomed.info/sct|10828004 ->"
                + " http://snomed.info/sct|260385009\n")
        .containsPattern("  Observation +0 +[1-9]\\d* +0 +\\d+\\n")
        .containsPattern("Rows of OMOP[^#]*\\n  measurement +0 +[1-9]\\d* +0 +\\d+\\n");
    assertThat(told(0, "diff", EXAMPLE.toString(), EXAMPLE.toString()))
        .startsWith("Columns, codes and rules are the same.\n")
        .containsPattern("  Condition +0 +0 +0 +[1-9]\\d*\\n");
    replace(changed.resolve("patient.yaml"), "when: vital_status", "when: nobody");
    assertThat(told(1, "diff", EXAMPLE.toString(), changed.toString()))
        .contains("nobody", "Only definitions without a problem are compared.");
  }

  @Test
  void an_example_holds_in_fhir_and_in_omop_or_says_where_it_does_not() throws IOException {
    Path study = copy();
    assertThat(told(0, "test", study.toString()))
        .isEqualTo("6 of 6 worked examples hold, 6 of them say what they are in OMOP.\n");
    Path rows = study.resolve("golden/patient-case-02-only-mandatory.omop.csv");
    String before = Files.readString(rows);
    replace(rows, "gender_concept_id=8532", "gender_concept_id=8507");
    assertThat(told(1, "test", study.toString()))
        .contains("patient-case-02-only-mandatory.csv: differs: in OMOP, line 1: expected person,")
        .contains("5 of 6 worked examples hold");
    told(0, "test", study.toString(), "--accept", "yes");
    assertThat(rows).hasContent(before);
  }
}
