package org.tessera.etl.imaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Tells images from workbooks by their content; a workbook is an archive too.
public final class FileKind {
  private static final int HEAD_BYTES = 132;
  private static final int ENTRIES_ASKED = 2_000;
  private static final int ENTRIES_OPENED = 20;
  private static final String WORKBOOK_PART = "[Content_Types].xml";

  private FileKind() {}

  /// Whether a file is an instance of DICOM, a directory of a medium, or an archive that holds any.
  ///
  /// @throws IOException when the file cannot be read
  public static boolean holdsImages(Path file) throws IOException {
    byte[] head = head(file);
    return isDicom(head) || (isArchive(head) && archiveHoldsImages(file));
  }

  static byte[] head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(HEAD_BYTES);
    }
  }

  /// The prefix of PS3.10 section 7.1.
  static boolean isDicom(byte[] head) {
    return head.length == HEAD_BYTES
        && head[128] == 'D'
        && head[129] == 'I'
        && head[130] == 'C'
        && head[131] == 'M';
  }

  static boolean isArchive(byte[] head) {
    if (head.length < 4 || head[0] != 'P' || head[1] != 'K') {
      return false;
    }
    boolean entry = head[2] == 3 && head[3] == 4;
    boolean end = head[2] == 5 && head[3] == 6;
    return entry || end;
  }

  private static boolean archiveHoldsImages(Path file) {
    try (ZipFile zip = Archive.open(file)) {
      if (zip.getEntry(WORKBOOK_PART) != null) {
        return false;
      }
      int opened = 0;
      Enumeration<? extends ZipEntry> entries = zip.entries();
      for (int i = 0; i < ENTRIES_ASKED && entries.hasMoreElements(); i++) {
        ZipEntry entry = entries.nextElement();
        if (entry.isDirectory()) {
          continue;
        }
        if (namesImage(entry.getName())
            || (opened++ < ENTRIES_OPENED && isDicom(head(zip, entry)))) {
          return true;
        }
      }
      return false;
    } catch (IOException | IllegalArgumentException e) {
      // Who reads workbooks says what is wrong with it.
      return false;
    }
  }

  private static byte[] head(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readNBytes(HEAD_BYTES);
    }
  }

  private static boolean namesImage(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return last.equals("dicomdir") || last.endsWith(".dcm") || last.endsWith(".ima");
  }
}
