package org.tessera.omop.athena;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// A bundle as Athena hands it out: a zip of tab-separated files without quotes, one a table, with
/// names such as `CONCEPT.csv`.
///
/// https://github.com/OHDSI/Vocabulary-v5.0/wiki/General-Structure,-Download-and-Use
final class Bundle implements AutoCloseable {
  private static final String AGAIN = "Download the bundle from athena.ohdsi.org again";
  private static final String SUPPLEMENT = "concept_cpt4";

  private final ZipFile zip;
  private final List<File> files;

  private Bundle(ZipFile zip, List<File> files) {
    this.zip = zip;
    this.files = files;
  }

  /// @param supplement whether it adds rows to a table another file brings: the codes of CPT-4,
  ///   which come without their terms
  /// @param bytes unpacked
  record File(String name, String table, boolean supplement, long bytes) {}

  /// Opens a bundle and looks at its files' first lines.
  ///
  /// @param shapes of the tables, in the order they are loaded
  /// @return the bundle, or nothing when there are problems
  static Optional<Bundle> open(Path file, List<TableShape> shapes, Problems problems)
      throws IOException {
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8);
    } catch (ZipException e) {
      problems.add("the file", 0, "it is no zip, or its end is missing", AGAIN);
      return Optional.empty();
    }
    boolean good = false;
    try {
      Map<String, ZipEntry> entries = entries(zip);
      List<File> files = new ArrayList<>();
      for (TableShape shape : shapes) {
        ZipEntry entry = entries.get(shape.table());
        if (entry == null) {
          String name = shape.table().toUpperCase(Locale.ROOT) + ".csv";
          problems.add(name, 0, "the bundle does not have it", AGAIN + ", with all its files");
        } else {
          checkHeader(zip, entry, shape, problems);
          files.add(new File(entry.getName(), shape.table(), false, entry.getSize()));
        }
        ZipEntry more = entries.get(SUPPLEMENT);
        if (shape.table().equals("concept") && more != null) {
          checkHeader(zip, more, shape, problems);
          files.add(new File(more.getName(), shape.table(), true, more.getSize()));
        }
      }
      good = problems.isEmpty();
      return good ? Optional.of(new Bundle(zip, files)) : Optional.empty();
    } finally {
      if (!good) {
        zip.close();
      }
    }
  }

  /// The zip's files by the table they are named after, whatever folder they lie in.
  private static Map<String, ZipEntry> entries(ZipFile zip) {
    return zip.stream()
        .filter(entry -> !entry.isDirectory() && !entry.getName().contains("__MACOSX"))
        .collect(
            Collectors.toMap(
                entry ->
                    entry
                        .getName()
                        .replaceFirst("^.*/", "")
                        .replaceFirst("(?i)\\.(csv|tsv|txt)$", "")
                        .toLowerCase(Locale.ROOT),
                entry -> entry,
                (one, other) -> one,
                TreeMap::new));
  }

  private static void checkHeader(
      ZipFile zip, ZipEntry entry, TableShape shape, Problems problems) {
    try (var in = zip.getInputStream(entry)) {
      var lines = new Lines(in);
      String header =
          lines.next()
              ? new String(
                  lines.buffer(), lines.from(), lines.to() - lines.from(), StandardCharsets.UTF_8)
              : "";
      List<String> names =
          List.of(header.replace("\uFEFF", "").toLowerCase(Locale.ROOT).split("\t", -1));
      if (!names.equals(shape.names())) {
        problems.add(
            entry.getName(),
            1,
            "its columns are not those of OMOP's vocabularies version 5, which are "
                + String.join(", ", shape.names()),
            header.contains(",") && !header.contains("\t")
                ? "Bring the bundle as it was downloaded, separated by tabs: another program wrote"
                    + " this file"
                : "Choose version 5 when downloading, and bring the files unchanged");
      }
    } catch (IOException e) {
      problems.add(entry.getName(), 0, "it is damaged", AGAIN);
    }
  }

  List<File> files() {
    return files;
  }

  /// The lines of one file; the end of the file is reached only if all of it is undamaged.
  InputStream open(File file) throws IOException {
    ZipEntry entry = zip.getEntry(file.name());
    return new Verified(
        new BufferedInputStream(zip.getInputStream(entry), 1 << 16), entry.getCrc());
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  /// Compares the checksum at the end, which the zip reader of the JDK leaves undone.
  private static final class Verified extends FilterInputStream {
    private final CRC32 crc = new CRC32();
    private final long expected;

    Verified(InputStream in, long expected) {
      super(in);
      this.expected = expected;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      if (read > 0) {
        crc.update(bytes, offset, read);
      } else if (read < 0 && expected >= 0 && crc.getValue() != expected) {
        throw new ZipException("the checksum is another one");
      }
      return read;
    }
  }
}
