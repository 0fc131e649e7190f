package org.tessera.dicom;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// A table of the standard that travels with the classes: tab-separated, `#` lines tell its origin.
public final class Table {
  private Table() {}

  /// The table's rows without its origin and heading; `path` is relative to this package.
  public static List<String[]> rows(String path) {
    try (InputStream stream =
            Objects.requireNonNull(Table.class.getResourceAsStream("standard/" + path), path);
        var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .skip(1)
          .map(line -> line.split("\t", -1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
