package org.tessera.etl.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tessera.etl.form.SampleForm.column;
import static org.tessera.etl.form.SampleForm.patient;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.WorkbookFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.mappings.Column;
import org.tessera.mappings.Column.Requirement;

class WorkbookTemplateTest {
  @TempDir Path folder;

  @Test
  void the_template_has_notes_drop_downs_ranges_codes_and_a_dictionary() throws Exception {
    Path file = folder.resolve("template.xlsx");
    template().write(file);
    try (var workbook = WorkbookFactory.create(file.toFile(), null, true)) {
      Sheet sheet = workbook.getSheet("Diagnosis");
      assertThat(sheet.getPaneInformation().getHorizontalSplitPosition()).isEqualTo((short) 1);
      assertThat(sheet.getRow(0).getCell(1).getCellComment().getString().getString())
          .contains("Type: one value of the list")
          .contains("Requirement: mandatory")
          .contains("0 cTX, 1 cT1 & more");
      assertThat(sheet.getDataValidations())
          .extracting(one -> one.getValidationConstraint().getFormula1())
          .containsExactly(
              "Codes!$C$2:$C$3",
              "AND(ISNUMBER(C2),C2>=0,C2<=10000)",
              "ISNUMBER(D2)",
              "AND(ISNUMBER(E2),INT(E2)=E2)");
      assertThat(workbook.getSheet("Codes").getRow(2).getCell(2).getStringCellValue())
          .isEqualTo("cT1 & more");
      assertThat(workbook.getSheet("Dictionary").getLastRowNum()).isEqualTo(6);
      assertThat(workbook.getSheet("Dictionary").getRepeatingRows()).isNotNull();
    }
  }

  @Test
  void rows_of_different_tabs_may_come_in_any_order_and_are_typed() throws Exception {
    Path file = folder.resolve("filled.xlsx");
    try (WorkbookWriter writer = template().fill(file)) {
      for (int patient = 1; patient <= 2500; patient++) {
        String number = "001-%06d".formatted(patient);
        writer.row("Patient", Map.of("patient_number", number));
        writer.row(
            "Diagnosis",
            Map.of(
                "patient_number",
                number,
                "cT",
                "1",
                "psa",
                "2.50",
                "date",
                "2020-02-29",
                "n",
                patient % 2 == 0 ? "seven" : "7"));
      }
    }
    var rows = new ArrayList<FormRow>();
    try (Workbook workbook = FormReader.open(file, ReadingOptions.none())) {
      assertThat(workbook.sheets())
          .extracting(SheetReader::name)
          .containsExactly("Patient", "Diagnosis", "Codes", "Dictionary");
      workbook
          .sheets()
          .get(1)
          .table(SampleForm.layout(diagnosis().toArray(Column[]::new)))
          .forEachRow(rows::add);
    }
    assertThat(rows).hasSize(2500);
    assertThat(rows.getLast().cells())
        .isEqualTo(
            Map.of(
                "patient_number",
                "001-002500",
                "cT",
                "1",
                "psa",
                "2.5",
                "date",
                "2020-02-29",
                "n",
                "seven"));
    try (var workbook = WorkbookFactory.create(file.toFile(), null, true)) {
      var row = workbook.getSheet("Diagnosis").getRow(1);
      assertThat(row.getCell(0).getCellType()).isEqualTo(CellType.STRING);
      assertThat(row.getCell(1).getCellType()).isEqualTo(CellType.NUMERIC);
      assertThat(DateUtil.isCellDateFormatted(row.getCell(3))).isTrue();
    }
  }

  @Test
  void a_text_that_begins_like_a_formula_stays_a_text() throws Exception {
    Path file = folder.resolve("filled.xlsx");
    try (WorkbookWriter writer = template().fill(file)) {
      writer.row("Diagnosis", Map.of("patient_number", "=1+1", "cT", "=2+2", "psa", "=3"));
    }
    try (var workbook = WorkbookFactory.create(file.toFile(), null, true)) {
      assertThat(workbook.getSheet("Diagnosis").getRow(1))
          .extracting(cell -> cell.getCellType())
          .containsOnly(CellType.STRING);
    }
  }

  @Test
  void a_tab_or_column_the_template_lacks_is_a_mistake_of_the_caller() throws IOException {
    try (WorkbookWriter writer = template().fill(folder.resolve("filled.xlsx"))) {
      assertThatThrownBy(() -> writer.row("Nowhere", Map.of()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> writer.row("Patient", Map.of("shoe_size", "43")))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static List<Column> diagnosis() {
    return List.of(
        patient(),
        column("cT", Column.Type.CODE, "", Requirement.MANDATORY),
        column("psa", Column.Type.DECIMAL, "ng/mL", Requirement.IF_AVAILABLE),
        column("date", Column.Type.DATE),
        column("n", Column.Type.INTEGER));
  }

  private static WorkbookTemplate template() {
    var choices =
        List.of(
            new TemplateTab.Choice("tnm_ct", "0", "cTX", ""),
            new TemplateTab.Choice("tnm_ct", "1", "cT1 & more", "AJCC|1"));
    var fields = new ArrayList<TemplateTab.Field>();
    for (Column column : diagnosis()) {
      boolean psa = column.name().equals("psa");
      fields.add(
          new TemplateTab.Field(
              column,
              psa ? Optional.of("0") : Optional.empty(),
              psa ? Optional.of("10000") : Optional.empty(),
              column.type() == Column.Type.CODE ? choices : List.of()));
    }
    return new WorkbookTemplate(
        List.of(
            new TemplateTab(
                "Patient",
                List.of(
                    new TemplateTab.Field(
                        patient(), Optional.empty(), Optional.empty(), List.of()))),
            new TemplateTab("Diagnosis", fields)));
  }
}
