package org.tessera.catalog.index;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.tessera.mappings.ElementPath;
import org.tessera.vocabularies.Code;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Where in a resource codes stand that patients are found by, as `codes.csv` says.
record CodePath(String resource, ElementPath path, String what) {
  private static final String FILE = "/catalog/codes.csv";

  static List<CodePath> load() {
    try (var stream = Objects.requireNonNull(CodePath.class.getResourceAsStream(FILE), FILE);
        var reader =
            CsvReader.builder()
                .ofNamedCsvRecord(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return reader.stream()
          .map(row ->
              new CodePath(
                  row.getField("resource"),
                  FactReader.path(row.getField("path")),
                  row.getField("what")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The codes that stand there, as terms of the index.
  List<String> terms(ObjectNode resource) {
    return path.all(resource).stream()
        .filter(coding -> !text(coding, "system").isEmpty() && !text(coding, "code").isEmpty())
        .map(coding -> new Code(text(coding, "system"), text(coding, "code")))
        .map(code -> new IndexedCode(what, code).term())
        .toList();
  }

  private static String text(JsonNode coding, String name) {
    return coding.path(name).asString("");
  }
}
