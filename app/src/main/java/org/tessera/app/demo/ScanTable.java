package org.tessera.app.demo;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// The tables beside this package's other data, in `demo/scans`, that say what images are of.
final class ScanTable {
  private ScanTable() {}

  static List<NamedCsvRecord> rows(String name) {
    String place = "/demo/scans/" + name;
    try (var text =
            new InputStreamReader(
                Objects.requireNonNull(ScanTable.class.getResourceAsStream(place), place),
                StandardCharsets.UTF_8);
        var rows =
            CsvReader.builder().commentStrategy(CommentStrategy.SKIP).ofNamedCsvRecord(text)) {
      return rows.stream().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
