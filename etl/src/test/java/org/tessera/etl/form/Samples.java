package org.tessera.etl.form;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/// Makes workbooks for tests.
final class Samples {
  private Samples() {}

  static org.apache.poi.ss.usermodel.Workbook empty(String format) {
    return format.equals("xls") ? new HSSFWorkbook() : new XSSFWorkbook();
  }

  static void row(Sheet sheet, int index, String... cells) {
    Row row = sheet.createRow(index);
    for (int at = 0; at < cells.length; at++) {
      if (!cells[at].isEmpty()) {
        row.createCell(at).setCellValue(cells[at]);
      }
    }
  }

  static void write(org.apache.poi.ss.usermodel.Workbook workbook, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      workbook.write(out);
    }
  }

  /// A workbook of one sheet with a header and rows of texts.
  static Path workbook(Path file, String[]... rows) throws IOException {
    String format = file.toString().endsWith(".xls") ? "xls" : "xlsx";
    try (var workbook = empty(format)) {
      Sheet sheet = workbook.createSheet("Diagnosis");
      for (int at = 0; at < rows.length; at++) {
        row(sheet, at, rows[at]);
      }
      write(workbook, file);
    }
    return file;
  }

  /// The texts of a package's parts, by name.
  static Map<String, byte[]> parts(Path file) throws IOException {
    var parts = new LinkedHashMap<String, byte[]>();
    try (var zip = new ZipFile(file.toFile())) {
      zip.stream()
          .forEach(entry -> {
            try {
              parts.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            } catch (IOException broken) {
              throw new UncheckedIOException(broken);
            }
          });
    }
    return parts;
  }

  static Path pack(Path file, Map<String, byte[]> parts) throws IOException {
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(part.getValue());
        zip.closeEntry();
      }
    }
    return file;
  }

  /// A package as a program set to Strict writes it.
  static Path strict(Path transitional, Path file) throws IOException {
    var parts = parts(transitional);
    parts.replaceAll((name, bytes) ->
        new String(bytes, StandardCharsets.UTF_8)
            .replace(
                "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                "http://purl.oclc.org/ooxml/spreadsheetml/main")
            .replace(
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                "http://purl.oclc.org/ooxml/officeDocument/relationships")
            .getBytes(StandardCharsets.UTF_8));
    return pack(file, parts);
  }
}
