package org.tessera.catalog.standard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.tessera.catalog.Collection;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.description.Descriptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Croissant 1.1, as tools of machine learning read it: what a granted package holds.
/// https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html
final class Croissant {
  private static final String CONTEXT = "/catalog/croissant-context.json";
  private static final String PACKAGE = "package";

  private final Holder holder;
  private final DataVersion version;
  private final Descriptions descriptions;

  Croissant(Holder holder, Descriptions descriptions, DataVersion version) {
    this.holder = holder;
    this.descriptions = descriptions;
    this.version = version;
  }

  ObjectNode dataset(Collection collection) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.set("@context", context());
    new SchemaOrg(holder, descriptions, version).describe(json, collection);
    json.put("@type", "sc:Dataset");
    json.put("conformsTo", "http://mlcommons.org/croissant/1.1");
    json.put("citeAs", Citation.of(holder, version, collection));
    // A package is made when it is granted, so its bytes have no digest before.
    json.put("isLiveDataset", true);
    ArrayNode distribution = json.putArray("distribution");
    distribution
        .addObject()
        .put("@type", "cr:FileObject")
        .put("@id", PACKAGE)
        .put("name", "package.zip")
        .put("description", "Given out on request, by decision of a committee")
        .put("contentUrl", holder.request(collection.id()))
        .put("encodingFormat", "application/zip");
    files(distribution, "omop", "OMOP CDM 5.4 tables, one a file", "text/csv", "omop/*.csv");
    files(
        distribution,
        "fhir",
        "FHIR R4 resources, one type a file",
        "application/fhir+ndjson",
        "fhir/*.ndjson");
    return json;
  }

  private static void files(
      ArrayNode distribution, String id, String words, String type, String includes) {
    ObjectNode files =
        distribution
            .addObject()
            .put("@type", "cr:FileSet")
            .put("@id", id)
            .put("name", id)
            .put("description", words);
    files.putObject("containedIn").put("@id", PACKAGE);
    files.put("encodingFormat", type).put("includes", includes);
  }

  private static JsonNode context() {
    try (InputStream file =
        Objects.requireNonNull(Croissant.class.getResourceAsStream(CONTEXT), CONTEXT)) {
      return JsonMapper.shared().readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
