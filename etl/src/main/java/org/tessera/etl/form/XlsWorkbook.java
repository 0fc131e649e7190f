package org.tessera.etl.form;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.poi.EncryptedDocumentException;
import org.apache.poi.OldFileFormatException;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.ss.usermodel.SheetVisibility;
import org.apache.poi.ss.usermodel.WorkbookFactory;

/// A workbook of Excel 97 to 2003. Held in memory: the format ends at 65,536 rows a sheet.
final class XlsWorkbook implements Workbook {
  private static final long BYTES_MAX = 64L << 20;

  private final HSSFWorkbook workbook;
  private final List<SheetReader> sheets;

  private XlsWorkbook(HSSFWorkbook workbook, List<SheetReader> sheets) {
    this.workbook = workbook;
    this.sheets = List.copyOf(sheets);
  }

  static XlsWorkbook open(Path file, ReadingOptions options) throws IOException, Refusal {
    HSSFWorkbook workbook = load(file, options);
    boolean from1904 = workbook.getInternalWorkbook().isUsing1904DateWindowing();
    var sheets = new ArrayList<SheetReader>();
    for (int at = 0; at < workbook.getNumberOfSheets(); at++) {
      boolean hidden = workbook.getSheetVisibility(at) != SheetVisibility.VISIBLE;
      sheets.add(
          new XlsSheet(
              workbook.getSheetAt(at), hidden, from1904, CsvWorkbook.declared(options.decimal())));
    }
    return new XlsWorkbook(workbook, sheets);
  }

  private static HSSFWorkbook load(Path file, ReadingOptions options) throws IOException, Refusal {
    if (Files.size(file) > BYTES_MAX) {
      throw new Refusal.TooLarge("the .xls workbook is larger than " + BYTES_MAX + " bytes");
    }
    try {
      String password = options.password().orElse(null);
      if (WorkbookFactory.create(file.toFile(), password, true) instanceof HSSFWorkbook workbook) {
        return workbook;
      }
      throw new Refusal.NoWorkbook("the file is no .xls workbook", "save it as .xlsx");
    } catch (EncryptedDocumentException locked) {
      var refusal =
          new Refusal.Locked(
              options.password().isPresent()
                  ? "the password given does not open the workbook"
                  : "the workbook is locked with a password");
      refusal.initCause(locked);
      throw refusal;
    } catch (OldFileFormatException old) {
      var refusal =
          new Refusal.NoWorkbook(
              "the workbook is from a program older than Excel 97", "save it as .xlsx");
      refusal.initCause(old);
      throw refusal;
    }
  }

  @Override
  public List<SheetReader> sheets() {
    return sheets;
  }

  @Override
  public void close() throws IOException {
    workbook.close();
  }
}
