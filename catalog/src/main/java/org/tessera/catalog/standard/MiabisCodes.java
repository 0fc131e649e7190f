package org.tessera.catalog.standard;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.tessera.catalog.description.Described;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The names MIABIS on FHIR 1.3.0 gives to what people write: extensions, code systems and codes,
/// as its implementation guide defines them (https://fhir.miabis.bbmri-eric.eu).
final class MiabisCodes {
  /// What all of its addresses begin with.
  static final String CANONICAL = "https://fhir.bbmri-eric.eu/";

  /// The code system of what a characteristic of a group is about.
  static final String CHARACTERISTICS = "miabis-characteristicCS";

  private final List<NamedCsvRecord> extensions = rows("/catalog/miabis-extensions.csv");
  private final Map<String, String> codes = new HashMap<>();

  MiabisCodes() {
    rows("/catalog/miabis-codes.csv")
        .forEach(row ->
            codes.put(row.getField("system") + "|" + row.getField("value"), row.getField("code")));
  }

  /// The address of a profile or an extension.
  static String definition(String id) {
    return CANONICAL + "StructureDefinition/" + id;
  }

  /// Adds what the extensions of an entity hold.
  void extend(ObjectNode resource, Described described) {
    for (NamedCsvRecord row : extensions) {
      if (row.getField("entity").equals(described.entity())) {
        for (String value : described.values(row.getField("attribute"))) {
          extend(resource, row.getField("extension"), row.getField("system"), value);
        }
      }
    }
  }

  /// Adds one extension: a code, or a text where the system is empty. What has no code is left out.
  void extend(ObjectNode resource, String extension, String system, String value) {
    if (system.isEmpty()) {
      add(resource, extension).put("valueString", value);
    } else {
      concept(system, value)
          .ifPresent(concept -> add(resource, extension).set("valueCodeableConcept", concept));
    }
  }

  /// An extension without its value.
  static ObjectNode add(ObjectNode resource, String extension) {
    return resource.withArray("extension").addObject().put("url", definition(extension));
  }

  /// A value of a MIABIS list as a code of a system; empty where the system has none for it.
  Optional<ObjectNode> concept(String system, String value) {
    return Optional.ofNullable(codes.get(system + "|" + value))
        .map(code -> {
          ObjectNode concept = coded(CANONICAL + "CodeSystem/" + system, code);
          return concept.put("text", value);
        });
  }

  /// A code of any system.
  static ObjectNode coded(String system, String code) {
    ObjectNode concept = JsonMapper.shared().createObjectNode();
    ArrayNode coding = concept.putArray("coding");
    coding.addObject().put("system", system).put("code", code);
    return concept;
  }

  private static List<NamedCsvRecord> rows(String file) {
    try (var stream = Objects.requireNonNull(MiabisCodes.class.getResourceAsStream(file), file);
        var reader =
            CsvReader.builder()
                .ofNamedCsvRecord(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return reader.stream().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
