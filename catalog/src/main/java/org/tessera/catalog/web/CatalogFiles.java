package org.tessera.catalog.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.tessera.catalog.Collection;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.Holdings;
import org.tessera.catalog.dataset.DatasetSearch;
import org.tessera.catalog.harvest.Harvest;
import org.tessera.catalog.search.CatalogSearch;
import org.tessera.catalog.standard.Standards;

/// The catalogue for machines: each form has an address of its own, and the pages' addresses answer
/// in HealthDCAT-AP to whoever asks for RDF.
@RestController
final class CatalogFiles {
  static final String TURTLE = "text/turtle";
  static final String JSON_LD = "application/ld+json";
  private static final String FHIR = "application/fhir+json";
  private static final String DATACITE = "application/vnd.datacite.datacite+json";

  private static final String ONE = "/api/catalogue/{id}";
  private static final String DATASET = ONE + "/datasets/{dataset}";

  private final CatalogSearch search;
  private final Standards standards;
  private final Harvest harvest;
  private final DatasetSearch datasets;

  CatalogFiles(CatalogSearch search, Standards standards, Harvest harvest, DatasetSearch datasets) {
    this.harvest = harvest;
    this.search = search;
    this.standards = standards;
    this.datasets = datasets;
  }

  @GetMapping(path = "/catalogue", produces = TURTLE)
  ResponseEntity<byte[]> asTurtle() {
    return turtle();
  }

  @GetMapping(path = "/catalogue", produces = JSON_LD)
  ResponseEntity<byte[]> asJsonLd() {
    return jsonLd();
  }

  @GetMapping(
      path = {"/catalogue/{id}", "/catalogue/{id}/datasets/{dataset}"},
      produces = TURTLE)
  ResponseEntity<byte[]> asTurtle(
      @PathVariable String id, @PathVariable(required = false) @Nullable String dataset) {
    return turtle(id, dataset);
  }

  @GetMapping(
      path = {"/catalogue/{id}", "/catalogue/{id}/datasets/{dataset}"},
      produces = JSON_LD)
  ResponseEntity<byte[]> asJsonLd(
      @PathVariable String id, @PathVariable(required = false) @Nullable String dataset) {
    return jsonLd(id, dataset);
  }

  @GetMapping("/api/catalogue/dcat.ttl")
  ResponseEntity<byte[]> turtle() {
    return all(TURTLE, standards::turtle);
  }

  @GetMapping("/api/catalogue/dcat.jsonld")
  ResponseEntity<byte[]> jsonLd() {
    return all(JSON_LD, standards::jsonLd);
  }

  @GetMapping({ONE + "/dcat.ttl", DATASET + "/dcat.ttl"})
  ResponseEntity<byte[]> turtle(
      @PathVariable String id, @PathVariable(required = false) @Nullable String dataset) {
    return one(id, dataset, TURTLE, standards::turtle);
  }

  @GetMapping({ONE + "/dcat.jsonld", DATASET + "/dcat.jsonld"})
  ResponseEntity<byte[]> jsonLd(
      @PathVariable String id, @PathVariable(required = false) @Nullable String dataset) {
    return one(id, dataset, JSON_LD, standards::jsonLd);
  }

  @GetMapping({ONE + "/schema.jsonld", DATASET + "/schema.jsonld"})
  ResponseEntity<byte[]> schemaOrg(
      @PathVariable String id, @PathVariable(required = false) @Nullable String dataset) {
    return one(id, dataset, JSON_LD, standards::schemaOrg);
  }

  @GetMapping({ONE + "/croissant.json", DATASET + "/croissant.json"})
  ResponseEntity<byte[]> croissant(
      @PathVariable String id, @PathVariable(required = false) @Nullable String dataset) {
    return one(id, dataset, JSON_LD, standards::croissant);
  }

  @GetMapping({ONE + "/datacite.json", DATASET + "/datacite.json"})
  ResponseEntity<byte[]> dataCite(
      @PathVariable String id, @PathVariable(required = false) @Nullable String dataset) {
    return one(id, dataset, DATACITE, standards::dataCite);
  }

  /// Networks, biobanks and collections that somebody describes, as MIABIS on FHIR, which knows no
  /// dataset below a collection.
  @GetMapping("/api/catalogue/miabis.json")
  ResponseEntity<byte[]> miabis() {
    Holdings holdings = search.holdings();
    return file(FHIR, standards.miabisBundle(holdings.version(), holdings.collections()));
  }

  /// What other catalogues tell, with where it comes from and when it was read.
  @GetMapping("/api/catalogue/elsewhere.json")
  ResponseEntity<byte[]> elsewhere() {
    return file(MediaType.APPLICATION_JSON_VALUE, ElsewhereFile.of(harvest.sources()));
  }

  private ResponseEntity<byte[]> all(
      String type, BiFunction<DataVersion, List<Collection>, String> form) {
    Holdings holdings = search.holdings();
    List<Collection> all = new ArrayList<>(holdings.collections());
    all.addAll(datasets.entries());
    return file(type, form.apply(holdings.version(), all));
  }

  /// @param dataset of the collection; null for the collection itself
  private ResponseEntity<byte[]> one(
      String id,
      @Nullable String dataset,
      String type,
      BiFunction<DataVersion, Collection, String> form) {
    Holdings holdings = search.holdings();
    Optional<Collection> found =
        dataset == null
            ? holdings.collection(id)
            : datasets.entries().stream()
                .filter(entry -> entry.id().equals(id + "/datasets/" + dataset))
                .findFirst();
    Collection collection =
        found.orElseThrow(
            () -> new ResponseStatusException(HttpStatus.NOT_FOUND, "no such collection"));
    return file(type, form.apply(holdings.version(), collection));
  }

  private static ResponseEntity<byte[]> file(String type, String text) {
    return ResponseEntity.ok()
        .contentType(new MediaType(MediaType.parseMediaType(type), StandardCharsets.UTF_8))
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .body(text.getBytes(StandardCharsets.UTF_8));
  }
}
