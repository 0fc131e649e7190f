package org.tessera.dicom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The collection of real files beside the repository, where there is one.
public final class RealFiles {
  private RealFiles() {}

  /// The folder with `files/` in it; the test is skipped when there is none.
  public static Path folder() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path folder = at.resolve("shared/data/dicom");
      if (Files.isDirectory(folder.resolve("files"))) {
        return folder;
      }
    }
    Assumptions.abort("no shared/data/dicom above the repository");
    throw new IllegalStateException();
  }

  public static Path file(String name) {
    return folder().resolve("files").resolve(name);
  }

  /// Every file, by name.
  public static List<Path> all() {
    try (Stream<Path> files = Files.list(folder().resolve("files"))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
