package org.tessera.fhir.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tessera.fhir.store.FhirJson;
import tools.jackson.databind.node.ObjectNode;

/// Writes the files of one export: one resource a line, one type a file, a further file where one
/// would grow too large.
final class ExportFiles implements AutoCloseable {
  private final Path folder;
  private final ExportLimits limits;
  private final List<Written> written = new ArrayList<>();
  private @Nullable OutputStream current;
  private String type = "";
  private long fileBytes;
  private long allBytes;
  private long count;

  /// One file that is complete.
  record Written(String type, String name, long count) {}

  /// An export that would become larger than it may be.
  static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooLarge(String message) {
      super(message);
    }
  }

  ExportFiles(Path folder, ExportLimits limits) throws IOException {
    this.folder = folder;
    this.limits = limits;
    remove(folder);
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /// Where the files of an export stand.
  static Path folder(ExportFolder exports, UUID job) {
    return exports.path().resolve(job.toString());
  }

  static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }

  void write(String resourceType, ObjectNode resource) throws IOException {
    byte[] line = FhirJson.write(resource);
    if (current == null
        || !type.equals(resourceType)
        || fileBytes + line.length > limits.fileBytesMax()) {
      next(resourceType);
    }
    allBytes += line.length + 1L;
    if (allBytes > limits.exportBytesMax()) {
      throw new TooLarge(
          "the export is larger than " + limits.exportBytesMax() + " bytes (exportBytesMax)");
    }
    OutputStream out = java.util.Objects.requireNonNull(current);
    out.write(line);
    out.write('\n');
    fileBytes += line.length + 1L;
    count++;
  }

  /// Ends the file that is open.
  void finish() throws IOException {
    if (current != null) {
      current.close();
      current = null;
      written.add(new Written(type, name(), count));
    }
  }

  List<Written> written() {
    return written;
  }

  private void next(String resourceType) throws IOException {
    finish();
    type = resourceType;
    fileBytes = 0;
    count = 0;
    current =
        new BufferedOutputStream(
            Files.newOutputStream(folder.resolve(name()), StandardOpenOption.CREATE_NEW), 1 << 16);
  }

  /// `Observation-1.ndjson`: the number is that of the file, not of the type.
  private String name() {
    return type + "-" + (written.size() + 1) + ".ndjson";
  }

  @Override
  public void close() throws IOException {
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
