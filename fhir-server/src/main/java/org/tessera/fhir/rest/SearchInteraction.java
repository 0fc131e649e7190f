package org.tessera.fhir.rest;

import java.util.List;
import org.tessera.fhir.search.Page;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.StoredResource;

/// Search of one type: a page as a Bundle with links. https://hl7.org/fhir/R4/http.html#search
final class SearchInteraction {
  private final Search search;

  SearchInteraction(Search search) {
    this.search = search;
  }

  Answer type(FhirRequest request, String type) {
    return Answer.of(200, run(SearchRequest.of(request, type), request.base()));
  }

  /// @param type of the resources looked for in the compartment the path names
  Answer compartment(FhirRequest request, String type) {
    return Answer.of(
        Refusal.of(
            404,
            "not-supported",
            "the compartment of this "
                + request.path().getFirst()
                + " holds no searchable "
                + type));
  }

  private ResourceBundle run(SearchRequest request, String base) {
    Page page = search.run(request.query());
    var bundle = new ResourceBundle("searchset");
    page.total().ifPresent(bundle::total);
    bundle.link("self", request.link(base));
    page.next().ifPresent(cursor -> bundle.link("next", request.nextLink(base, cursor)));
    for (StoredResource match : page.matches()) {
      bundle.found(base, match, "match");
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
