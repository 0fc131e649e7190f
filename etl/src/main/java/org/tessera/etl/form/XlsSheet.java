package org.tessera.etl.form;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.FormulaError;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.util.CellRangeAddress;
import org.tessera.mappings.Rejection.Severity;

/// One sheet of an old workbook.
final class XlsSheet implements SheetReader {
  private final Sheet sheet;
  private final boolean hidden;
  private final boolean from1904;
  private final DecimalMark decimal;
  private final MergedCells merged;

  XlsSheet(Sheet sheet, boolean hidden, boolean from1904, DecimalMark decimal) {
    this.sheet = sheet;
    this.hidden = hidden;
    this.from1904 = from1904;
    this.decimal = decimal;
    this.merged = MergedCells.of(sheet.getMergedRegions().stream().map(XlsSheet::area).toList());
  }

  private static MergedCells.Area area(CellRangeAddress range) {
    return new MergedCells.Area(
        range.getFirstRow() + 1L,
        range.getFirstColumn(),
        range.getLastRow() + 1L,
        range.getLastColumn());
  }

  @Override
  public String name() {
    return sheet.getSheetName();
  }

  @Override
  public boolean hidden() {
    return hidden;
  }

  @Override
  public Table table(Layout form) throws IOException, Refusal {
    return new Table(this::forEachRow, form, HeaderSearch.find(this, form), decimal);
  }

  @Override
  public void forEachRow(RowHandler<SheetRow> handler) throws IOException, Refusal {
    MergedCells.Pass pass = merged.pass();
    for (Row row : sheet) {
      handler.row(pass.filled(read(row)));
    }
  }

  private SheetRow read(Row row) {
    var cells = new ArrayList<String>();
    var faults = new ArrayList<SheetRow.Fault>(0);
    var numbers = new BitSet();
    for (int column = 0; column < row.getLastCellNum(); column++) {
      Cell cell = row.getCell(column);
      cells.add(cell == null ? "" : text(cell, faults));
      numbers.set(column, cell != null && type(cell) == CellType.NUMERIC);
    }
    return new SheetRow(row.getRowNum() + 1L, cells, numbers, faults);
  }

  private String text(Cell cell, List<SheetRow.Fault> faults) {
    return switch (type(cell)) {
      case NUMERIC -> number(cell, faults);
      case STRING -> cell.getStringCellValue();
      case BOOLEAN -> Boolean.toString(cell.getBooleanCellValue());
      case ERROR -> {
        faults.add(
            new SheetRow.Fault(
                cell.getColumnIndex(),
                FormulaError.forInt(cell.getErrorCellValue()).getString(),
                "cell-error",
                Severity.ERROR,
                "the cell shows an error instead of a value",
                "correct the formula, or enter the value itself"));
        yield "";
      }
      default -> "";
    };
  }

  private static CellType type(Cell cell) {
    return cell.getCellType() == CellType.FORMULA
        ? cell.getCachedFormulaResultType()
        : cell.getCellType();
  }

  private String number(Cell cell, List<SheetRow.Fault> faults) {
    double value = cell.getNumericCellValue();
    var style = cell.getCellStyle();
    var format = CellText.Format.of(style.getDataFormat(), style.getDataFormatString());
    Optional<String> text = CellText.number(Double.toString(value), format, from1904);
    return text.orElseGet(() -> {
      faults.add(
          new SheetRow.Fault(
              cell.getColumnIndex(),
              "",
              "cell-no-date",
              Severity.ERROR,
              "the cell is formatted as a date, and its number is no day of the calendar",
              "enter the date again"));
      return "";
    });
  }
}
