package org.tessera.vocabularies;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What must be true of the files themselves, for whoever adds a line.
final class TablesTest {
  private static final Path ROOT = Path.of("").toAbsolutePath();

  @Test
  void every_code_system_has_a_line_in_the_manifest_with_its_licence() throws IOException {
    Map<String, String> licences =
        rows("manifest.csv").stream()
            .collect(
                Collectors.toMap(row -> row.getField("system"), row -> row.getField("licence")));
    assertThat(licences.values()).noneMatch(String::isBlank);
    Set<String> used = new HashSet<>();
    for (String file : codeFiles()) {
      rows(file).forEach(row -> used.add(row.getField("system")));
    }
    rows("systems.csv").forEach(row -> used.add(row.getField("url")));
    assertThat(licences.keySet()).containsAll(used);
  }

  @Test
  void every_omop_vocabulary_that_ships_has_a_licence_and_says_whether_its_terms_may_leave()
      throws IOException {
    Map<String, String> terms =
        rows("licences.csv").stream()
            .collect(
                Collectors.toMap(row -> row.getField("vocabulary"), row -> row.getField("terms")));
    assertThat(terms.values()).allMatch(value -> value.equals("yes") || value.equals("no"));
    assertThat(rows("licences.csv")).noneMatch(row -> row.getField("licence").isBlank());
    for (String file : List.of("omop/concepts.csv", "omop/local.csv")) {
      rows(file).forEach(row -> assertThat(terms).containsKey(row.getField("vocabulary")));
    }
  }

  @Test
  void every_code_system_in_use_is_in_systems_csv() throws IOException {
    Set<String> known =
        rows("systems.csv").stream().map(row -> row.getField("url")).collect(Collectors.toSet());
    for (String file : codeFiles()) {
      assertThat(rows(file))
          .as(file)
          .allSatisfy(row -> assertThat(known).contains(row.getField("system")));
    }
  }

  @Test
  void every_line_of_a_code_table_has_a_code_and_an_origin() throws IOException {
    for (String file : codeFiles()) {
      assertThat(rows(file))
          .as(file)
          .allSatisfy(row -> {
            assertThat(row.getField("code")).isNotBlank();
            assertThat(row.getField("origin")).isNotBlank();
          });
    }
  }

  @Test
  void every_concept_names_its_origin_and_its_licence_and_no_id_comes_twice() throws IOException {
    Set<String> ids = new HashSet<>();
    for (String file : List.of("omop/concepts.csv", "omop/local.csv")) {
      assertThat(rows(file))
          .as(file)
          .allSatisfy(row -> {
            assertThat(ids.add(row.getField("concept_id"))).isTrue();
            for (String column : List.of("name", "domain", "vocabulary", "origin", "licence")) {
              assertThat(row.getField(column)).as(column).isNotBlank();
            }
          });
    }
  }

  @Test
  void a_low_graded_concept_is_only_there_where_it_was_decided_by_name() throws IOException {
    assertThat(rows("omop/concepts.csv"))
        .filteredOn(row -> !row.getField("confidence").startsWith("high"))
        .extracting(row -> Long.parseLong(row.getField("concept_id")))
        .containsExactlyInAnyOrder(
            32531L, 32532L, 32533L, 734306L, 1633550L, 1633826L, 1634459L, 1635009L, 1635079L);
  }

  @Test
  void terms_of_restricted_vocabularies_are_not_in_the_files() throws IOException {
    assertThat(rows("omop/concepts.csv"))
        .filteredOn(row ->
            Stream.of("ICD-O-3", "SNOMED CT (aff", "NAACCR", "CDISC")
                .anyMatch(row.getField("licence")::startsWith))
        .hasSizeGreaterThan(1_000)
        .allSatisfy(row -> assertThat(row.getField("name")).isEqualTo(row.getField("code")));
  }

  @Test
  void every_map_goes_to_a_concept_and_says_who_maps_it() throws IOException {
    Vocabularies vocabularies = Vocabularies.builtIn();
    assertThat(rows("omop/maps.csv"))
        .allSatisfy(row -> {
          assertThat(vocabularies.concept(Long.parseLong(row.getField("concept_id")))).isPresent();
          assertThat(row.getField("origin")).isNotBlank();
        });
  }

  private static List<String> codeFiles() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("codes"))) {
      return files.map(file -> "codes/" + file.getFileName()).sorted().toList();
    }
  }

  private static List<NamedCsvRecord> rows(String file) throws IOException {
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(ROOT.resolve(file))) {
      return csv.stream().toList();
    }
  }
}
