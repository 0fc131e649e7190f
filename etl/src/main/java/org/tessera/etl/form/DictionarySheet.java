package org.tessera.etl.form;

import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/// The data dictionary as a tab that prints well: landscape, one page wide, its header repeated.
final class DictionarySheet {
  private static final List<String> HEADER =
      List.of("Tab", "Column", "Label", "Type", "Unit", "Requirement", "Allowed", "List", "Note");

  private DictionarySheet() {}

  static void write(Workbook workbook, List<TemplateTab> tabs) {
    Worksheet sheet = workbook.newWorksheet("Dictionary");
    SheetStyle.header(sheet, HEADER);
    int row = 1;
    for (TemplateTab tab : tabs) {
      for (TemplateTab.Field field : tab.fields()) {
        List<String> cells =
            List.of(
                tab.name(),
                field.column().name(),
                field.column().label(),
                field.type(),
                field.column().unit(),
                field.requirement(),
                field.column().allowed(),
                field.column().list().orElse(""),
                field.column().note());
        for (int at = 0; at < cells.size(); at++) {
          sheet.value(row, at, cells.get(at));
          sheet.style(row, at).wrapText(true).verticalAlignment("top").set();
        }
        row++;
      }
    }
    SheetStyle.widths(sheet, 12, 24, 30, 20, 10, 16, 50, 18, 40);
    sheet.pageOrientation("landscape");
    sheet.setFitToPage(true);
    sheet.fitToWidth((short) 1);
    sheet.fitToHeight((short) 0);
    sheet.repeatRows(0);
  }
}
