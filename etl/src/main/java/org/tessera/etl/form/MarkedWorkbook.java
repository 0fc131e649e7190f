package org.tessera.etl.form;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.poi.hssf.record.crypto.Biff8EncryptionKey;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.ss.usermodel.WorkbookFactory;

/// The delivered Excel workbook itself, marked, with everything it holds.
final class MarkedWorkbook {
  private MarkedWorkbook() {}

  /// The ending the workbook's format needs: one with macros opens under its own ending only.
  static String ending(Workbook workbook, Path original) throws IOException {
    if (workbook instanceof XlsWorkbook) {
      return ".xls";
    }
    try (var zip = new java.util.zip.ZipFile(original.toFile())) {
      return zip.getEntry("xl/vbaProject.bin") == null ? ".xlsx" : ".xlsm";
    } catch (java.util.zip.ZipException locked) {
      return ".xlsx";
    }
  }

  /// Writes the marked workbook.
  ///
  /// @return false where the library cannot hold this workbook, as with Strict ones
  static boolean write(Path original, ReadingOptions options, Marks marks, Path target)
      throws IOException {
    Optional<org.apache.poi.ss.usermodel.Workbook> loaded = load(original, options);
    if (loaded.isEmpty()) {
      return false;
    }
    try (var workbook = loaded.get()) {
      for (var sheet : workbook) {
        new SheetMarker(workbook).mark(sheet, marks.of(sheet.getSheetName()));
      }
      if (workbook instanceof HSSFWorkbook) {
        writeOld(workbook, options.password(), target);
      } else {
        boolean locked = isLocked(original);
        try (OutputStream out =
            LockedOutput.open(target, locked ? options.password() : Optional.empty())) {
          workbook.write(out);
        }
      }
      return true;
    }
  }

  /// Loads the workbook from a stream: opened from its file it could not be written elsewhere.
  private static Optional<org.apache.poi.ss.usermodel.Workbook> load(
      Path original, ReadingOptions options) throws IOException {
    try (InputStream in = Files.newInputStream(original)) {
      return Optional.of(WorkbookFactory.create(in, options.password().orElse(null)));
    } catch (IOException | RuntimeException beyondTheLibrary) {
      // Our own reader has read the file to its end: it is the library that cannot hold it.
      return Optional.empty();
    }
  }

  private static void writeOld(
      org.apache.poi.ss.usermodel.Workbook workbook, Optional<String> password, Path target)
      throws IOException {
    password.ifPresent(Biff8EncryptionKey::setCurrentUserPassword);
    try (OutputStream out = Files.newOutputStream(target)) {
      workbook.write(out);
    } finally {
      Biff8EncryptionKey.setCurrentUserPassword(null);
    }
  }

  private static boolean isLocked(Path original) throws IOException {
    try (InputStream in = Files.newInputStream(original)) {
      return TextEncoding.starts(in.readNBytes(4), 0xD0, 0xCF, 0x11, 0xE0);
    }
  }
}
