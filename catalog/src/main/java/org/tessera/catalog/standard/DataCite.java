package org.tessera.catalog.standard;

import java.time.ZoneOffset;
import java.util.Optional;
import org.tessera.catalog.Collection;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.description.Descriptions;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// DataCite metadata, kernel 4, as a DOI is registered with: the identifier is the dataset's own
/// address until it has a DOI. https://datacite-metadata-schema.readthedocs.io/en/4.6/
final class DataCite {
  private final Holder holder;
  private final DataVersion version;
  private final Descriptions descriptions;

  DataCite(Holder holder, Descriptions descriptions, DataVersion version) {
    this.holder = holder;
    this.descriptions = descriptions;
    this.version = version;
  }

  ObjectNode dataset(Collection collection) {
    String id = collection.id();
    var words = new Words(descriptions, collection);
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.putArray("identifiers")
        .addObject()
        .put("identifier", holder.dataset(id))
        .put("identifierType", "URL");
    json.putArray("creators")
        .addObject()
        .put("name", holder.name())
        .put("nameType", "Organizational");
    json.putArray("titles").addObject().put("title", collection.name());
    json.putObject("publisher").put("name", holder.name());
    json.put("publicationYear", Integer.toString(Citation.year(collection)));
    json.putObject("types")
        .put("resourceTypeGeneral", "Dataset")
        .put("resourceType", "Imaging and clinical data");
    json.put("language", holder.language());
    json.put("version", words.version(version));
    json.put("url", holder.page(id));
    json.put("schemaVersion", "http://datacite.org/schema/kernel-4");
    diagnoses(json, collection);
    date(json, collection.since().atZone(ZoneOffset.UTC).toLocalDate().toString(), "Available");
    date(json, version.day().toString(), "Updated");
    ArrayNode sizes = json.putArray("sizes");
    Told.sizes(collection).forEach(sizes::add);
    json.putArray("formats").add("text/csv").add("application/fhir+ndjson");
    ArrayNode rights = json.putArray("rightsList");
    rights.addObject().put("rights", "On request; a committee decides");
    ObjectNode licence = rights.addObject();
    Optional<String> named = words.first("licence");
    licence.put("rights", named.orElse("Terms of use"));
    named
        .map(Holder::readable)
        .orElseGet(() -> Optional.of(holder.licence(id)))
        .ifPresent(address -> licence.put("rightsUri", address));
    json.putArray("descriptions")
        .addObject()
        .put("description", Told.description(collection))
        .put("descriptionType", "Abstract");
    written(json, words);
    if (!collection.whole().equals(id)) {
      related(json, holder.dataset(collection.whole()), "IsPartOf");
    }
    return json;
  }

  private static void written(ObjectNode json, Words words) {
    words
        .first("acronym")
        .ifPresent(acronym ->
            json.withArray("titles")
                .addObject()
                .put("title", acronym)
                .put("titleType", "AlternativeTitle"));
    words
        .keywords()
        .forEach(keyword -> json.withArray("subjects").addObject().put("subject", keyword));
    words
        .biobank()
        .ifPresent(biobank ->
            json.withArray("contributors")
                .addObject()
                .put("name", biobank.name())
                .put("nameType", "Organizational")
                .put("contributorType", "HostingInstitution"));
    words.publications().forEach(address -> related(json, address, "IsReferencedBy"));
  }

  private static void diagnoses(ObjectNode json, Collection collection) {
    Told.values(collection.diagnoses())
        .forEach(diagnosis ->
            json.withArray("subjects")
                .addObject()
                .put("subject", diagnosis.label())
                .put("subjectScheme", "ICD-10")
                .put("classificationCode", diagnosis.value()));
  }

  private static void related(ObjectNode json, String address, String relation) {
    json.withArray("relatedIdentifiers")
        .addObject()
        .put("relatedIdentifier", address)
        .put("relatedIdentifierType", "URL")
        .put("relationType", relation);
  }

  private static void date(ObjectNode json, String date, String type) {
    json.withArray("dates").addObject().put("date", date).put("dateType", type);
  }
}
