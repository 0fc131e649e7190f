package org.tessera.etl.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tessera.etl.form.SampleForm.column;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.tessera.mappings.Column;
import org.tessera.mappings.Rejection;

/// EuCanImage's codebooks and test rows as they were published (EGA-archive/EuCanImage-FHIR,
/// Apache-2.0).
class PublishedDeliveryTest {
  @Test
  void the_test_rows_are_read_with_every_column() throws Exception {
    assertThat(testRows("UC4-5_Rectal_Cancer/UseCase45_testdata.csv", 44))
        .isEqualTo(List.of("UC45_1", "UC45_2", "UC45_3"));
    assertThat(testRows("UC6-8_Breast_Cancer_MMG/UseCase68_testdata.csv", 54))
        .isEqualTo(List.of("UC68_1"));
    assertThat(testRows("UC7_Breast_Cancer_MRI/UseCase7_testdata.csv", 91))
        .isEqualTo(List.of("UC7_1", "UC7_2", "UC7_3", "UC7_4", "UC7_5"));
  }

  @Test
  void the_well_formed_codebooks_are_read_without_a_fault() throws Exception {
    for (String name :
        List.of(
            "UC4-5_Rectal_Cancer/EuCanImage Data dictionary_Codebook - UseCase4&5.csv",
            "UC6-8_Breast_Cancer_MMG/EuCanImage Data dictionary_Codebook - UseCase6&8.csv")) {
      List<FormRow> rows = codebook(file(name));
      assertThat(rows).as(name).allMatch(FormRow::readable).hasSizeGreaterThan(40);
    }
  }

  @Test
  void the_malformed_codebook_has_its_bad_lines_flagged_and_its_good_ones_read() throws Exception {
    Path file = file("UC7_Breast_Cancer_MRI/EuCanImage Data dictionary_Codebook - UseCase7.csv");
    List<FormRow> rows = codebook(file);
    List<String> lines = Files.readAllLines(file);
    assertThat(rows).hasSize((int) lines.stream().skip(1).filter(line -> !line.isBlank()).count());
    assertThat(rows).anyMatch(FormRow::readable).anyMatch(row -> !row.readable());
    assertThat(rows)
        .filteredOn(row -> !row.readable())
        .allSatisfy(row ->
            assertThat(row.faults())
                .extracting(Rejection::message)
                .anyMatch(message -> message.startsWith("line " + row.number() + " has ")));
    assertThat(rows)
        .filteredOn(FormRow::readable)
        .allSatisfy(row ->
            assertThat(lines.get((int) row.number() - 1))
                .startsWith(row.cells().getOrDefault("Variable/Field Name", "?")));
  }

  private static List<FormRow> codebook(Path file) throws IOException, Refusal {
    return SampleForm.rows(
        file,
        ReadingOptions.none(),
        SampleForm.layout(
            column("Variable/Field Name", Column.Type.PATIENT),
            column("Field Type", Column.Type.STRING),
            column("Code", Column.Type.STRING)));
  }

  private static List<String> testRows(String name, int width) throws IOException, Refusal {
    Path file = file(name);
    List<String> names = List.of(Files.readAllLines(file).getFirst().strip().split(",", -1));
    assertThat(names).hasSize(width);
    var patients = new ArrayList<String>();
    for (FormRow row : SampleForm.rows(file, ReadingOptions.none(), SampleForm.texts(names))) {
      assertThat(row.readable()).isTrue();
      assertThat(row.cells()).hasSize(width);
      patients.add(row.cells().getOrDefault(names.getFirst(), "").toUpperCase(Locale.ROOT));
    }
    return patients;
  }

  private static Path file(String name) {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve("shared/data/ecrf"))) {
      folder = folder.getParent();
    }
    Assumptions.assumeTrue(folder != null, "shared/data is not here");
    return folder == null ? Path.of("") : folder.resolve("shared/data/ecrf/eucanimage/" + name);
  }
}
