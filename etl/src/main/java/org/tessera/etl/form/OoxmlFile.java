package org.tessera.etl.form;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.tessera.dicom.Limited;

/// The parts of an Excel package, with limits on what they may unpack to.
final class OoxmlFile implements AutoCloseable {
  private static final int ENTRIES_MAX = 10_000;

  /// The largest sheet a spreadsheet program can hold stays below this; a part that unpacks to more
  /// is made to fill the machine.
  private static final long PART_BYTES_MAX = 4L << 30;

  private final ZipFile zip;
  private final long partBytesMax;
  private final Map<String, ZipEntry> entries = new HashMap<>();

  OoxmlFile(Path file) throws IOException, Refusal {
    this(file, PART_BYTES_MAX);
  }

  OoxmlFile(Path file, long partBytesMax) throws IOException, Refusal {
    this.partBytesMax = partBytesMax;
    this.zip = open(file);
    long packed = 0;
    for (var all = zip.entries(); all.hasMoreElements(); ) {
      ZipEntry entry = all.nextElement();
      packed += Math.max(0, entry.getCompressedSize());
      entries.putIfAbsent(key(entry.getName()), entry);
    }
    if (zip.size() > ENTRIES_MAX || packed > Files.size(file)) {
      zip.close();
      throw new Refusal.TooLarge(
          "the package has more than "
              + ENTRIES_MAX
              + " parts, or parts that overlap, as no spreadsheet program writes");
    }
  }

  private static ZipFile open(Path file) throws IOException, Refusal {
    try {
      ZipFile zip = new ZipFile(file.toFile());
      if (zip.size() == 0) {
        zip.close();
        throw new Refusal.Empty("the package is empty");
      }
      return zip;
    } catch (ZipException broken) {
      var refusal = new Refusal.Truncated("the workbook's package is damaged or incomplete");
      refusal.initCause(broken);
      throw refusal;
    }
  }

  boolean has(String part) {
    return entries.containsKey(key(part));
  }

  /// Opens a part by its path within the package.
  InputStream open(String part) throws IOException, Refusal {
    ZipEntry entry = entries.get(key(part));
    if (entry == null) {
      throw new Refusal.Truncated("the workbook lacks a part it names");
    }
    return new Limited(zip.getInputStream(entry), partBytesMax);
  }

  private static String key(String part) {
    String path = part.replace('\\', '/');
    return (path.startsWith("/") ? path.substring(1) : path).toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  /// The refusal for what went wrong while a part was read.
  static Refusal refusal(String what, Exception cause) {
    Refusal refusal =
        cause instanceof Limited.Exceeded || cause.getCause() instanceof Limited.Exceeded
            ? new Refusal.TooLarge("a part of the workbook unpacks to more than any sheet needs")
            : new Refusal.Truncated(what);
    refusal.initCause(cause);
    return refusal;
  }
}
