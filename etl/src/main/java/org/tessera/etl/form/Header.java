package org.tessera.etl.form;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// Where a form's columns stand in a sheet.
///
/// @param row number of the header's last row
/// @param columns position by column name, 0 is A, in the sheet's order
/// @param unknown headers the study does not know, as they are written, by position
/// @param repeated headers that name a column a second time, by position; only the first is read
/// @param missing mandatory columns the sheet lacks, by name
/// @param width number of columns of the header
/// @param named positions with any header at all
public record Header(
    long row,
    Map<String, Integer> columns,
    SortedMap<Integer, String> unknown,
    SortedMap<Integer, String> repeated,
    List<String> missing,
    int width,
    BitSet named) {
  /// The address of the header itself over a position, such as `C1`.
  public String address(int index) {
    return Addresses.of(index, row);
  }

  /// The address a spreadsheet shows for a cell, such as `C17`; the row alone (`17`) where the
  /// column is not in the sheet.
  public String address(String column, long rowNumber) {
    Integer index = columns.get(column);
    return index == null ? Long.toString(rowNumber) : Addresses.of(index, rowNumber);
  }
}
