package org.tessera.mappings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.node.ObjectNode;

/// The three EuCanImage studies against their published codebooks and test rows.
final class EucanimageTest {
  private static final Mappings MAPPINGS = Mappings.builtIn(Vocabularies.builtIn());
  private static final Map<String, String> FOLDERS =
      Map.of(
          "eucanimage-rectal", "UC4-5_Rectal_Cancer",
          "eucanimage-mmg", "UC6-8_Breast_Cancer_MMG",
          "eucanimage-mri", "UC7_Breast_Cancer_MRI");

  @ParameterizedTest
  @CsvSource({"eucanimage-rectal, 43", "eucanimage-mmg, 53", "eucanimage-mri, 90"})
  void every_field_of_the_codebook_is_a_column(String study, int fields) throws IOException {
    List<String> names =
        codebook(study).stream().map(line -> line.substring(0, line.indexOf(','))).toList();
    assertThat(names).hasSize(fields).doesNotHaveDuplicates();
    assertThat(form(study).columns())
        .extracting(Column::name)
        .containsExactlyInAnyOrderElementsOf(names);
  }

  @ParameterizedTest
  @ValueSource(strings = {"eucanimage-rectal", "eucanimage-mmg", "eucanimage-mri"})
  void every_answer_of_the_codebook_has_its_label(String study) throws IOException {
    Pattern answer = Pattern.compile("(\\d+); ?([^|]+?) ?(?=\\||,\"?\\d?,|\",)");
    int answers = 0;
    for (String line : codebook(study)) {
      Column column = form(study).column(line.substring(0, line.indexOf(','))).orElseThrow();
      if (column.list().isEmpty()) {
        continue;
      }
      Map<String, String> labels = new TreeMap<>();
      study(study)
          .codes()
          .entries(column.list().get())
          .forEach(entry -> labels.put(entry.value(), entry.label()));
      Matcher matcher = answer.matcher(line);
      while (matcher.find() && labels.containsKey(matcher.group(1))) {
        assertThat(labels.get(matcher.group(1)))
            .as(column.name())
            .isEqualToIgnoringCase(matcher.group(2).strip());
        answers++;
      }
    }
    assertThat(answers).isGreaterThan(90);
  }

  @ParameterizedTest
  @CsvSource({
    "eucanimage-rectal, histology, 1, 8255/3",
    "eucanimage-rectal, histology, 4, 8246/3",
    "eucanimage-rectal, grade, 0, 1228848004",
    "eucanimage-rectal, grade, 3, 1228845001",
    "eucanimage-rectal, emvi, 0, 2667000",
    "eucanimage-rectal, emvi, 1, 52101004",
    "eucanimage-rectal, presence, 0, 52101004",
    "eucanimage-rectal, trg, 0, C155941",
    "eucanimage-rectal, trg, 4, 1155705000",
    "eucanimage-mmg, histology, 0, 8500/3",
    "eucanimage-mmg, histology, 9, 3898006",
    "eucanimage-mmg, ct, 6, 1228891009",
    "eucanimage-mmg, cn, 3, 1229978004",
    "eucanimage-mmg, laterality, 1, 73056007",
    "eucanimage-mri, cn, 3, 1229974002",
    "eucanimage-mri, laterality, 2, 73056007"
  })
  void where_the_published_codings_contradict_the_labels_the_label_decides(
      String study, String list, String value, String code) {
    assertThat(study(study).codes().entries(list))
        .filteredOn(entry -> entry.value().equals(value))
        .singleElement()
        .satisfies(entry -> assertThat(entry.code().orElseThrow().value()).isEqualTo(code));
  }

  @ParameterizedTest
  @CsvSource({"0, false", "1, true"})
  void deceased_says_what_its_label_says(String value, boolean deceased) {
    List<ObjectNode> resources =
        map(
            "eucanimage-mri",
            Map.of(
                "record_id",
                "A",
                "sex",
                "1",
                "deceased",
                value,
                "onsetage",
                "50",
                "histopat",
                "0",
                "tnm_ct",
                "5",
                "tnm_ypt",
                "5",
                "tnm_ypn",
                "1",
                "tnm_ypm",
                "0"));
    assertThat(resources.getFirst().path("deceasedBoolean").booleanValue()).isEqualTo(deceased);
  }

  @Test
  void the_published_rectal_rows_are_read_and_what_contradicts_itself_is_told() throws IOException {
    Map<String, Set<String>> findings = findings("eucanimage-rectal", "UseCase45_testdata.csv");
    assertThat(findings.get("UC45_1"))
        .containsExactly(
            "interval-months", "interval-needs-surgery", "record-complete", "ypn-nodes");
    assertThat(findings.get("UC45_2")).contains("required");
    assertThat(findings.get("UC45_3")).containsExactly("nodes", "record-complete", "ypn-nodes");
  }

  @Test
  void the_published_mammography_row_is_read_and_misses_its_markers() throws IOException {
    assertThat(findings("eucanimage-mmg", "UseCase68_testdata.csv").get("UC68_1"))
        .containsExactly(
            "lesion-1-er-missing",
            "lesion-1-her2ihc-missing",
            "lesion-1-ki67-missing",
            "lesion-1-pr-missing",
            "lesion-2-empty",
            "record-complete");
  }

  @Test
  void of_the_published_mri_rows_those_without_their_minimal_answers_stay_out() throws IOException {
    Map<String, Set<String>> findings = findings("eucanimage-mri", "UseCase7_testdata.csv");
    assertThat(findings.get("UC7_1")).contains("agent-5-acc-dose").doesNotContain("required");
    assertThat(findings.get("UC7_2")).contains("required", "permissible");
    assertThat(findings.get("UC7_3")).contains("required", "permissible");
    assertThat(findings.get("UC7_4"))
        .contains("agent-1-neoadj", "permissible")
        .doesNotContain("required");
    assertThat(findings.get("UC7_5")).containsExactly("record-complete");
  }

  @ParameterizedTest
  @ValueSource(strings = {"eucanimage-rectal", "eucanimage-mmg", "eucanimage-mri"})
  void every_resource_with_a_date_says_that_it_is_imputed(String study) throws IOException {
    List<ObjectNode> dated = new ArrayList<>();
    for (Map<String, String> cells : published(study)) {
      for (ObjectNode resource : map(study, cells)) {
        if (resource.toString().contains("1970-01-01")) {
          dated.add(resource);
        }
      }
    }
    assertThat(dated).hasSizeGreaterThan(10);
    assertThat(dated)
        .allSatisfy(resource ->
            assertThat(resource.path("extension").toString())
                .contains("https://tessera.dev/fhir/StructureDefinition/imputed-date"));
  }

  private static Study study(String name) {
    return MAPPINGS.study(name).orElseThrow();
  }

  private static Form form(String study) {
    return study(study).forms().getFirst();
  }

  private static List<ObjectNode> map(String study, Map<String, String> cells) {
    Reading reading = form(study).read(2, cells);
    Row row = new Row(form(study).name(), 2, "p", reading.values());
    PatientRecord record = new PatientRecord("p", Map.of(row.form(), List.of(row)));
    return study(study).map(study(study).judge(record).accepted(), SmallStudy.SECRETS).stream()
        .flatMap(mapped -> mapped.resources().stream())
        .toList();
  }

  /// The rules that said something of each published row, by its patient.
  private static Map<String, Set<String>> findings(String study, String file) throws IOException {
    Map<String, Set<String>> findings = new HashMap<>();
    for (Map<String, String> cells : published(study)) {
      Reading reading = form(study).read(2, cells);
      Set<String> rules = new TreeSet<>();
      reading.rejections().forEach(rejection -> rules.add(rejection.rule()));
      if (reading.accepted()) {
        Row row = new Row(form(study).name(), 2, "p", reading.values());
        study(study)
            .check(new PatientRecord("p", Map.of(row.form(), List.of(row))))
            .forEach(rejection -> rules.add(rejection.rule()));
      }
      findings.put(cells.getOrDefault("record_id", ""), rules);
    }
    assertThat(findings).as(file).isNotEmpty();
    return findings;
  }

  /// The cells of the published test rows.
  private static List<Map<String, String>> published(String study) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> csv =
        CsvReader.builder().ofNamedCsvRecord(file(study, "testdata"))) {
      for (NamedCsvRecord record : csv) {
        Map<String, String> cells = new LinkedHashMap<>(record.getFieldsAsMap());
        assertThat(form(study).ignored()).contains("redcap_data_access_group");
        cells.remove("redcap_data_access_group");
        rows.add(cells);
      }
    }
    return rows;
  }

  /// The lines of the codebook after its header. One of the three is not CSV, so nobody parses them
  /// as such.
  private static List<String> codebook(String study) throws IOException {
    return Files.readAllLines(file(study, "Codebook")).stream()
        .skip(1)
        .filter(line -> !line.isBlank())
        .toList();
  }

  private static Path file(String study, String part) throws IOException {
    Path folder = shared().resolve(FOLDERS.getOrDefault(study, ""));
    assumeTrue(Files.isDirectory(folder), "the published EuCanImage files are not here");
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().contains(part))
          .findFirst()
          .orElseThrow();
    }
  }

  private static Path shared() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder.getParent() != null && !Files.isDirectory(folder.resolve("shared/data"))) {
      folder = folder.getParent();
    }
    return folder.resolve("shared/data/ecrf/eucanimage");
  }
}
