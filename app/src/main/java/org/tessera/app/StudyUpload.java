package org.tessera.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// A study's folder on its way to the node: the texts of its files by name, as JSON.
final class StudyUpload {
  private static final long BYTES_MAX = 20_000_000;

  private StudyUpload() {}

  /// @throws IllegalArgumentException if there is no such folder
  static String of(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("there is no folder " + folder);
    }
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> rules =
          all.filter(file -> file.toString().endsWith(".yaml") || file.toString().endsWith(".csv"))
              .filter(Files::isRegularFile)
              .toList();
      for (Path file : rules) {
        if (Files.size(file) > BYTES_MAX) {
          throw new IllegalArgumentException(file + " is too large to be a file of a study");
        }
        files.put(String.valueOf(file.getFileName()), Files.readString(file));
      }
    }
    return new JsonMapper().writeValueAsString(files);
  }

  /// The study a folder is, by its name.
  static String name(Path folder) {
    return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
  }
}
