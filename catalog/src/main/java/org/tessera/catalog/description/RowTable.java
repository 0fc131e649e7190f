package org.tessera.catalog.description;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// `described.csv`: everything that can be described.
final class RowTable {
  private static final String FILE = "/catalog/described.csv";

  private RowTable() {}

  static List<Row> read() {
    try (var stream = Objects.requireNonNull(RowTable.class.getResourceAsStream(FILE), FILE);
        var reader =
            CsvReader.builder()
                .ofNamedCsvRecord(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      List<Row> rows = new ArrayList<>();
      for (NamedCsvRecord line : reader) {
        Row row = row(line);
        // The columns of a table follow it.
        (row.attribute().contains(".") ? rows.getLast().columns() : rows).add(row);
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(NamedCsvRecord line) {
    String values = line.getField("values");
    return new Row(
        line.getField("entity"),
        line.getField("part"),
        line.getField("attribute"),
        line.getField("label"),
        line.getField("many").equals("true"),
        line.getField("needed").equals("true"),
        Form.of(line.getField("form")),
        values.isEmpty() ? List.of() : Arrays.asList(values.split("\\|", -1)),
        new ArrayList<>());
  }
}
