package org.tessera.access.pack;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/// Collects the resources of one type, a line each, until the zip takes them.
final class TypeFile implements AutoCloseable {
  private final Path file;
  private final BufferedWriter writer;
  private long lines;

  private TypeFile(Path file, BufferedWriter writer) {
    this.file = file;
    this.writer = writer;
  }

  static TypeFile in(Path folder, String type) {
    Path file = folder.resolve(type + ".ndjson");
    try {
      return new TypeFile(file, Files.newBufferedWriter(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void add(String line) {
    try {
      writer.write(line);
      writer.write('\n');
      lines++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long copyTo(Writer target) throws IOException {
    try (var reader = Files.newBufferedReader(file)) {
      reader.transferTo(target);
    }
    return lines;
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
