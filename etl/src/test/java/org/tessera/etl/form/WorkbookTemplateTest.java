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
import org.tessera.mappings.Form;
import org.tessera.mappings.Mappings;
import org.tessera.mappings.Study;
import org.tessera.vocabularies.Vocabularies;

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
          .contains("Requirement: mandatory");
      assertThat(sheet.getRow(0).getCell(2).getCellComment().getString().getString())
          .contains("PSA", "in ng/mL", "mandatory if available", "Allowed: above 0, at most");
      assertThat(sheet.getDataValidations())
          .extracting(one -> one.getValidationConstraint().getFormula1())
          .containsExactly(
              "Codes!$C$2:$C$3",
              "AND(ISNUMBER(C2),C2>0,C2<=10000.5)",
              "ISNUMBER(D2)",
              "AND(ISNUMBER(E2),INT(E2)=E2)");
      assertThat(workbook.getSheet("Codes").getRow(2).getCell(2).getStringCellValue())
          .isEqualTo("cT1 & more");
      assertThat(workbook.getSheet("Dictionary").getLastRowNum()).isEqualTo(6);
      assertThat(workbook.getSheet("Dictionary").getRepeatingRows()).isNotNull();
    }
  }

  @Test
  void the_template_of_every_study_that_ships_is_read_back_with_all_its_columns() throws Exception {
    for (Study study : Mappings.builtIn(Vocabularies.builtIn()).studies()) {
      Path file = folder.resolve(study.name() + ".xlsx");
      new WorkbookTemplate(study).write(file);
      try (Workbook workbook = FormReader.open(file, ReadingOptions.none())) {
        for (SheetReader sheet : workbook.sheets()) {
          if (WorkbookTemplate.OWN_TABS.contains(sheet.name())) {
            continue;
          }
          Form form = study.formForSheet(sheet.name()).orElseThrow();
          Header header = sheet.table(Layout.of(form)).header();
          assertThat(List.copyOf(header.columns().keySet()))
              .as(study.name() + " " + form.name())
              .isEqualTo(form.columns().stream().map(Column::name).toList());
          assertThat(header.unknown()).isEmpty();
        }
      }
      try (var workbook = WorkbookFactory.create(file.toFile(), null, true)) {
        // POI parses every validation, which a broken formula would not survive.
        assertThat(workbook.getSheetAt(0).getDataValidations()).isNotEmpty();
      }
    }
  }

  @Test
  void rows_of_different_tabs_may_come_in_any_order_and_are_typed() throws Exception {
    Path file = folder.resolve("filled.xlsx");
    fillTwoTabsInTurn(file);
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

  private void fillTwoTabsInTurn(Path file) throws Exception {
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
    Column psa =
        new Column(
            "psa",
            "PSA",
            Column.Type.DECIMAL,
            Requirement.IF_AVAILABLE,
            Optional.empty(),
            "ng/mL",
            List.of(),
            "",
            false,
            "above 0, at most 10000.5");
    return List.of(
        patient(),
        column("cT", Column.Type.CODE, "", Requirement.MANDATORY),
        psa,
        column("date", Column.Type.DATE),
        column("n", Column.Type.INTEGER));
  }

  private static WorkbookTemplate template() {
    var choices =
        List.of(
            new TemplateTab.Choice("tnm_ct", "0", "cTX", ""),
            new TemplateTab.Choice("tnm_ct", "1", "cT1 & more", "AJCC|1"));
    var fields =
        diagnosis().stream()
            .map(column ->
                new TemplateTab.Field(
                    column, column.type() == Column.Type.CODE ? choices : List.of()))
            .toList();
    return new WorkbookTemplate(
        List.of(
            new TemplateTab("Patient", List.of(new TemplateTab.Field(patient(), List.of()))),
            new TemplateTab("Diagnosis", fields)));
  }
}
