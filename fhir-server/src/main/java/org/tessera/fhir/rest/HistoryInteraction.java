package org.tessera.fhir.rest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tessera.fhir.store.DateInterval;
import org.tessera.fhir.store.FhirJson;
import org.tessera.fhir.store.History;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.StoredResource;
import tools.jackson.databind.node.ObjectNode;

/// Former and current versions of one resource, a type, or all, newest first, page by page.
/// https://hl7.org/fhir/R4/http.html#history
final class HistoryInteraction {
  private static final String BEFORE = "_before";

  private final ResourceStore store;

  HistoryInteraction(ResourceStore store) {
    this.store = store;
  }

  Answer system(FhirRequest request) {
    return page(request, Optional.empty(), Optional.empty());
  }

  Answer type(FhirRequest request, String type) {
    return page(request, Optional.of(type), Optional.empty());
  }

  Answer instance(FhirRequest request, String type, String id) {
    StoredResource current =
        store
            .read(type, id)
            .orElseThrow(() -> Refusal.notFound("there never was a resource of that id"));
    Answer answer = page(request, Optional.of(type), Optional.of(id));
    boolean whole =
        request.parameters().keySet().stream()
            .noneMatch(name -> name.equals("_since") || name.equals("_at"));
    if (whole && answer.body().orElseThrow() instanceof ResourceBundle bundle) {
      bundle.total(current.version());
    }
    return answer;
  }

  private Answer page(FhirRequest request, Optional<String> type, Optional<String> id) {
    History question =
        new History(
            type,
            id,
            request.parameter("_since").map(HistoryInteraction::interval).map(DateInterval::lo),
            request.parameter("_at").map(HistoryInteraction::interval),
            request.parameter(BEFORE).map(HistoryInteraction::position),
            request
                .parameter("_count")
                .map(HistoryInteraction::count)
                .orElse(Limits.HISTORY_COUNT_DEFAULT));
    History.Page page = store.history(question);
    var bundle = new ResourceBundle("history");
    bundle.link("self", link(request, Optional.empty()));
    page.next().ifPresent(position -> bundle.link("next", link(request, Optional.of(position))));
    for (StoredResource version : page.versions()) {
      add(bundle, version, request.base());
    }
    return Answer.of(200, bundle);
  }

  private static void add(ResourceBundle bundle, StoredResource version, String base) {
    String address = version.type() + "/" + version.id();
    ObjectNode shell = FhirJson.newObject().put("fullUrl", base + "/" + address);
    bundle.entry(shell, version.isDeleted() ? null : new AnswerBody.Stored(version));
    boolean first = version.version() == 1;
    String method = version.isDeleted() ? "DELETE" : first ? "POST" : "PUT";
    shell
        .putObject("request")
        .put("method", method)
        .put("url", method.equals("POST") ? version.type() : address);
    String status = version.isDeleted() ? "204 No Content" : first ? "201 Created" : "200 OK";
    shell
        .putObject("response")
        .put("status", status)
        .put("etag", VersionTag.of(version.version()))
        .put("lastModified", version.lastUpdated().toString());
  }

  private static String link(FhirRequest request, Optional<Long> before) {
    Map<String, List<String>> parameters = new LinkedHashMap<>(request.parameters());
    before.ifPresent(position -> parameters.put(BEFORE, List.of(Long.toString(position))));
    String query = Conditions.of(parameters);
    return request.base()
        + "/"
        + String.join("/", request.path())
        + (query.isEmpty() ? "" : "?" + query);
  }

  private static DateInterval interval(String text) {
    return DateInterval.parse(text.replace(' ', '+'))
        .orElseThrow(() -> Refusal.badRequest("_since and _at take a date or an instant"));
  }

  private static long position(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw Refusal.badRequest("the page's address is damaged");
    }
    return Long.parseLong(text);
  }

  private static int count(String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw Refusal.badRequest("_count takes a whole number that is not negative");
    }
    int count = Integer.parseInt(text);
    return Math.min(count == 0 ? 1 : count, Limits.HISTORY_COUNT_MAX);
  }
}
