package org.tessera.etl.form;

import java.io.IOException;

/// One sheet of an opened delivery. Can be read more than once; holds no rows.
public interface SheetReader {
  /// The tab's name; the file's stem for a text file.
  String name();

  /// True for hidden and very hidden tabs: they are read only where they are a form.
  boolean hidden();

  /// Hands out every row that has any cell, from top to bottom, headers and preamble included.
  void forEachRow(RowHandler<SheetRow> handler) throws IOException, Refusal;

  /// Finds the header of `form` in this sheet.
  ///
  /// @throws Refusal.NoHeader where no row holds the patient's column
  /// @throws Refusal.DecimalQuestion where the file's numbers have two meanings
  /// @throws Refusal.Truncated where the file's last line breaks off
  Table table(Layout form) throws IOException, Refusal;
}
