package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.app.demo.DemoScans;
import tools.jackson.databind.JsonNode;

/// What the images of the demonstration become in a real node: rows of OMOP, and cohorts by
/// acquisition.
class DemoImagesTest {
  private static final int PATIENTS = 30;

  /// T2-weighted, by its times, at 3 T in thin slices, of patients whose PSA is known.
  private static final String T2_AT_3_T_WITH_PSA =
      """
      {"all":[{"level":"series","where":{"modality":["MR"],"field-strength":{"from":2.8,"to":3.2},
      "slice-thickness":{"to":3},"repetition-time":{"from":2000},"echo-time":{"from":80}}},
      {"level":"patient","where":{"psa":{"from":0}}}]}\
      """;

  @TempDir private static Path folder;
  private static @Nullable NodeInProcess running;

  @BeforeAll
  static void start() throws Exception {
    running = NodeInProcess.start(folder.resolve("home"), "");
    running.load(PATIENTS);
  }

  @AfterAll
  static void stop() {
    node().close();
  }

  private static NodeInProcess node() {
    return Objects.requireNonNull(running);
  }

  private static String asked(String place, String cohort) {
    return place + "?cohort=" + URLEncoder.encode(cohort, StandardCharsets.UTF_8);
  }

  @Test
  void t2_at_3_tesla_in_thin_slices_with_psa_is_the_same_in_the_catalogue_and_in_omop()
      throws Exception {
    JsonNode numbers =
        NodeOverHttp.json(node().http().get(asked("/api/cohorts", T2_AT_3_T_WITH_PSA), "manager"));
    assertThat(numbers.path("problems")).isEmpty();
    int patients = numbers.path("patients").asInt();
    assertThat(patients).isBetween(10, 30);

    String sql =
        node().http().get(asked("/api/cohorts/omop.sql", T2_AT_3_T_WITH_PSA), "manager").body();
    String statement = sql.strip().replaceFirst(";$", "");
    assertThat(node().count("SELECT count(*) FROM (" + statement + "\n) cohort"))
        .isEqualTo(patients);
  }

  @Test
  void every_kind_of_image_is_a_row_of_omop_for_each_of_its_series() throws Exception {
    for (String modality : List.of("CT", "PT", "MR", "MG")) {
      String rows =
          "SELECT count(*) FROM cdm.image_occurrence i JOIN cdm.concept c"
              + " ON c.concept_id = i.modality_concept_id WHERE c.concept_code = '"
              + modality
              + "'";
      assertThat(node().count(rows)).as(modality).isPositive();
    }
  }

  @Test
  void images_are_told_of_with_the_rows_of_the_imaging_tabs_except_where_a_row_was_rejected()
      throws Exception {
    String studies = "SELECT count(*) FROM etl.imaging_study WHERE state = ";
    assertThat(node().count(studies + "'SETTLING'")).isZero();
    assertThat(node().count(studies + "'SETTLED'"))
        .isGreaterThan(10 * node().count(studies + "'WAITING'"));
  }

  @Test
  void nothing_of_whom_the_images_name_is_left_in_any_file_of_the_node() throws Exception {
    List<String> words = words();
    assertThat(words).hasSizeGreaterThan(30);
    long looked = 0;
    try (Stream<Path> walk = Files.walk(folder.resolve("home"))) {
      // The log that the database writes first holds whatever ever stood in a table.
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String bytes = bytes(file);
        looked += bytes.length();
        assertThat(words)
            .as(folder.relativize(file).toString())
            .noneMatch(bytes::contains)
            .noneMatch(file.toString()::contains);
      }
    }
    assertThat(looked).isGreaterThan(10_000_000);
  }

  /// Nothing of a file that the database has removed meanwhile.
  private static String bytes(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException _) {
      return "";
    }
  }

  /// What names, streets and hospitals are made of, as Latin-1 and as UTF-8 have it.
  private static List<String> words() throws IOException {
    try (InputStream table = DemoScans.class.getResourceAsStream("/demo/scans/people.csv")) {
      String text =
          new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> !line.startsWith("#") && !line.startsWith("kind,"))
          .map(line -> line.substring(line.indexOf(',') + 1).replaceFirst("^\\w+\\^", ""))
          .flatMap(word ->
              Stream.of(
                  word,
                  new String(word.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)))
          .toList();
    }
  }
}
