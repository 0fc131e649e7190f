package org.tessera.fhir.validation;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.tessera.fhir.operation.DefinitionSource;
import org.tessera.fhir.store.FhirJson;
import tools.jackson.databind.node.ObjectNode;

/// The definitions in `definitions/`: mCODE's package, our own profiles, and the one value set of
/// US Core that slices mCODE's conditions. What ships, from where and under which licence stands in
/// `definitions/manifest.csv`. Only what is asked for is parsed.
final class PackagedDefinitions implements DefinitionSource {
  private static final List<String> SINGLE =
      List.of(
          "own/OperationDefinition-export-status.json",
          "own/OperationDefinition-export-file.json",
          "own/StructureDefinition-acquisition.json",
          "own/StructureDefinition-imputed-date.json",
          "own/StructureDefinition-treatment-duration.json",
          "us-core/ValueSet-us-core-problem-or-health-concern.json");
  private static final String PACKAGE = "mcode-4.0.0.ndjson.gz";

  private final Map<String, byte[]> byAddress = new HashMap<>();
  private final Map<String, byte[]> byId = new HashMap<>();

  private PackagedDefinitions() {}

  static PackagedDefinitions load() {
    var loaded = new PackagedDefinitions();
    try (InputStream packed = open(PACKAGE);
        var lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(packed), StandardCharsets.UTF_8))) {
      for (String line : lines.lines().toList()) {
        loaded.add(line.getBytes(StandardCharsets.UTF_8));
      }
      for (String file : SINGLE) {
        try (InputStream single = open(file)) {
          loaded.add(single.readAllBytes());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return loaded;
  }

  @Override
  public Optional<ObjectNode> find(String type, String url) {
    return Optional.ofNullable(byAddress.get(key(type, url))).map(FhirJson::parse);
  }

  @Override
  public Optional<ObjectNode> read(String type, String id) {
    return Optional.ofNullable(byId.get(key(type, id))).map(FhirJson::parse);
  }

  private void add(byte[] json) {
    ObjectNode definition = FhirJson.parse(json);
    String type = definition.path("resourceType").asString("");
    byAddress.put(key(type, definition.path("url").asString("")), json);
    byId.put(key(type, definition.path("id").asString("")), json);
  }

  private static String key(String type, String name) {
    return type + " " + name;
  }

  private static InputStream open(String file) {
    InputStream found = PackagedDefinitions.class.getResourceAsStream("/definitions/" + file);
    if (found == null) {
      throw new IllegalStateException("definitions/" + file + " is not packed in");
    }
    return new BufferedInputStream(found);
  }
}
