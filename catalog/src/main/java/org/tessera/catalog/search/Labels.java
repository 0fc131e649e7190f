package org.tessera.catalog.search;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// The words readers know a facet's values by. They are our own: the classifications' terms may not
/// be shipped.
final class Labels {
  private static final String FILE = "/catalog/labels.csv";

  private final Map<String, String> labels;

  private Labels(Map<String, String> labels) {
    this.labels = labels;
  }

  static Labels load() {
    try (var stream = Objects.requireNonNull(Labels.class.getResourceAsStream(FILE), FILE);
        var reader =
            CsvReader.builder()
                .ofNamedCsvRecord(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      Map<String, String> labels = new HashMap<>();
      reader.forEach(row ->
          labels.put(key(row.getField("field"), row.getField("value")), row.getField("label")));
      return new Labels(labels);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The label, or the value itself where there is none.
  String of(String field, String value) {
    return labels.getOrDefault(key(field, value), value);
  }

  private static String key(String field, String value) {
    return field + "|" + value;
  }
}
