package org.tessera.catalog.standard;

import java.util.List;
import java.util.function.Supplier;
import org.tessera.catalog.Collection;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.description.Descriptions;
import org.tessera.mappings.Mappings;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes what the catalogue tells in the standards of others. Every number in it is one the
/// catalogue's page tells too.
public final class Standards {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Holder holder;
  private final Variables variables;
  private final Supplier<Descriptions> descriptions;

  /// @param mappings the studies, whose forms say which variables a collection has
  /// @param descriptions what people write of the collections by now
  public Standards(Holder holder, Mappings mappings, Supplier<Descriptions> descriptions) {
    this.holder = holder;
    this.descriptions = descriptions;
    this.variables = new Variables(mappings);
  }

  /// The address others know the node by, without a slash at its end.
  public String base() {
    return holder.base();
  }

  /// How a collection is cited, in one line.
  public String citation(DataVersion version, Collection collection) {
    return Citation.of(holder, version, collection);
  }

  /// How something else of the catalogue is cited, such as a search.
  ///
  /// @param path of its address, with the question
  public String citation(DataVersion version, String what, String path) {
    return Citation.of(holder, version, what, path);
  }

  /// The catalogue as HealthDCAT-AP in Turtle.
  public String turtle(DataVersion version, List<Collection> collections) {
    return GraphWriter.turtle(health(version).catalogue(collections));
  }

  /// The catalogue as HealthDCAT-AP in JSON-LD.
  public String jsonLd(DataVersion version, List<Collection> collections) {
    return written(GraphWriter.jsonLd(health(version).catalogue(collections)));
  }

  /// One collection as HealthDCAT-AP in Turtle.
  public String turtle(DataVersion version, Collection collection) {
    return GraphWriter.turtle(health(version).dataset(collection));
  }

  /// One collection as HealthDCAT-AP in JSON-LD.
  public String jsonLd(DataVersion version, Collection collection) {
    return written(GraphWriter.jsonLd(health(version).dataset(collection)));
  }

  /// One collection as schema.org/Dataset in JSON-LD.
  public String schemaOrg(DataVersion version, Collection collection) {
    return written(new SchemaOrg(holder, descriptions.get(), version).dataset(collection));
  }

  /// The same, fit to stand inside of a `script` element of a page.
  public String schemaOrgInPage(DataVersion version, Collection collection) {
    return InPage.JSON.writeValueAsString(
        new SchemaOrg(holder, descriptions.get(), version).dataset(collection));
  }

  /// One collection as Croissant.
  public String croissant(DataVersion version, Collection collection) {
    return written(new Croissant(holder, descriptions.get(), version).dataset(collection));
  }

  /// One collection as DataCite metadata.
  public String dataCite(DataVersion version, Collection collection) {
    return written(new DataCite(holder, descriptions.get(), version).dataset(collection));
  }

  /// What somebody describes as resources of MIABIS on FHIR, each after those it refers to.
  List<ObjectNode> miabis(List<Collection> collections) {
    return new Miabis(holder).resources(descriptions.get(), collections);
  }

  /// The same as a FHIR Bundle for everybody.
  public String miabisBundle(DataVersion version, List<Collection> collections) {
    ObjectNode bundle = JSON.createObjectNode();
    bundle.put("resourceType", "Bundle").put("type", "collection");
    bundle.put("timestamp", version.at().toString());
    miabis(collections)
        .forEach(resource ->
            bundle
                .withArray("entry")
                .addObject()
                .put("fullUrl", holder.base() + "/fhir/" + Miabis.reference(resource))
                .set("resource", resource));
    return written(bundle);
  }

  private HealthDcat health(DataVersion version) {
    return new HealthDcat(holder, variables, descriptions.get(), version);
  }

  private static String written(ObjectNode json) {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
  }
}
