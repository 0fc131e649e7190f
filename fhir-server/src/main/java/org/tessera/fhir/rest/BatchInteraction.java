package org.tessera.fhir.rest;

import tools.jackson.databind.JsonNode;

/// A bundle whose entries are requests of their own, each failing for itself.
/// https://hl7.org/fhir/R4/http.html#brules
final class BatchInteraction {
  ResourceBundle run(FhirRequest request, JsonNode entries, Router router) {
    var bundle = new ResourceBundle("batch-response");
    int number = 0;
    for (JsonNode entry : entries) {
      EntryAnswer.add(bundle, one(++number, entry, request, router), request.base());
    }
    return bundle;
  }

  private static Answer one(int number, JsonNode entry, FhirRequest request, Router router) {
    try {
      BundleEntry read = BundleEntry.of(number, entry, request.base());
      if (read.path().isEmpty()) {
        throw Refusal.badRequest("a bundle in a bundle is not done");
      }
      Answer answer = router.answer(read.asRequest(request));
      return read.isRead() || !request.prefersReturn().isEmpty() ? answer : answer.withoutBody();
    } catch (RuntimeException e) {
      return Answer.of(Failures.translate(e).inEntry(number));
    }
  }
}
