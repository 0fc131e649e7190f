package org.tessera.etl.form;

import java.io.IOException;
import java.util.List;

/// An opened delivery: sheets that stream their rows. A text file is a workbook of one sheet.
public sealed interface Workbook extends AutoCloseable
    permits OoxmlWorkbook, XlsWorkbook, CsvWorkbook {
  /// The sheets in the order of their tabs, hidden ones included and flagged.
  List<SheetReader> sheets();

  /// Whether it is a text file, whatever it is called.
  default boolean isText() {
    return this instanceof CsvWorkbook;
  }

  @Override
  void close() throws IOException;
}
