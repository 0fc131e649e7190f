package org.tessera.etl.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/// The tab of all code lists, from which the drop-downs take their values.
final class CodesSheet {
  private static final String NAME = "Codes";

  /// Choices of each list, one after the other, in the order the columns use them.
  private final Map<String, List<TemplateTab.Choice>> lists = new LinkedHashMap<>();

  CodesSheet(List<TemplateTab> tabs) {
    for (TemplateTab tab : tabs) {
      for (TemplateTab.Field field : tab.fields()) {
        if (!field.choices().isEmpty()) {
          lists.putIfAbsent(field.choices().getFirst().list(), field.choices());
        }
      }
    }
  }

  /// The cells a drop-down of `list` takes its labels from.
  Optional<String> range(String list) {
    int row = 2;
    for (Map.Entry<String, List<TemplateTab.Choice>> one : lists.entrySet()) {
      int last = row + one.getValue().size() - 1;
      if (one.getKey().equals(list)) {
        String column = labelsDiffer(one.getValue()) ? "C" : "B";
        return Optional.of(NAME + "!$" + column + "$" + row + ":$" + column + "$" + last);
      }
      row = last + 1;
    }
    return Optional.empty();
  }

  /// Two values may share a label; then only the values tell them apart.
  private static boolean labelsDiffer(List<TemplateTab.Choice> choices) {
    return choices.stream().map(TemplateTab.Choice::label).distinct().count() == choices.size();
  }

  void write(Workbook workbook) {
    Worksheet sheet = workbook.newWorksheet(NAME);
    SheetStyle.header(sheet, List.of("List", "Value", "Label", "Standard codes"));
    int row = 1;
    for (List<TemplateTab.Choice> choices : lists.values()) {
      for (TemplateTab.Choice choice : choices) {
        sheet.value(row, 0, choice.list());
        SheetStyle.code(sheet, row, 1, choice.value());
        SheetStyle.code(sheet, row, 2, choice.label());
        sheet.value(row, 3, choice.meaning());
        row++;
      }
    }
    SheetStyle.widths(sheet, 24, 16, 48, 80);
  }
}
