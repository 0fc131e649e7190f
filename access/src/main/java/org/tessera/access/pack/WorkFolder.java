package org.tessera.access.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Takes away what is left of a package in the making.
final class WorkFolder {
  private WorkFolder() {}

  static void delete(Path folder) throws IOException {
    List<Path> all;
    try (var files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }

  /// Deletes what a process that was killed left behind.
  static void deleteAbandoned(Path packages) throws IOException {
    if (!Files.isDirectory(packages)) {
      return;
    }
    List<Path> abandoned;
    try (var folders = Files.newDirectoryStream(packages, ".building-*")) {
      abandoned = new ArrayList<>();
      folders.forEach(abandoned::add);
    }
    for (Path folder : abandoned) {
      delete(folder);
    }
  }
}
