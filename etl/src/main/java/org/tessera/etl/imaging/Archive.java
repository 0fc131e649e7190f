package org.tessera.etl.imaging;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// Unpacks an archive of images. Files are written under numbers, so no name in it leads anywhere;
/// names that try are told of all the same. What it expands to is bounded.
final class Archive {
  private static final int ENTRIES_MAX = 500_000;
  private static final int BUFFER_BYTES = 1 << 16;

  private final long inflatedBytesMax;
  private long inflatedBytes;
  private final List<ArrivedFile> files = new ArrayList<>();
  private final Map<ArrivedFile, Trouble> troubles = new HashMap<>();

  private Archive(long inflatedBytesMax) {
    this.inflatedBytesMax = inflatedBytesMax;
  }

  /// What an archive held.
  ///
  /// @param files all entries, the troubled ones too
  record Contents(List<ArrivedFile> files, Map<ArrivedFile, Trouble> troubles) {}

  /// @param first the ordinal of the first entry
  static Contents unpack(ArrivedFile archive, Path into, long first, long inflatedBytesMax)
      throws IOException, Unfit {
    var unpacking = new Archive(inflatedBytesMax);
    Files.createDirectories(into);
    try (ZipFile zip = open(archive.path())) {
      if (zip.size() > ENTRIES_MAX) {
        throw new Unfit(
            "too-many-entries",
            "The archive has %,d entries, at most %,d are taken. Deliver it in parts."
                .formatted(zip.size(), ENTRIES_MAX));
      }
      Enumeration<? extends ZipEntry> entries = zip.entries();
      long ordinal = first;
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        if (!entry.isDirectory()) {
          Path target = into.resolve(Long.toString(ordinal));
          unpacking.one(zip, entry, new ArrivedFile(ordinal++, entry.getName(), target));
        }
      }
    } catch (ZipException | IllegalArgumentException e) {
      throw new Unfit(
          "damaged-archive",
          "The archive cannot be read: it is damaged, cut short or locked with a password. Pack"
              + " the files again without a password.");
    }
    return new Contents(unpacking.files, unpacking.troubles);
  }

  /// Opens an archive. Names that do not say how they are encoded are UTF-8 or, as the format's
  /// description has it in its appendix D, code page 437.
  /// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
  static ZipFile open(Path file) throws IOException {
    try {
      return new ZipFile(file.toFile());
    } catch (ZipException e) {
      return new ZipFile(file.toFile(), Charset.forName("IBM437"));
    }
  }

  private void one(ZipFile zip, ZipEntry entry, ArrivedFile file) throws IOException, Unfit {
    files.add(file);
    if (leadsOut(entry.getName())) {
      Files.createFile(file.path());
      troubles.put(
          file,
          Trouble.of(
              "path",
              "The file's name in the archive leads out of the archive.",
              "Pack the folder itself, with names relative to it."));
      return;
    }
    long written = 0;
    var sum = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), sum);
        OutputStream out = Files.newOutputStream(file.path())) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        inflatedBytes += count;
        if (inflatedBytes > inflatedBytesMax) {
          throw bomb();
        }
        out.write(buffer, 0, count);
        written += count;
      }
    } catch (ZipException | EOFException e) {
      troubles.put(file, damaged(written));
      return;
    }
    if (entry.getCrc() >= 0 && entry.getCrc() != sum.getValue()) {
      troubles.put(file, damaged(0));
    }
  }

  private static Trouble damaged(long at) {
    return new Trouble(
        "damaged-entry", at, "The archive is damaged within this file.", "Pack the file again.");
  }

  private Unfit bomb() {
    return new Unfit(
        "expands-too-much",
        "The archive expands to more than %,d MB, which no images of its size do or this disk cannot hold. Deliver the files in a folder, or in smaller archives."
            .formatted(inflatedBytesMax / 1_000_000));
  }

  static boolean leadsOut(String name) {
    String slashed = name.replace('\\', '/');
    return slashed.startsWith("/")
        || slashed.indexOf('\0') >= 0
        || slashed.matches("[A-Za-z]:.*")
        || ("/" + slashed + "/").contains("/../");
  }
}
