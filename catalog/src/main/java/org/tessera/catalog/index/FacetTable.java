package org.tessera.catalog.index;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/// Reads which facets there are.
final class FacetTable {
  private static final String FILE = "/catalog/facets.csv";

  private FacetTable() {}

  static List<Facet> load() {
    try (var stream = Objects.requireNonNull(FacetTable.class.getResourceAsStream(FILE), FILE);
        var reader =
            CsvReader.builder()
                .ofNamedCsvRecord(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return reader.stream()
          .sorted(Comparator.comparingInt(row -> Integer.parseInt(row.getField("order"))))
          .map(row ->
              new Facet(
                  row.getField("field"),
                  row.getField("label"),
                  row.getField("resource"),
                  row.getField("path"),
                  Integer.parseInt(row.getField("characters")),
                  bounds(row.getField("bounds"))))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<BigDecimal> bounds(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split("\\|", -1)).map(BigDecimal::new).toList();
  }
}
