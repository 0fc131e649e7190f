package org.tessera.etl.form;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.poi.poifs.filesystem.FileMagic;

/// Gives a data manager their own workbook back, the bad cells coloured and commented.
///
/// Everything else of an Excel workbook stays as it is, its password included; a text file comes
/// back as a workbook with the same addresses. Of a delivery above `CELLS_MAX` cells only the rows
/// with findings come back, each with its original row number.
public final class ReturnedWorkbook {
  /// Above this a workbook with all its formatting does not fit the memory.
  static final long CELLS_MAX = 200_000;

  private ReturnedWorkbook() {}

  /// Writes the workbook into `folder` as `stem` with the ending its format needs.
  ///
  /// @param original the delivered file, unchanged since it was read with the same `options`
  /// @return the file written
  public static Path write(
      Path original, ReadingOptions options, List<Finding> findings, Path folder, String stem)
      throws IOException, Refusal {
    try (Workbook workbook = FormReader.open(original, options)) {
      var marks = new Marks(findings, workbook.sheets().stream().map(SheetReader::name).toList());
      boolean large = larger(workbook);
      if (!large && !(workbook instanceof CsvWorkbook)) {
        Path target = folder.resolve(stem + MarkedWorkbook.ending(workbook, original));
        if (MarkedWorkbook.write(original, options, marks, target)) {
          return target;
        }
      }
      Path target = folder.resolve(stem + ".xlsx");
      try (var out = LockedOutput.open(target, locked(original) ? options.password() : NONE)) {
        new CopiedWorkbook(marks, large).write(workbook, out);
      }
      return target;
    }
  }

  private static final java.util.Optional<String> NONE = java.util.Optional.empty();

  /// Whether a file is locked as a whole: what comes back must be so too.
  private static boolean locked(Path original) throws IOException {
    try (InputStream in = FileMagic.prepareToCheckMagic(Files.newInputStream(original))) {
      return FileMagic.valueOf(in) == FileMagic.OLE2;
    }
  }

  private static boolean larger(Workbook workbook) throws IOException, Refusal {
    long[] cells = {0};
    for (SheetReader sheet : workbook.sheets()) {
      try {
        sheet.forEachRow(row -> {
          cells[0] += row.cells().stream().filter(cell -> !cell.isEmpty()).count();
          if (cells[0] > CELLS_MAX) {
            throw new Enough();
          }
        });
      } catch (Enough enough) {
        return true;
      }
    }
    return false;
  }
}
