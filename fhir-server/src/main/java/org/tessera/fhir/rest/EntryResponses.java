package org.tessera.fhir.rest;

import java.time.Instant;
import java.util.Date;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Resource;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.Commit;
import org.tessera.fhir.store.Commit.Effect;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.StoredResource;

/// The response of one entry of a transaction or batch.
final class EntryResponses {
  private final ResourceStore store;
  private final ResourceFormat format;
  private final SearchInteraction search;

  EntryResponses(ResourceStore store, Search search, ResourceFormat format) {
    this.store = store;
    this.format = format;
    this.search = new SearchInteraction(search, format);
  }

  /// The response to a read or search.
  BundleEntryComponent read(BundleEntry entry, String base) {
    var response = new BundleEntryComponent();
    if (entry.id().isEmpty()) {
      Bundle found = search.run(SearchRequest.parse(entry.type(), entry.query()), base);
      response.setResource(found).getResponse().setStatus("200 OK");
      return response;
    }
    StoredResource stored = store.read(entry.type(), entry.id()).orElse(null);
    Resource resource = stored == null ? null : format.resource(stored).orElse(null);
    if (stored == null || resource == null) {
      response.getResponse().setStatus(stored == null ? "404 Not Found" : "410 Gone");
      return response;
    }
    response.setResource(resource);
    response
        .getResponse()
        .setStatus("200 OK")
        .setEtag(VersionTag.of(stored.version()))
        .setLastModified(Date.from(stored.lastUpdated()));
    return response;
  }

  /// The response to a write.
  BundleEntryComponent written(Commit.Outcome outcome, Instant at) {
    if (outcome.version() == 0 || outcome.effect() == Effect.DELETED) {
      var response = new BundleEntryComponent();
      response.getResponse().setStatus("204 No Content");
      return response;
    }
    boolean created = outcome.effect() == Effect.CREATED;
    return located(
        created ? "201 Created" : "200 OK", outcome.type(), outcome.id(), outcome.version(), at);
  }

  /// The response to a conditional create that found one.
  BundleEntryComponent existing(StoredResource found) {
    return located("200 OK", found.type(), found.id(), found.version(), found.lastUpdated());
  }

  private static BundleEntryComponent located(
      String status, String type, String id, long version, Instant at) {
    var response = new BundleEntryComponent();
    response
        .getResponse()
        .setStatus(status)
        .setLocation(type + "/" + id + "/_history/" + version)
        .setEtag(VersionTag.of(version))
        .setLastModified(Date.from(at));
    return response;
  }
}
