package org.tessera.etl.form;

import java.util.List;
import org.dhatim.fastexcel.Worksheet;

/// How the tabs of a template look.
final class SheetStyle {
  private SheetStyle() {}

  static void header(Worksheet sheet, List<String> names) {
    for (int at = 0; at < names.size(); at++) {
      sheet.value(0, at, names.get(at));
      sheet.style(0, at).bold().fillColor("E7ECEF").wrapText(true).set();
    }
    sheet.freezePane(0, 1);
  }

  static void widths(Worksheet sheet, double... widths) {
    for (int at = 0; at < widths.length; at++) {
      sheet.width(at, widths[at]);
    }
  }

  /// A code is a number where it looks like one, as a person would type it: a drop-down must offer
  /// the same value the cell then holds.
  static void code(Worksheet sheet, int row, int column, String code) {
    if (isWhole(code)) {
      sheet.value(row, column, (Number) Long.valueOf(code));
    } else {
      sheet.value(row, column, code);
    }
  }

  /// A whole number of up to 15 digits without a leading zero.
  static boolean isWhole(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    int digits = text.length() - start;
    if (digits < 1 || digits > 15 || (digits > 1 && text.charAt(start) == '0')) {
      return false;
    }
    for (int at = start; at < text.length(); at++) {
      if (text.charAt(at) < '0' || text.charAt(at) > '9') {
        return false;
      }
    }
    return true;
  }
}
