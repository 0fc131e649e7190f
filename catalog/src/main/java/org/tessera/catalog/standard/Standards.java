package org.tessera.catalog.standard;

import java.util.List;
import org.tessera.catalog.Collection;
import org.tessera.catalog.DataVersion;
import org.tessera.mappings.Mappings;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes what the catalogue tells in the standards of others. Every number in it is one the
/// catalogue's page tells too.
public final class Standards {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Holder holder;
  private final Variables variables;

  /// @param mappings the studies, whose forms say which variables a collection has
  public Standards(Holder holder, Mappings mappings) {
    this.holder = holder;
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
    return written(new SchemaOrg(holder, version).dataset(collection));
  }

  /// The same, fit to stand inside of a `script` element of a page.
  public String schemaOrgInPage(DataVersion version, Collection collection) {
    return InPage.JSON.writeValueAsString(new SchemaOrg(holder, version).dataset(collection));
  }

  /// One collection as Croissant.
  public String croissant(DataVersion version, Collection collection) {
    return written(new Croissant(holder, version).dataset(collection));
  }

  /// One collection as DataCite metadata.
  public String dataCite(DataVersion version, Collection collection) {
    return written(new DataCite(holder, version).dataset(collection));
  }

  private HealthDcat health(DataVersion version) {
    return new HealthDcat(holder, variables, version);
  }

  private static String written(ObjectNode json) {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
  }
}
