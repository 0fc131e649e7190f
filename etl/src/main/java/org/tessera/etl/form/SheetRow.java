package org.tessera.etl.form;

import java.util.BitSet;
import java.util.List;
import org.tessera.mappings.Rejection.Severity;

/// One row of a sheet as text.
///
/// @param number counted from 1 as a spreadsheet shows it
/// @param cells texts from column A on; a blank, and a cell that could not be read, is `""`
/// @param numbers columns whose cell holds a number and not its text
/// @param faults what could not be read
public record SheetRow(long number, List<String> cells, BitSet numbers, List<Fault> faults) {
  private static final BitSet NONE = new BitSet(0);

  /// A row of texts.
  SheetRow(long number, List<String> cells, List<Fault> faults) {
    this(number, cells, NONE, faults);
  }

  boolean isNumber(int index) {
    return numbers.get(index);
  }

  /// The text of column `index` (0 is A), `""` beyond the last cell.
  public String text(int index) {
    return index < cells.size() ? cells.get(index) : "";
  }

  boolean blank() {
    for (String cell : cells) {
      if (!cell.isBlank()) {
        return false;
      }
    }
    return faults.isEmpty();
  }

  /// Something the reader found wrong with a cell, before any rule of the study.
  ///
  /// @param index the column, 0 is A; -1 for the whole row
  /// @param value what stood there where that is safe to show, such as `#DIV/0!`
  public record Fault(
      int index, String value, String rule, Severity severity, String message, String remedy) {}
}
