package org.tessera.etl.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tessera.etl.form.SampleForm.column;
import static org.tessera.etl.form.SampleForm.header;
import static org.tessera.etl.form.SampleForm.layout;
import static org.tessera.etl.form.SampleForm.patient;
import static org.tessera.etl.form.SampleForm.rows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.mappings.Column;
import org.tessera.mappings.Column.Requirement;

class HeaderSearchTest {
  @TempDir Path folder;

  @Test
  void a_header_below_a_preamble_is_found_by_the_column_of_the_patient() throws Exception {
    Path file =
        csv("Lung study,,\nexported 2024-05-01,,\n\npatient_number,cT,cN\n001-000001,1,2\n");
    Layout form = layout(patient(), column("cT", Column.Type.CODE), column("cN", Column.Type.CODE));
    assertThat(header(file, form).row()).isEqualTo(4);
    assertThat(rows(file, ReadingOptions.none(), form))
        .extracting(FormRow::number, FormRow::cells)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                5L, Map.of("patient_number", "001-000001", "cT", "1", "cN", "2")));
  }

  @Test
  void two_header_rows_are_joined_and_a_blank_upper_cell_belongs_to_the_group_on_its_left()
      throws Exception {
    Path file =
        csv("Dados,,,,\nNº,Biópsia,,Cirurgia,\n,Data,GS,Data,pT\n7,2020-01-02,7,2020-03-04,3a\n");
    Layout form =
        layout(
            2,
            0,
            Set.of(),
            patient("Nº"),
            column("biopsy_date", Column.Type.DATE, "Biópsia Data"),
            column("gleason_sum", Column.Type.INTEGER, "Biópsia GS"),
            column("surgery_date", Column.Type.DATE, "Cirurgia Data"),
            column("pT", Column.Type.CODE));
    assertThat(header(file, form).columns())
        .containsEntry("surgery_date", 3)
        .containsEntry("pT", 4)
        .containsEntry("gleason_sum", 2);
    assertThat(rows(file, ReadingOptions.none(), form))
        .singleElement()
        .extracting(row -> row.cells().get("biopsy_date"))
        .isEqualTo("2020-01-02");
  }

  @Test
  void the_second_column_of_a_name_is_its_second_in_the_group_however_the_study_counts()
      throws Exception {
    Path file = csv("patient_number,Data,Data,Data\n1,a,b,c\n");
    Layout fromTwo =
        layout(
            patient(),
            column("Data", Column.Type.STRING),
            column("Data_2", Column.Type.STRING),
            column("Data_3", Column.Type.STRING));
    Layout fromOne =
        layout(
            patient(),
            column("Data", Column.Type.STRING),
            column("Data_1", Column.Type.STRING),
            column("Data_2", Column.Type.STRING));
    assertThat(cells(file, fromTwo)).containsEntry("Data_2", "b").containsEntry("Data_3", "c");
    assertThat(cells(file, fromOne)).containsEntry("Data_1", "b").containsEntry("Data_2", "c");
  }

  @Test
  void repeated_groups_are_recognised_in_every_spelling() throws Exception {
    Layout form =
        layout(patient(), column("drug", Column.Type.CODE), column("drug_2", Column.Type.CODE));
    for (String header :
        List.of(
            "drug,drug_2",
            "drug[1],drug[2]",
            "drug.0,drug.1",
            "drug_1,drug_2",
            "drug (1),drug(2)")) {
      assertThat(cells(csv("patient_number," + header + "\n1,x,y\n"), form))
          .as(header)
          .containsEntry("drug", "x")
          .containsEntry("drug_2", "y");
    }
  }

  @Test
  void line_breaks_and_runs_of_blanks_in_a_header_are_folded() throws Exception {
    Path file = csv("\" patient\u00a0\n number \",PSA\n1,2\n");
    Layout form = layout(patient("patient number"), column("PSA", Column.Type.DECIMAL));
    assertThat(cells(file, form)).containsEntry("patient_number", "1").containsEntry("PSA", "2");
  }

  @Test
  void a_unit_in_the_header_must_be_the_unit_of_the_column() throws Exception {
    Layout form =
        layout(patient(), column("size", Column.Type.DECIMAL, "mm", Requirement.OPTIONAL));
    assertThat(header(csv("patient_number,size [mm]\n1,2\n"), form).columns())
        .containsEntry("size", 1);
    Header wrong = header(csv("patient_number,size (cm)\n1,2\n"), form);
    assertThat(wrong.columns()).doesNotContainKey("size");
    assertThat(wrong.unknown().values()).containsExactly("size (cm)");
  }

  @Test
  void lines_of_description_before_the_header_are_passed_over() throws Exception {
    Path file =
        csv(
            """
            #Patient Identifier\tSex
            #text\ttext
            #STRING\tSTRING
            #1\t1
            PATIENT_ID\tSEX
            P-1\tFemale
            """);
    Layout form =
        layout(patient("PATIENT_ID", "Patient Identifier"), column("SEX", Column.Type.CODE, "Sex"));
    assertThat(header(file, form).row()).isEqualTo(5);
    assertThat(rows(file, ReadingOptions.none(), form)).hasSize(1);
  }

  @Test
  void rows_of_codes_or_units_below_the_header_are_no_data() throws Exception {
    Path file = csv("patient_number,size\nSNOMEDCT,custom\n-,mm\n1,12\n");
    Layout form = layout(1, 2, Set.of(), patient(), column("size", Column.Type.DECIMAL));
    assertThat(rows(file, ReadingOptions.none(), form))
        .extracting(FormRow::number)
        .containsExactly(4L);
  }

  @Test
  void unknown_repeated_and_missing_columns_are_reported_and_ignored_ones_are_not()
      throws Exception {
    Path file = csv("patient_number,size,size,site_comment,shoe_size\n1,2,3,4,5\n");
    Layout form =
        layout(
            1,
            0,
            Set.of("site_comment"),
            patient(),
            column("size", Column.Type.DECIMAL),
            column("cT", Column.Type.CODE, "", Requirement.MANDATORY));
    Header header = header(file, form);
    assertThat(header.unknown()).containsExactly(Map.entry(4, "shoe_size"));
    assertThat(header.repeated()).containsExactly(Map.entry(2, "size"));
    assertThat(header.missing()).containsExactly("cT");
    assertThat(header.address("size", 2)).isEqualTo("B2");
    assertThat(header.address("cT", 2)).isEqualTo("2");
  }

  @Test
  void a_sheet_without_the_column_of_the_patient_is_refused_without_showing_its_cells()
      throws Exception {
    Path file = csv("name,size\nAnna Weber,12\n");
    assertThatThrownBy(() -> header(file, layout(patient(), column("size", Column.Type.DECIMAL))))
        .isInstanceOf(Refusal.NoHeader.class)
        .hasMessageContaining("patient_number")
        .message()
        .doesNotContain("Anna");
  }

  private Map<String, String> cells(Path file, Layout form) throws Exception {
    return rows(file, ReadingOptions.none(), form).getFirst().cells();
  }

  private Path csv(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "form", ".csv"), text);
  }
}
