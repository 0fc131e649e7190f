package org.tessera.mappings;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads a CSV table of rules; lines that begin with `#` are for its readers.
final class RuleRows {
  private RuleRows() {}

  static List<RuleNode.Fields> read(String file, String text, Problems problems) {
    List<RuleNode.Fields> rows = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> csv =
        CsvReader.builder()
            .commentStrategy(CommentStrategy.SKIP)
            .ofNamedCsvRecord(new StringReader(text))) {
      for (NamedCsvRecord line : csv) {
        rows.add(row(file, line));
      }
    } catch (CsvParseException e) {
      problems.add(file, 1, "not a table: " + e.getMessage(), "check quotes and commas");
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
    return rows;
  }

  private static RuleNode.Fields row(String file, NamedCsvRecord line) {
    int number = (int) line.getStartingLineNumber();
    Map<String, RuleNode> fields = new LinkedHashMap<>();
    line.getFieldsAsMap()
        .forEach((name, text) -> {
          var value = JsonNodeFactory.instance.stringNode(text.strip());
          fields.put(name, new RuleNode.Scalar(file, number, text.strip(), value));
        });
    return new RuleNode.Fields(file, number, fields);
  }
}
