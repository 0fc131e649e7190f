package org.tessera.fhir.rest;

import java.util.List;
import org.tessera.fhir.search.Page;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.StoredResource;

/// Search of one type, of all, or in a compartment: a page as a Bundle with links.
/// https://hl7.org/fhir/R4/http.html#search
final class SearchInteraction {
  private final Search search;

  SearchInteraction(Search search) {
    this.search = search;
  }

  Answer type(FhirRequest request, String type) {
    return Answer.of(200, run(SearchRequest.of(request, type), request.base()));
  }

  /// A search of all types, or of those `_type` names.
  Answer system(FhirRequest request) {
    return type(request, SearchRequest.ALL_TYPES);
  }

  /// A search in the compartment of the resource the path names.
  ///
  /// @param type of the resources looked for, `*` for all that may belong to it
  Answer compartment(FhirRequest request, String type) {
    String owner = request.path().getFirst();
    String id = request.path().get(1);
    boolean strict = !request.isLenient();
    Search here = search.servedAt(request.base());
    Page page = here.run(here.queryCompartment(owner, id, type, request.parameters(), strict));
    var links = new SearchRequest(owner + "/" + id + "/" + type, request.parameters(), strict);
    return Answer.of(200, bundle(links, page, request.base()));
  }

  private ResourceBundle run(SearchRequest request, String base) {
    return bundle(request, search.run(request.query(search.servedAt(base))), base);
  }

  private static ResourceBundle bundle(SearchRequest request, Page page, String base) {
    var bundle = new ResourceBundle("searchset");
    page.total().ifPresent(bundle::total);
    List<String> ignored = page.ignored();
    bundle.link("self", request.link(base, ignored));
    page.next().ifPresent(cursor -> bundle.link("next", request.nextLink(base, ignored, cursor)));
    for (StoredResource match : page.matches()) {
      bundle.found(base, match, "match");
    }
    for (StoredResource included : page.included()) {
      bundle.found(base, included, "include");
    }
    if (!page.ignored().isEmpty()) {
      List<String> warnings =
          page.ignored().stream()
              .map(name -> "parameter " + name + " is not known and was left out")
              .toList();
      bundle.outcome(Outcome.warnings("not-supported", warnings));
    }
    return bundle;
  }
}
