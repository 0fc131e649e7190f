package org.tessera.etl.form;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Rows of one tab, kept in a file only the owner can read.
final class RowSpool implements AutoCloseable {
  private static final int CELL_CHARS_MAX = 32_767;

  private final int width;
  private final Path file;
  private final DataOutputStream out;
  private long rows;

  RowSpool(int width) throws IOException {
    this.width = width;
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    this.file = Files.createTempFile("rows", ".spool", owner);
    this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
  }

  /// Takes the cells of one row.
  @FunctionalInterface
  interface Reader {
    void row(long index, String[] cells) throws IOException;
  }

  void add(String[] cells) throws IOException {
    for (String cell : cells) {
      String text = cell.length() > CELL_CHARS_MAX ? cell.substring(0, CELL_CHARS_MAX) : cell;
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
    rows++;
  }

  void read(Reader reader) throws IOException {
    out.flush();
    String[] cells = new String[width];
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (long index = 0; index < rows; index++) {
        for (int at = 0; at < width; at++) {
          int length = in.readInt();
          cells[at] = length == 0 ? "" : new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }
        reader.row(index, cells);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      out.close();
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
