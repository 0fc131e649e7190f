package org.tessera.fhir.rest;

import tools.jackson.databind.JsonNode;

/// A bundle whose entries are requests of their own, each decided on and failing for itself.
/// https://hl7.org/fhir/R4/http.html#brules
final class BatchInteraction {
  ResourceBundle run(FhirRequest request, JsonNode entries, Router router, EntryTrail trail) {
    var bundle = new ResourceBundle("batch-response");
    int number = 0;
    for (JsonNode entry : entries) {
      EntryAnswer.add(bundle, one(++number, entry, request, router, trail), request.base());
    }
    return bundle;
  }

  private static Answer one(
      int number, JsonNode entry, FhirRequest request, Router router, EntryTrail trail) {
    BundleEntry read;
    try {
      read = BundleEntry.of(number, entry, request.base());
    } catch (RuntimeException e) {
      trail.addUnread();
      return failed(e, number);
    }
    Answer answer = run(read, request, router);
    trail.add(read, answer.status());
    return answer;
  }

  private static Answer run(BundleEntry entry, FhirRequest request, Router router) {
    try {
      request.caller().requireRight(entry.method(), entry.path());
      if (entry.path().isEmpty() && !entry.isRead()) {
        throw Refusal.badRequest("a bundle in a bundle is not done");
      }
      Answer answer = EntryAnswer.requireResource(router.answer(entry.asRequest(request)));
      boolean told = entry.answersWithBody() || !request.prefersReturn().isEmpty();
      return told ? answer : answer.withoutBody();
    } catch (RuntimeException e) {
      return failed(e, entry.number());
    }
  }

  private static Answer failed(RuntimeException e, int number) {
    return Answer.of(Failures.translate(e).inEntry(number));
  }
}
