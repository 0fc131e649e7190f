package org.tessera.catalog.standard;

import java.time.ZoneOffset;
import org.tessera.catalog.Collection;
import org.tessera.catalog.DataVersion;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// DataCite metadata, kernel 4, as a DOI is registered with: the identifier is the dataset's own
/// address until it has a DOI. https://datacite-metadata-schema.readthedocs.io/en/4.6/
final class DataCite {
  private final Holder holder;
  private final DataVersion version;

  DataCite(Holder holder, DataVersion version) {
    this.holder = holder;
    this.version = version;
  }

  ObjectNode dataset(Collection collection) {
    String id = collection.id();
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
    json.put("version", Long.toString(version.position()));
    json.put("url", holder.page(id));
    json.put("schemaVersion", "http://datacite.org/schema/kernel-4");
    Told.values(collection.diagnoses())
        .forEach(diagnosis ->
            json.withArray("subjects")
                .addObject()
                .put("subject", diagnosis.label())
                .put("subjectScheme", "ICD-10")
                .put("classificationCode", diagnosis.value()));
    date(json, collection.since().atZone(ZoneOffset.UTC).toLocalDate().toString(), "Available");
    date(json, version.day().toString(), "Updated");
    json.putArray("sizes").add(Told.size(collection));
    json.putArray("formats").add("text/csv").add("application/fhir+ndjson");
    json.putArray("rightsList")
        .addObject()
        .put("rights", "On request; a committee decides")
        .put("rightsUri", holder.licence(id));
    json.putArray("descriptions")
        .addObject()
        .put("description", Told.description(collection))
        .put("descriptionType", "Abstract");
    return json;
  }

  private static void date(ObjectNode json, String date, String type) {
    json.withArray("dates").addObject().put("date", date).put("dateType", type);
  }
}
