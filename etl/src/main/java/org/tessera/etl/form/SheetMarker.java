package org.tessera.etl.form;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.Comment;
import org.apache.poi.ss.usermodel.CreationHelper;
import org.apache.poi.ss.usermodel.Drawing;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.ss.usermodel.IndexedColors;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.ss.util.CellAddress;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;
import org.apache.poi.xssf.usermodel.XSSFColor;

/// Colours and comments the cells of one sheet, after taking away the marks of an earlier return.
final class SheetMarker {
  /// A colour in a workbook has four bytes (ST_UnsignedIntHex); the first says how opaque it is.
  private static final String OPAQUE = "FF";

  private final Workbook workbook;
  private final Map<List<Object>, CellStyle> styles = new HashMap<>();
  private int comments;

  SheetMarker(Workbook workbook) {
    this.workbook = workbook;
  }

  void mark(Sheet sheet, Map<Long, Map<Integer, List<Finding>>> found) {
    unmark(sheet);
    if (found.isEmpty()) {
      return;
    }
    Drawing<?> drawing = sheet.createDrawingPatriarch();
    found.forEach((number, columns) -> {
      int index = Math.toIntExact(number - 1);
      Row row = sheet.getRow(index) == null ? sheet.createRow(index) : sheet.getRow(index);
      columns.forEach((column, findings) -> mark(drawing, row, column, findings));
    });
  }

  private void mark(Drawing<?> drawing, Row row, int column, List<Finding> findings) {
    int first = Math.max(column, 0);
    int last = column < 0 ? Math.max(row.getLastCellNum() - 1, 0) : column;
    for (int at = first; at <= last; at++) {
      Cell cell = row.getCell(at, Row.MissingCellPolicy.CREATE_NULL_AS_BLANK);
      cell.setCellStyle(filled(cell.getCellStyle(), Marks.color(findings)));
    }
    if (comments++ < Marks.COMMENTS_MAX) {
      comment(drawing, row.getCell(first), Marks.comment(findings));
    }
  }

  private void comment(Drawing<?> drawing, Cell cell, String text) {
    CreationHelper create = workbook.getCreationHelper();
    Comment own = cell.getCellComment();
    if (own != null) {
      // The data manager's own comment stays, ours below it.
      String both = own.getString().getString() + "\n\n" + text;
      own.setString(create.createRichTextString(both));
      return;
    }
    var anchor = create.createClientAnchor();
    anchor.setCol1(cell.getColumnIndex() + 1);
    anchor.setCol2(cell.getColumnIndex() + 5);
    anchor.setRow1(cell.getRowIndex());
    anchor.setRow2(cell.getRowIndex() + 6);
    Comment comment = drawing.createCellComment(anchor);
    comment.setString(create.createRichTextString(text));
    comment.setAuthor(Marks.AUTHOR);
    cell.setCellComment(comment);
  }

  private void unmark(Sheet sheet) {
    String ours = "[" + Marks.AUTHOR + "]";
    for (CellAddress address : List.copyOf(sheet.getCellComments().keySet())) {
      Row row = sheet.getRow(address.getRow());
      Cell cell = row == null ? null : row.getCell(address.getColumn());
      Comment comment = sheet.getCellComment(address);
      if (cell == null || comment == null || !comment.getString().getString().contains(ours)) {
        continue;
      }
      String text = comment.getString().getString();
      if (isOurs(cell.getCellStyle())) {
        cell.setCellStyle(filled(cell.getCellStyle(), ""));
      }
      String before = text.substring(0, text.indexOf(ours)).strip();
      if (before.isEmpty()) {
        cell.removeCellComment();
      } else {
        comment.setString(workbook.getCreationHelper().createRichTextString(before));
      }
    }
    for (Row row : sheet) {
      for (Cell cell : row) {
        // The old format has no colours of its own: there only a comment tells ours apart.
        if (cell.getCellStyle() instanceof XSSFCellStyle && isOurs(cell.getCellStyle())) {
          cell.setCellStyle(filled(cell.getCellStyle(), ""));
        }
      }
    }
  }

  /// Whether a style has one of our colours.
  private static boolean isOurs(CellStyle style) {
    if (style.getFillPattern() != FillPatternType.SOLID_FOREGROUND) {
      return false;
    }
    if (style instanceof XSSFCellStyle modern) {
      XSSFColor color = modern.getFillForegroundColorColor();
      String hex = color == null ? null : color.getARGBHex();
      return hex != null && (hex.endsWith("FFC7CE") || hex.endsWith("FFEB9C"));
    }
    return style.getFillForegroundColor() == IndexedColors.ROSE.getIndex()
        || style.getFillForegroundColor() == IndexedColors.LIGHT_YELLOW.getIndex();
  }

  /// The same style with another fill, none for `""`; one new style for each old one and colour,
  /// since a workbook has room for few.
  private CellStyle filled(CellStyle style, String color) {
    return styles.computeIfAbsent(
        List.of(style.getIndex(), color),
        key -> {
          CellStyle filled = workbook.createCellStyle();
          filled.cloneStyleFrom(style);
          filled.setFillPattern(
              color.isEmpty() ? FillPatternType.NO_FILL : FillPatternType.SOLID_FOREGROUND);
          if (color.isEmpty()) {
            return filled;
          }
          if (filled instanceof XSSFCellStyle modern && !(workbook instanceof HSSFWorkbook)) {
            byte[] rgb = java.util.HexFormat.of().parseHex(OPAQUE + color);
            modern.setFillForegroundColor(new XSSFColor(rgb));
          } else {
            boolean error = color.equals("FFC7CE");
            filled.setFillForegroundColor(
                (error ? IndexedColors.ROSE : IndexedColors.LIGHT_YELLOW).getIndex());
          }
          return filled;
        });
  }
}
