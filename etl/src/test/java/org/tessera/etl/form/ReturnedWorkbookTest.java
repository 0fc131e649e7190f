package org.tessera.etl.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.WorkbookFactory;
import org.apache.poi.ss.util.CellAddress;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.mappings.Rejection.Severity;

class ReturnedWorkbookTest {
  private static final String[][] TABLE = {
    {"patient_number", "psa", "site"}, {"001", "x", "a"}, {"002", "2", "=1+1"}
  };

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"xlsx", "xls"})
  void bad_cells_are_coloured_and_commented_and_everything_else_stays(String format)
      throws Exception {
    Path original = folder.resolve("a." + format);
    try (var workbook = Samples.empty(format)) {
      Sheet sheet = workbook.createSheet("Diagnosis");
      for (int at = 0; at < TABLE.length; at++) {
        Samples.row(sheet, at, TABLE[at]);
      }
      sheet.setColumnWidth(1, 7777);
      sheet.createRow(5).createCell(3).setCellFormula("1+1");
      Samples.row(workbook.createSheet("Notes"), 0, "keep me");
      workbook.setSheetHidden(1, true);
      Samples.write(workbook, original);
    }
    Path returned =
        returned(
            original,
            ReadingOptions.none(),
            "back",
            finding(2, "B2", Severity.ERROR),
            finding(3, "D3", Severity.WARNING));
    assertThat(returned).isEqualTo(folder.resolve("back." + format));
    try (var workbook = WorkbookFactory.create(returned.toFile(), null, true)) {
      Sheet sheet = workbook.getSheet("Diagnosis");
      assertThat(comment(sheet, "B2")).contains("is no number").contains("enter a number");
      assertThat(marked(sheet, "B2")).isTrue();
      assertThat(marked(sheet, "D3")).as("a cell that was not there").isTrue();
      assertThat(marked(sheet, "A2")).isFalse();
      assertThat(sheet.getColumnWidth(1)).isEqualTo(7777);
      assertThat(cell(sheet, "D6").getCellFormula()).isEqualTo("1+1");
      assertThat(cell(sheet, "C3").getCellType()).isEqualTo(CellType.STRING);
      assertThat(workbook.isSheetHidden(1)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"xlsx", "xls"})
  void the_marks_of_an_earlier_return_are_taken_away(String format) throws Exception {
    Path original = Samples.workbook(folder.resolve("a." + format), TABLE);
    Path first =
        returned(original, ReadingOptions.none(), "first", finding(2, "B2", Severity.ERROR));
    Path second =
        returned(first, ReadingOptions.none(), "second", finding(3, "B3", Severity.ERROR));
    try (var workbook = WorkbookFactory.create(second.toFile(), null, true)) {
      Sheet sheet = workbook.getSheetAt(0);
      assertThat(marked(sheet, "B2")).isFalse();
      assertThat(sheet.getCellComment(new CellAddress("B2"))).isNull();
      assertThat(marked(sheet, "B3")).isTrue();
    }
  }

  @Test
  void a_comment_of_the_data_manager_stays_above_ours() throws Exception {
    Path original = folder.resolve("a.xlsx");
    try (var workbook = new XSSFWorkbook()) {
      Sheet sheet = workbook.createSheet("Diagnosis");
      for (int at = 0; at < TABLE.length; at++) {
        Samples.row(sheet, at, TABLE[at]);
      }
      var anchor = workbook.getCreationHelper().createClientAnchor();
      var comment = sheet.createDrawingPatriarch().createCellComment(anchor);
      comment.setString(workbook.getCreationHelper().createRichTextString("ask Dr. Bell"));
      cell(sheet, "B2").setCellComment(comment);
      Samples.write(workbook, original);
    }
    Path back = returned(original, ReadingOptions.none(), "back", finding(2, "B2", Severity.ERROR));
    try (var workbook = WorkbookFactory.create(back.toFile(), null, true)) {
      assertThat(comment(workbook.getSheetAt(0), "B2"))
          .startsWith("ask Dr. Bell")
          .contains("is no number");
    }
  }

  @Test
  void a_text_comes_back_as_a_workbook_with_the_same_addresses_and_no_formula() throws Exception {
    Path original =
        Files.writeString(
            folder.resolve("a.csv"), "patient_number;psa;site\n001;x;=HYPERLINK(1)\n\n002;2;b\n");
    Path returned =
        returned(
            original,
            ReadingOptions.none().named("export 2024.csv"),
            "back",
            finding(4, "B4", Severity.ERROR));
    assertThat(returned).isEqualTo(folder.resolve("back.xlsx"));
    try (var workbook = WorkbookFactory.create(returned.toFile(), null, true)) {
      Sheet sheet = workbook.getSheet("export 2024");
      assertThat(cell(sheet, "C2").getCellType()).isEqualTo(CellType.STRING);
      assertThat(cell(sheet, "C2").getStringCellValue()).isEqualTo("=HYPERLINK(1)");
      assertThat(cell(sheet, "A2").getStringCellValue()).isEqualTo("001");
      assertThat(marked(sheet, "B4")).isTrue();
      assertThat(comment(sheet, "B4")).contains("is no number");
    }
  }

  @Test
  void a_strict_workbook_comes_back_as_a_copy_of_its_cells() throws Exception {
    Path strict =
        Samples.strict(
            Samples.workbook(folder.resolve("a.xlsx"), TABLE), folder.resolve("strict.xlsx"));
    Path returned =
        returned(strict, ReadingOptions.none(), "back", finding(2, "B2", Severity.ERROR));
    try (var workbook = WorkbookFactory.create(returned.toFile(), null, true)) {
      assertThat(marked(workbook.getSheet("Diagnosis"), "B2")).isTrue();
      assertThat(cell(workbook.getSheet("Diagnosis"), "A3").getStringCellValue()).isEqualTo("002");
    }
  }

  @Test
  void a_locked_workbook_comes_back_locked() throws Exception {
    Path original = folder.resolve("a.xlsx");
    try (var workbook = new XSSFWorkbook();
        OutputStream out = LockedOutput.open(original, Optional.of("sesame"))) {
      Sheet sheet = workbook.createSheet("Diagnosis");
      for (int at = 0; at < TABLE.length; at++) {
        Samples.row(sheet, at, TABLE[at]);
      }
      workbook.write(out);
    }
    ReadingOptions options = ReadingOptions.none().password("sesame");
    Path returned = returned(original, options, "back", finding(2, "B2", Severity.ERROR));
    assertThatThrownBy(() -> FormReader.open(returned, ReadingOptions.none()))
        .isInstanceOf(Refusal.Locked.class);
    try (var workbook = WorkbookFactory.create(returned.toFile(), "sesame", true)) {
      assertThat(marked(workbook.getSheetAt(0), "B2")).isTrue();
    }
  }

  @Test
  void of_a_large_delivery_only_the_marked_rows_come_back_with_their_addresses() throws Exception {
    Path original = folder.resolve("a.csv");
    var lines = new ArrayList<String>(List.of("patient_number,a,b,c,d"));
    for (int row = 2; row <= 50_000; row++) {
      lines.add(row + ",1,2,3,4");
    }
    Files.write(original, lines);
    Path returned =
        returned(
            original,
            ReadingOptions.none().named("Diagnosis.csv"),
            "back",
            finding(777, "C777", Severity.ERROR),
            finding(40_000, "40000", Severity.ERROR));
    try (var workbook = WorkbookFactory.create(returned.toFile(), null, true)) {
      Sheet sheet = workbook.getSheetAt(0);
      assertThat(sheet.getPhysicalNumberOfRows()).isEqualTo(3);
      assertThat(cell(sheet, "A2").getNumericCellValue()).isEqualTo(777);
      assertThat(cell(sheet, "B2").getNumericCellValue()).isEqualTo(777);
      assertThat(marked(sheet, "D2")).isTrue();
      assertThat(comment(sheet, "D2")).startsWith("C777: ");
      assertThat(marked(sheet, "F3")).as("the whole row").isTrue();
    }
  }

  private Path returned(Path original, ReadingOptions options, String name, Finding... findings)
      throws IOException, Refusal {
    return ReturnedWorkbook.write(original, options, List.of(findings), folder, name);
  }

  private static Finding finding(long row, String address, Severity severity) {
    return new Finding(
        "Diagnosis", row, address, "psa is no number", "enter a number in ng/mL", severity);
  }

  private static Cell cell(Sheet sheet, String address) {
    var at = new CellAddress(address);
    return sheet.getRow(at.getRow()).getCell(at.getColumn());
  }

  private static String comment(Sheet sheet, String address) {
    return cell(sheet, address).getCellComment().getString().getString();
  }

  private static boolean marked(Sheet sheet, String address) {
    var style = cell(sheet, address).getCellStyle();
    return style.getFillPattern() == FillPatternType.SOLID_FOREGROUND
        && (!(style instanceof XSSFCellStyle modern)
            || List.of("FFFFC7CE", "FFFFEB9C")
                .contains(modern.getFillForegroundColorColor().getARGBHex()));
  }
}
