package org.tessera.etl.form;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;

/// Opens a delivered file, recognising what it is by its content and never by its name.
public final class FormReader {
  private static final String AS_TABLE = "send the table as .xlsx, .xls, .csv or .tsv";

  private FormReader() {}

  /// Opens `file` and checks that it can be read to its end.
  ///
  /// @throws Refusal with the reason and a remedy where it cannot
  public static Workbook open(Path file, ReadingOptions options) throws IOException, Refusal {
    // A pipe would block the reader, a link may point anywhere.
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new Refusal.NoWorkbook("this is no regular file", "send the file itself");
    }
    byte[] head = head(file);
    if (head.length == 0) {
      throw new Refusal.Empty("the file has zero bytes");
    }
    if (TextEncoding.starts(head, 'P', 'K')) {
      return filled(OoxmlWorkbook.open(file, options));
    }
    if (TextEncoding.starts(head, 0xD0, 0xCF, 0x11, 0xE0)) {
      return filled(OleFile.open(file, options));
    }
    refuseOtherFormats(head);
    return CsvWorkbook.open(file, options);
  }

  private static Workbook filled(Workbook workbook) throws IOException, Refusal {
    try {
      for (SheetReader sheet : workbook.sheets()) {
        sheet.forEachRow(row -> {
          if (!row.blank()) {
            throw new Enough();
          }
        });
      }
    } catch (Enough enough) {
      return workbook;
    } catch (Refusal | IOException | RuntimeException refused) {
      workbook.close();
      throw refused;
    }
    workbook.close();
    throw new Refusal.Empty("no sheet of the workbook holds a row");
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(512);
    }
  }

  private static void refuseOtherFormats(byte[] head) throws Refusal {
    String text = new String(head, StandardCharsets.ISO_8859_1).strip().toLowerCase(Locale.ROOT);
    if (text.startsWith("ï»¿")) {
      text = text.substring(3).strip();
    }
    if (text.startsWith("<")) {
      throw new Refusal.NoWorkbook(
          "the file is HTML or XML, which some programs save under the name of a workbook",
          "open it in a spreadsheet program and save it as .xlsx");
    }
    if (text.startsWith("%pdf") || text.startsWith("{\\rtf")) {
      throw new Refusal.NoWorkbook("the file is a document, not a table", AS_TABLE);
    }
    if (TextEncoding.starts(head, 0x1F, 0x8B)
        || TextEncoding.starts(head, '7', 'z', 0xBC, 0xAF)
        || text.startsWith("rar!")) {
      throw new Refusal.NoWorkbook("the file is a packed archive", "unpack it and " + AS_TABLE);
    }
  }
}
