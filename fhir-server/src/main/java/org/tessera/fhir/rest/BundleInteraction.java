package org.tessera.fhir.rest;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A bundle sent to the server itself. https://hl7.org/fhir/R4/http.html#transaction
final class BundleInteraction {
  private final TransactionInteraction transaction;
  private final BatchInteraction batch = new BatchInteraction();

  BundleInteraction(TransactionInteraction transaction) {
    this.transaction = transaction;
  }

  Answer run(FhirRequest request, Router router) {
    ObjectNode bundle = request.content().tree();
    if (!bundle.path("resourceType").asString("").equals("Bundle")) {
      throw Refusal.badRequest("what is sent to the server itself is a Bundle");
    }
    JsonNode entries = bundle.path("entry");
    if (entries.size() > Limits.BUNDLE_ENTRIES_MAX) {
      throw Refusal.of(
          413,
          "too-costly",
          "a bundle has at most " + Limits.BUNDLE_ENTRIES_MAX + " entries (bundleEntriesMax)");
    }
    var trail = new EntryTrail();
    ResourceBundle answers =
        switch (bundle.path("type").asString("")) {
          case "transaction" -> {
            // All in it is checked at once; what is wrong in one entry is wrong for all.
            Content.check(bundle, request.isLenient());
            List<BundleEntry> read = read(entries, request.base());
            yield transaction.run(request, read, router, trail);
          }
          case "batch" -> batch.run(request, entries, router, trail);
          default -> throw Refusal.badRequest("Bundle.type is not transaction or batch");
        };
    return trail.on(Answer.of(200, answers));
  }

  private static List<BundleEntry> read(JsonNode entries, String base) {
    List<BundleEntry> read = new ArrayList<>(entries.size());
    for (JsonNode entry : entries) {
      read.add(BundleEntry.of(read.size() + 1, entry, base));
    }
    return read;
  }
}
