package org.tessera.etl.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tessera.etl.form.SampleForm.column;
import static org.tessera.etl.form.SampleForm.layout;
import static org.tessera.etl.form.SampleForm.patient;
import static org.tessera.etl.form.SampleForm.rows;
import static org.tessera.etl.form.SampleForm.sheet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.function.Consumer;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.FormulaError;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.SheetVisibility;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFRichTextString;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.mappings.Column;
import org.tessera.mappings.Rejection;
import org.tessera.mappings.Rejection.Severity;

/// Cells of both Excel formats; the files are made with POI, the reader of `.xlsx` is our own.
class ExcelReadingTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"xlsx", "xls"})
  void numbers_have_no_needless_digits(String format) throws Exception {
    double[] numbers = {12, 0.1 + 0.2, 1e12, 2.50, -0.5, 123456789012d, 1e-7, 98.6, 1 / 3d};
    Path file =
        workbook(
            format,
            sheet -> {
              Row row = sheet.createRow(0);
              for (int at = 0; at < numbers.length; at++) {
                row.createCell(at).setCellValue(numbers[at]);
              }
            });
    assertThat(texts(file))
        .containsExactly(
            "12",
            "0.3",
            "1000000000000",
            "2.5",
            "-0.5",
            "123456789012",
            "0.0000001",
            "98.6",
            "0.333333333333333");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xlsx", "xls"})
  void dates_are_iso_in_every_date_format(String format) throws Exception {
    List<String> formats =
        List.of("m/d/yy", "[$-407]d. mmmm yyyy;@", "dd.mm.yyyy", "yyyy-mm-dd", "mmm-yy");
    Path file =
        workbook(
            format,
            sheet -> {
              Row row = sheet.createRow(0);
              for (String one : formats) {
                Cell cell = row.createCell(Math.max(row.getLastCellNum(), 0));
                cell.setCellValue(LocalDate.of(2021, 2, 28));
                styled(cell, one);
              }
              Cell moment = row.createCell(formats.size());
              moment.setCellValue(LocalDateTime.of(2021, 2, 28, 13, 5, 59));
              styled(moment, "yyyy-mm-dd hh:mm");
              Cell time = row.createCell(formats.size() + 1);
              time.setCellValue(0.5);
              styled(time, "hh:mm");
            });
    assertThat(texts(file))
        .containsExactly(
            "2021-02-28",
            "2021-02-28",
            "2021-02-28",
            "2021-02-28",
            "2021-02-28",
            "2021-02-28T13:05:59",
            "12:00:00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xlsx", "xls"})
  void serial_60_is_no_day_and_its_neighbours_are(String format) throws Exception {
    Path file =
        workbook(
            format,
            sheet -> {
              Row row = sheet.createRow(0);
              for (int serial = 59; serial <= 61; serial++) {
                Cell cell = row.createCell(serial - 59);
                cell.setCellValue(serial);
                styled(cell, "yyyy-mm-dd");
              }
            });
    SheetRow row = sheet(file).getFirst();
    assertThat(row.cells()).containsExactly("1900-02-28", "", "1900-03-01");
    assertThat(row.faults())
        .singleElement()
        .extracting(SheetRow.Fault::index, SheetRow.Fault::rule)
        .containsExactly(1, "cell-no-date");
  }

  @Test
  void a_workbook_of_the_1904_calendar_shows_the_same_days() throws Exception {
    Path file = folder.resolve("mac.xlsx");
    try (var workbook = new XSSFWorkbook()) {
      workbook.getCTWorkbook().addNewWorkbookPr().setDate1904(true);
      Cell cell = workbook.createSheet("Diagnosis").createRow(0).createCell(0);
      cell.setCellValue(40_000);
      styled(cell, "yyyy-mm-dd");
      Samples.write(workbook, file);
    }
    assertThat(texts(file)).containsExactly("2013-07-07");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xlsx", "xls"})
  void formulas_are_read_by_their_stored_result(String format) throws Exception {
    Path file =
        workbook(
            format,
            sheet -> {
              Row row = sheet.createRow(0);
              row.createCell(0).setCellValue(20);
              row.createCell(1).setCellFormula("A1*2");
              row.createCell(2).setCellFormula("\"pT\"&2");
              row.createCell(3).setCellFormula("A1>1");
              row.createCell(4).setCellFormula("A1/0");
              sheet.getWorkbook().getCreationHelper().createFormulaEvaluator().evaluateAll();
            });
    SheetRow row = sheet(file).getFirst();
    assertThat(row.cells()).containsExactly("20", "40", "pT2", "true", "");
    assertThat(row.faults())
        .singleElement()
        .extracting(SheetRow.Fault::index, SheetRow.Fault::value)
        .containsExactly(4, "#DIV/0!");
  }

  @Test
  void a_formula_without_a_stored_result_is_a_fault() throws Exception {
    Path file = workbook("xlsx", sheet -> sheet.createRow(0).createCell(0).setCellFormula("1+1"));
    assertThat(sheet(file).getFirst().faults())
        .singleElement()
        .extracting(SheetRow.Fault::rule)
        .isEqualTo("cell-no-result");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xlsx", "xls"})
  void an_error_cell_rejects_the_cell_and_not_the_row(String format) throws Exception {
    Path file =
        workbook(
            format,
            sheet -> {
              Samples.row(sheet, 0, "patient_number", "psa");
              Samples.row(sheet, 1, "1");
              sheet.getRow(1).createCell(1).setCellErrorValue(FormulaError.NA.getCode());
            });
    Layout form = layout(patient(), column("psa", Column.Type.DECIMAL));
    FormRow row = rows(file, ReadingOptions.none(), form).getFirst();
    assertThat(row.readable()).isTrue();
    assertThat(row.cells()).containsEntry("patient_number", "1").containsEntry("psa", "");
    assertThat(row.faults())
        .singleElement()
        .extracting(Rejection::row, Rejection::column, Rejection::value, Rejection::severity)
        .containsExactly(2L, "psa", "#N/A", Severity.ERROR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xlsx", "xls"})
  void booleans_rich_text_and_blanks_are_texts(String format) throws Exception {
    Path file =
        workbook(
            format,
            sheet -> {
              Row row = sheet.createRow(0);
              row.createCell(0).setCellValue(true);
              row.createCell(1);
              row.createCell(3).setCellValue("line\nbreak ");
            });
    assertThat(texts(file)).containsExactly("true", "", "", "line\nbreak ");
  }

  @Test
  void rich_text_is_the_text_of_its_runs_and_escapes_are_undone() throws Exception {
    Path file =
        workbook(
            "xlsx",
            sheet -> {
              var rich = new XSSFRichTextString("");
              rich.append("p");
              rich.append("T2", ((XSSFWorkbook) sheet.getWorkbook()).createFont());
              Row row = sheet.createRow(0);
              row.createCell(0).setCellValue(rich);
              row.createCell(1).setCellValue("a_x000D_b_x_c_x12");
            });
    assertThat(texts(file)).containsExactly("pT2", "a\rb_x_c_x12");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xlsx", "xls"})
  void a_number_shown_with_leading_zeros_keeps_them(String format) throws Exception {
    Path file =
        workbook(
            format,
            sheet -> {
              Cell cell = sheet.createRow(0).createCell(0);
              cell.setCellValue(4711);
              styled(cell, "000000");
            });
    assertThat(texts(file)).containsExactly("004711");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xlsx", "xls"})
  void merged_cells_are_read_with_their_value_in_every_row_and_flagged(String format)
      throws Exception {
    Path file =
        workbook(
            format,
            sheet -> {
              Samples.row(sheet, 0, "patient_number", "visit");
              Samples.row(sheet, 1, "1", "a");
              Samples.row(sheet, 2, "", "b");
              Samples.row(sheet, 3, "2", "c");
              sheet.addMergedRegion(new CellRangeAddress(1, 2, 0, 0));
            });
    Layout form = layout(patient(), column("visit", Column.Type.STRING));
    List<FormRow> rows = rows(file, ReadingOptions.none(), form);
    assertThat(rows)
        .extracting(row -> row.cells().get("patient_number"))
        .containsExactly("1", "1", "2");
    assertThat(rows.get(1).faults())
        .singleElement()
        .extracting(Rejection::rule, Rejection::severity)
        .containsExactly("cell-merged", Severity.WARNING);
    assertThat(rows.get(2).faults()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"xlsx", "xls"})
  void hidden_tabs_are_read_and_flagged_and_protected_ones_are_read(String format)
      throws Exception {
    Path file = folder.resolve("tabs." + format);
    try (Workbook workbook = Samples.empty(format)) {
      for (String name : List.of("Open", "Hidden", "Very hidden")) {
        Samples.row(workbook.createSheet(name), 0, name);
      }
      workbook.setSheetVisibility(1, SheetVisibility.HIDDEN);
      workbook.setSheetVisibility(2, SheetVisibility.VERY_HIDDEN);
      workbook.getSheetAt(0).protectSheet("secret");
      Samples.write(workbook, file);
    }
    try (var opened = FormReader.open(file, ReadingOptions.none())) {
      assertThat(opened.sheets())
          .extracting(SheetReader::name, SheetReader::hidden)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("Open", false),
              org.assertj.core.groups.Tuple.tuple("Hidden", true),
              org.assertj.core.groups.Tuple.tuple("Very hidden", true));
    }
    assertThat(texts(file)).containsExactly("Open");
  }

  @Test
  void a_decimal_comma_typed_as_text_is_turned_where_it_can_mean_nothing_else() throws Exception {
    Path file =
        workbook(
            "xlsx",
            sheet -> {
              Samples.row(sheet, 0, "patient_number", "psa");
              Samples.row(sheet, 1, "1", "3,5");
              Samples.row(sheet, 2, "2", "1,234");
            });
    Layout form = layout(patient(), column("psa", Column.Type.DECIMAL));
    assertThat(rows(file, ReadingOptions.none(), form))
        .extracting(row -> row.cells().get("psa"))
        .containsExactly("3.5", "1,234");
    assertThat(rows(file, ReadingOptions.none().decimal(','), form))
        .extracting(row -> row.cells().get("psa"))
        .containsExactly("3,5", "1,234");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xlsx", "xls"})
  void a_number_cell_has_the_mark_the_study_declares_so_that_it_is_no_grouped_text(String format)
      throws Exception {
    Path file =
        workbook(
            format,
            sheet -> {
              Samples.row(sheet, 0, "patient_number", "psa");
              Samples.row(sheet, 1, "1");
              sheet.getRow(1).createCell(1).setCellValue(1.234);
            });
    Layout form = layout(patient(), column("psa", Column.Type.DECIMAL));
    assertThat(rows(file, ReadingOptions.none().decimal(','), form).getFirst().cells())
        .containsEntry("psa", "1,234");
    assertThat(rows(file, ReadingOptions.none(), form).getFirst().cells())
        .containsEntry("psa", "1.234");
  }

  private List<String> texts(Path file) throws Exception {
    return sheet(file).getFirst().cells();
  }

  private Path workbook(String format, Consumer<Sheet> fill) throws IOException {
    Path file = folder.resolve("form." + format);
    try (Workbook workbook = Samples.empty(format)) {
      fill.accept(workbook.createSheet("Diagnosis"));
      Samples.write(workbook, file);
    }
    return file;
  }

  private static void styled(Cell cell, String format) {
    Workbook workbook = cell.getSheet().getWorkbook();
    var style = workbook.createCellStyle();
    style.setDataFormat(workbook.createDataFormat().getFormat(format));
    cell.setCellStyle(style);
  }
}
