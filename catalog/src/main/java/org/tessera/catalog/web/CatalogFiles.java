package org.tessera.catalog.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;
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

  private final CatalogSearch search;
  private final Standards standards;
  private final Harvest harvest;

  CatalogFiles(CatalogSearch search, Standards standards, Harvest harvest) {
    this.harvest = harvest;
    this.search = search;
    this.standards = standards;
  }

  @GetMapping(path = "/catalogue", produces = TURTLE)
  ResponseEntity<byte[]> asTurtle() {
    return turtle();
  }

  @GetMapping(path = "/catalogue", produces = JSON_LD)
  ResponseEntity<byte[]> asJsonLd() {
    return jsonLd();
  }

  @GetMapping(path = "/catalogue/{id}", produces = TURTLE)
  ResponseEntity<byte[]> asTurtle(@PathVariable String id) {
    return turtle(id);
  }

  @GetMapping(path = "/catalogue/{id}", produces = JSON_LD)
  ResponseEntity<byte[]> asJsonLd(@PathVariable String id) {
    return jsonLd(id);
  }

  @GetMapping("/api/catalogue/dcat.ttl")
  ResponseEntity<byte[]> turtle() {
    return all(TURTLE, standards::turtle);
  }

  @GetMapping("/api/catalogue/dcat.jsonld")
  ResponseEntity<byte[]> jsonLd() {
    return all(JSON_LD, standards::jsonLd);
  }

  @GetMapping("/api/catalogue/{id}/dcat.ttl")
  ResponseEntity<byte[]> turtle(@PathVariable String id) {
    return one(id, TURTLE, standards::turtle);
  }

  @GetMapping("/api/catalogue/{id}/dcat.jsonld")
  ResponseEntity<byte[]> jsonLd(@PathVariable String id) {
    return one(id, JSON_LD, standards::jsonLd);
  }

  @GetMapping("/api/catalogue/{id}/schema.jsonld")
  ResponseEntity<byte[]> schemaOrg(@PathVariable String id) {
    return one(id, JSON_LD, standards::schemaOrg);
  }

  @GetMapping("/api/catalogue/{id}/croissant.json")
  ResponseEntity<byte[]> croissant(@PathVariable String id) {
    return one(id, JSON_LD, standards::croissant);
  }

  @GetMapping("/api/catalogue/{id}/datacite.json")
  ResponseEntity<byte[]> dataCite(@PathVariable String id) {
    return one(id, DATACITE, standards::dataCite);
  }

  /// Networks, biobanks and collections that somebody describes, as MIABIS on FHIR.
  @GetMapping("/api/catalogue/miabis.json")
  ResponseEntity<byte[]> miabis() {
    return all(FHIR, standards::miabisBundle);
  }

  /// What other catalogues tell, with where it comes from and when it was read.
  @GetMapping("/api/catalogue/elsewhere.json")
  ResponseEntity<byte[]> elsewhere() {
    return file(MediaType.APPLICATION_JSON_VALUE, ElsewhereFile.of(harvest.sources()));
  }

  private ResponseEntity<byte[]> all(
      String type, BiFunction<DataVersion, List<Collection>, String> form) {
    Holdings holdings = search.holdings();
    return file(type, form.apply(holdings.version(), holdings.collections()));
  }

  private ResponseEntity<byte[]> one(
      String id, String type, BiFunction<DataVersion, Collection, String> form) {
    Holdings holdings = search.holdings();
    Collection collection =
        holdings
            .collection(id)
            .orElseThrow(
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
