package org.tessera.catalog.standard;

import java.time.ZoneOffset;
import java.util.Optional;
import org.tessera.catalog.Collection;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.description.Descriptions;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// schema.org/Dataset, as search engines read it. https://schema.org/Dataset
final class SchemaOrg {
  private final Holder holder;
  private final DataVersion version;
  private final Descriptions descriptions;

  SchemaOrg(Holder holder, Descriptions descriptions, DataVersion version) {
    this.holder = holder;
    this.descriptions = descriptions;
    this.version = version;
  }

  ObjectNode dataset(Collection collection) {
    String id = collection.id();
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("@context", "https://schema.org/");
    describe(json, collection);
    json.put("isAccessibleForFree", false);
    json.put("conditionsOfAccess", "On request; a committee decides");
    json.put("size", String.join(", ", Told.sizes(collection)));
    Told.values(collection.diagnoses())
        .forEach(diagnosis -> {
          ObjectNode about = json.withArray("about").addObject().put("@type", "MedicalCondition");
          about.put("name", diagnosis.label());
          about
              .putObject("code")
              .put("@type", "MedicalCode")
              .put("codeValue", diagnosis.value())
              .put("codingSystem", "ICD-10");
        });
    Told.values(collection.modalities())
        .forEach(modality -> json.withArray("measurementTechnique").add(modality.label()));
    json.putObject("includedInDataCatalog")
        .put("@type", "DataCatalog")
        .put("name", "Catalogue of " + holder.name())
        .put("url", holder.base() + "/catalogue");
    json.withArray("distribution")
        .addObject()
        .put("@type", "DataDownload")
        .put("name", "Package of OMOP tables and FHIR resources, on request")
        .put("encodingFormat", "application/zip")
        .put("contentUrl", holder.request(id));
    return json;
  }

  /// What schema.org and Croissant, which extends it, have in common.
  void describe(ObjectNode json, Collection collection) {
    String id = collection.id();
    var words = new Words(descriptions, collection);
    json.put("@type", "Dataset");
    json.put("@id", holder.dataset(id));
    json.put("name", collection.name());
    json.put("description", Told.description(collection));
    json.put("url", holder.page(id));
    json.put("identifier", holder.dataset(id));
    licence(json, id, words);
    json.put("version", words.version(version));
    words.first("acronym").ifPresent(acronym -> json.put("alternateName", acronym));
    words.values("publication").forEach(text -> json.withArray("citation").add(text));
    words.values("country").forEach(country -> json.put("spatialCoverage", country));
    words
        .biobank()
        .ifPresent(biobank ->
            json.putObject("sourceOrganization")
                .put("@type", "Organization")
                .put("name", biobank.name()));
    if (!collection.whole().equals(id)) {
      json.putObject("isPartOf")
          .put("@type", "Dataset")
          .put("@id", holder.dataset(collection.whole()));
    }
    json.put("inLanguage", holder.language());
    json.set("creator", organization());
    json.set("publisher", organization());
    json.put("datePublished", collection.since().atZone(ZoneOffset.UTC).toLocalDate().toString());
    json.put("dateModified", version.day().toString());
    Told.values(collection.diagnoses())
        .forEach(diagnosis -> json.withArray("keywords").add(diagnosis.label()));
    Told.values(collection.modalities())
        .forEach(modality -> json.withArray("keywords").add(modality.label()));
    words.keywords().forEach(keyword -> json.withArray("keywords").add(keyword));
  }

  private void licence(ObjectNode json, String id, Words words) {
    Optional<String> named = words.first("licence");
    if (named.isPresent() && Holder.readable(named.get()).isEmpty()) {
      json.putObject("license").put("@type", "CreativeWork").put("name", named.get());
    } else {
      json.put("license", named.orElseGet(() -> holder.licence(id)));
    }
  }

  private ObjectNode organization() {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    return json.put("@type", "Organization").put("name", holder.name()).put("url", holder.base());
  }
}
