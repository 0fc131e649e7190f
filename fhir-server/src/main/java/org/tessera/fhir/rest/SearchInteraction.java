package org.tessera.fhir.rest;

import java.util.Optional;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Resource;
import org.tessera.fhir.search.Page;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.StoredResource;

/// Search of one type: a page as a Bundle with links. https://hl7.org/fhir/R4/http.html#search
final class SearchInteraction {
  /// Marks a Bundle whose total was not counted.
  static final String NO_TOTAL = "tessera-no-total";

  private final Search search;
  private final ResourceFormat format;

  SearchInteraction(Search search, ResourceFormat format) {
    this.search = search;
    this.format = format;
  }

  Bundle run(SearchRequest request, String base) {
    Page page = search.run(request.query());
    var bundle = new Bundle();
    bundle.setType(BundleType.SEARCHSET);
    if (page.total().isPresent()) {
      bundle.setTotal(Math.toIntExact(page.total().getAsLong()));
    } else {
      bundle.setUserData(NO_TOTAL, true);
    }
    bundle.addLink().setRelation("self").setUrl(request.link(base));
    page.next()
        .ifPresent(
            cursor -> bundle.addLink().setRelation("next").setUrl(request.nextLink(base, cursor)));
    for (StoredResource match : page.matches()) {
      Optional<Resource> resource = format.resource(match);
      resource.ifPresent(found ->
          bundle
              .addEntry()
              .setFullUrl(base + "/" + match.type() + "/" + match.id())
              .setResource(found)
              .getSearch()
              .setMode(SearchEntryMode.MATCH));
    }
    warn(bundle, page);
    return bundle;
  }

  private static void warn(Bundle bundle, Page page) {
    if (page.ignored().isEmpty()) {
      return;
    }
    var outcome = new OperationOutcome();
    for (String name : page.ignored()) {
      outcome
          .addIssue()
          .setSeverity(IssueSeverity.WARNING)
          .setCode(IssueType.NOTSUPPORTED)
          .setDiagnostics("parameter " + name + " is not known and was left out");
    }
    bundle.addEntry().setResource(outcome).getSearch().setMode(SearchEntryMode.OUTCOME);
  }
}
