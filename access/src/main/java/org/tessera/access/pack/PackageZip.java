package org.tessera.access.pack;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes a zip file entry by entry and remembers each entry's SHA-256. Entries carry one fixed
/// time, so that the same contents make the same file.
final class PackageZip implements AutoCloseable {
  private static final LocalDateTime FIXED_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

  private final MessageDigest wholeDigest = sha256();
  private final ZipOutputStream zip;
  private final List<Entry> entries = new ArrayList<>();

  PackageZip(Path file) throws IOException {
    var whole = new DigestOutputStream(Files.newOutputStream(file), wholeDigest);
    zip = new ZipOutputStream(new BufferedOutputStream(whole, 1 << 16));
  }

  /// A file in the package.
  ///
  /// @param records rows or resources in it
  record Entry(String path, String sha256, long bytes, long records) {}

  /// Writes the contents of an entry and returns how many records it wrote.
  @FunctionalInterface
  interface Contents<E extends Exception> {
    long write(Writer writer) throws IOException, E;
  }

  <E extends Exception> Entry add(String path, Contents<E> contents) throws IOException, E {
    var entry = new ZipEntry(path);
    entry.setTimeLocal(FIXED_TIME);
    zip.putNextEntry(entry);
    MessageDigest digest = sha256();
    var open = new DigestOutputStream(new Unclosed(zip), digest);
    var writer = new OutputStreamWriter(open, StandardCharsets.UTF_8);
    long records = contents.write(writer);
    writer.flush();
    zip.closeEntry();
    var added = new Entry(path, hex(digest), entry.getSize(), records);
    entries.add(added);
    return added;
  }

  List<Entry> entries() {
    return List.copyOf(entries);
  }

  /// The SHA-256 of the whole file; call it after closing.
  String sha256OfFile() {
    return hex(wholeDigest);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// Keeps a writer that is done with its entry from closing the whole zip.
  private static final class Unclosed extends FilterOutputStream {
    private Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
