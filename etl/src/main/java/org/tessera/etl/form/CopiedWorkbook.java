package org.tessera.etl.form;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/// A delivery written anew as a workbook of its cells, marked: all rows at their own addresses, or
/// of a large one the marked rows only. Written as a stream.
final class CopiedWorkbook {
  private static final int ROWS_PER_FLUSH = 500;
  private static final int HEADER_ROWS_KEPT = 1;

  private final Marks marks;
  private final boolean markedOnly;
  private int comments;

  /// @param markedOnly keeps the first row and the marked ones, after a column with their number
  CopiedWorkbook(Marks marks, boolean markedOnly) {
    this.marks = marks;
    this.markedOnly = markedOnly;
  }

  void write(org.tessera.etl.form.Workbook source, OutputStream out) throws IOException, Refusal {
    try (Workbook workbook = new Workbook(out, Marks.AUTHOR, "1.0")) {
      for (SheetReader sheet : source.sheets()) {
        if (!markedOnly || !marks.of(sheet.name()).isEmpty()) {
          copy(sheet, workbook.newWorksheet(tab(sheet.name())));
        }
      }
      if (markedOnly && source.sheets().stream().allMatch(s -> marks.of(s.name()).isEmpty())) {
        workbook.newWorksheet("No findings").value(0, 0, "no row has a finding");
      }
    }
  }

  /// A tab's name holds 31 characters and none of these signs; a text file's stem may.
  private static String tab(String name) {
    String clean = name.replaceAll("[\\[\\]:*?/\\\\']", " ").strip();
    String short31 = clean.length() > 31 ? clean.substring(0, 31) : clean;
    return short31.isEmpty() ? "Sheet1" : short31;
  }

  private void copy(SheetReader from, Worksheet to) throws IOException, Refusal {
    int[] next = {0};
    from.forEachRow(row -> {
      Map<Integer, List<Finding>> found = marks.of(from.name(), row.number());
      if (markedOnly && found.isEmpty() && next[0] >= HEADER_ROWS_KEPT) {
        return;
      }
      int at = markedOnly ? next[0] : Math.toIntExact(row.number() - 1);
      row(to, at, row, found);
      next[0] = at + 1;
      if (next[0] % ROWS_PER_FLUSH == 0) {
        to.flush();
      }
    });
    to.finish();
  }

  private void row(Worksheet to, int at, SheetRow row, Map<Integer, List<Finding>> found) {
    int shift = markedOnly ? 1 : 0;
    if (markedOnly) {
      to.value(at, 0, (Number) row.number());
    }
    for (int column = 0; column < row.cells().size(); column++) {
      if (!row.text(column).isEmpty()) {
        text(to, at, column + shift, row.text(column));
      }
    }
    found.forEach((column, findings) -> mark(to, at, row, column, findings));
  }

  /// A number only where it reads back as the same text; no text becomes a formula.
  private static void text(Worksheet to, int row, int column, String text) {
    if (SheetStyle.isWhole(text)) {
      to.value(row, column, (Number) Long.valueOf(text));
    } else {
      to.inlineString(row, column, text.length() > 32_767 ? text.substring(0, 32_767) : text);
    }
  }

  private void mark(Worksheet to, int at, SheetRow row, int column, List<Finding> findings) {
    int shift = markedOnly ? 1 : 0;
    int from = Math.max(column, 0);
    int last = column < 0 ? Math.max(row.cells().size() - 1, 0) : column;
    for (int one = from; one <= last; one++) {
      to.style(at, one + shift).fillColor(Marks.color(findings)).set();
    }
    if (comments++ < Marks.COMMENTS_MAX) {
      String address = markedOnly ? Addresses.of(from, row.number()) + ": " : "";
      to.comment(at, from + shift, address + Marks.comment(findings));
    }
  }
}
