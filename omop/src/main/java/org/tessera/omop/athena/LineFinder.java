package org.tessera.omop.athena;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Where in a file rows stand that were found wrong only when all was loaded.
final class LineFinder {
  private LineFinder() {}

  /// The first line of each key.
  ///
  /// @param keys the first columns of the rows looked for, joined by tabs
  /// @param columns how many columns make a key
  static Map<String, Long> find(Bundle bundle, String table, Set<String> keys, int columns)
      throws IOException {
    Map<String, Long> found = new HashMap<>();
    for (Bundle.File file : bundle.files()) {
      if (!file.table().equals(table)) {
        continue;
      }
      try (var in = bundle.open(file)) {
        var lines = new Lines(in);
        while (found.size() < keys.size() && lines.next()) {
          String key = key(lines, columns);
          if (keys.contains(key)) {
            found.putIfAbsent(key, lines.number());
          }
        }
      }
    }
    return found;
  }

  private static String key(Lines lines, int columns) {
    byte[] bytes = lines.buffer();
    int left = columns;
    int to = lines.from();
    while (to < lines.to() && (bytes[to] != '\t' || --left > 0)) {
      to++;
    }
    return new String(bytes, lines.from(), to - lines.from(), StandardCharsets.UTF_8);
  }
}
