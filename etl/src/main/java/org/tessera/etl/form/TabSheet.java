package org.tessera.etl.form;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.StringJoiner;
import org.dhatim.fastexcel.DataValidationErrorStyle;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.tessera.mappings.Column;

/// One form as a tab: its header with notes, what the cells accept, and rows.
final class TabSheet {
  private static final int ROWS_VALIDATED = 100_000;
  private static final int ROWS_PER_FLUSH = 1_000;

  private final TemplateTab tab;
  private final CodesSheet codes;

  TabSheet(TemplateTab tab, CodesSheet codes) {
    this.tab = tab;
    this.codes = codes;
  }

  void write(Workbook workbook, RowSpool rows) throws IOException {
    Worksheet sheet = workbook.newWorksheet(tab.name());
    SheetStyle.header(sheet, tab.fields().stream().map(field -> field.column().name()).toList());
    for (int at = 0; at < tab.fields().size(); at++) {
      TemplateTab.Field field = tab.fields().get(at);
      sheet.comment(0, at, field.note());
      sheet.width(at, Math.max(12, field.column().name().length() + 3.0));
      validate(sheet, at, field);
    }
    rows.read((index, cells) -> row(sheet, (int) index + 1, cells));
    sheet.finish();
  }

  private void row(Worksheet sheet, int row, String[] cells) throws IOException {
    for (int at = 0; at < cells.length; at++) {
      if (!cells[at].isEmpty()) {
        cell(sheet, row, at, cells[at]);
      }
    }
    if (row % ROWS_PER_FLUSH == 0) {
      sheet.flush();
    }
  }

  private void cell(Worksheet sheet, int row, int at, String text) {
    switch (tab.fields().get(at).column().type()) {
      case INTEGER, DECIMAL -> number(sheet, row, at, text);
      case DATE -> date(sheet, row, at, text);
      case CODE -> SheetStyle.code(sheet, row, at, text);
      case BOOLEAN, PATIENT, STRING, CODES, UID, TEXT -> sheet.inlineString(row, at, text);
    }
  }

  /// A number a cell holds as exactly as the text; any other text stays text.
  private static void number(Worksheet sheet, int row, int at, String text) {
    if (SheetStyle.isWhole(text)) {
      sheet.value(row, at, (Number) Long.valueOf(text));
    } else if (NumberText.plain(text, '.') && text.length() <= 15) {
      sheet.value(row, at, new BigDecimal(text));
    } else {
      sheet.inlineString(row, at, text);
    }
  }

  private static void date(Worksheet sheet, int row, int at, String text) {
    try {
      LocalDate date = LocalDate.parse(text);
      // Before March 1900 the spreadsheet's calendar is a day off.
      if (date.getYear() > 1900) {
        sheet.value(row, at, date);
        sheet.style(row, at).format("yyyy-mm-dd").set();
        return;
      }
    } catch (DateTimeException notADate) {
      // An incomplete or wrong date is written as it is: the reader is to judge it.
    }
    sheet.inlineString(row, at, text);
  }

  /// Says beforehand what a cell should hold. A warning and not a refusal: a study may know texts
  /// for "not recorded" besides the blank.
  private void validate(Worksheet sheet, int at, TemplateTab.Field field) {
    var cells = sheet.range(1, at, ROWS_VALIDATED, at);
    String first = Addresses.of(at, 2);
    Column.Type type = field.column().type();
    if (type == Column.Type.CODE && !field.choices().isEmpty()) {
      codes
          .range(field.choices().getFirst().list())
          .ifPresent(range ->
              cells
                  .validateWithListByFormula(range)
                  .allowBlank(true)
                  .errorStyle(DataValidationErrorStyle.WARNING)
                  .showErrorMessage(true)
                  .errorTitle(title(field))
                  .error("Choose a value of the list."));
    } else if (type == Column.Type.DATE) {
      custom(cells, "ISNUMBER(" + first + ")", field, "Enter a date.");
    } else if (type == Column.Type.INTEGER || type == Column.Type.DECIMAL) {
      custom(cells, range(first, field), field, "Enter a number. " + field.column().allowed());
    } else if (type == Column.Type.BOOLEAN) {
      cells
          .validateWithListByFormula("\"true,false\"")
          .allowBlank(true)
          .errorStyle(DataValidationErrorStyle.WARNING)
          .errorTitle(title(field))
          .error("Choose true or false.");
    }
  }

  private static String range(String cell, TemplateTab.Field field) {
    var conditions = new StringJoiner(",", "AND(", ")");
    conditions.add("ISNUMBER(" + cell + ")");
    field.limits(cell).forEach(conditions::add);
    if (field.column().type() == Column.Type.INTEGER) {
      conditions.add("INT(" + cell + ")=" + cell);
    }
    return conditions.toString();
  }

  private static void custom(
      org.dhatim.fastexcel.Range cells, String formula, TemplateTab.Field field, String message) {
    cells
        .validateWithFormula(escaped(formula))
        .allowBlank(true)
        .errorStyle(DataValidationErrorStyle.WARNING)
        .showErrorMessage(true)
        .errorTitle(title(field))
        .error(escaped(message));
  }

  /// A title of a message holds 32 characters.
  private static String title(TemplateTab.Field field) {
    String name = field.column().name();
    return escaped(name.length() > 32 ? name.substring(0, 32) : name);
  }

  /// The library writes what belongs to a validation into the XML as it is.
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
