package org.tessera.omop;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// The public data beside the project; a test that needs it is skipped, and says so, where it is
/// absent.
final class SharedFolder {
  private SharedFolder() {}

  static Path file(String path) {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path shared = folder.resolve("shared").resolve("data");
      if (Files.isDirectory(shared)) {
        return shared.resolve(path);
      }
    }
    return Assumptions.abort("no folder shared/data above " + Path.of("").toAbsolutePath());
  }
}
