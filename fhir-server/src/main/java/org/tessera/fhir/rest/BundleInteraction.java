package org.tessera.fhir.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tessera.fhir.store.ResourceTypes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A bundle sent to the server itself. https://hl7.org/fhir/R4/http.html#transaction
final class BundleInteraction {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

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
    return switch (bundle.path("type").asString("")) {
      case "transaction" -> {
        // All in it is checked at once; what is wrong in one entry is wrong for all.
        Content.check(bundle, request.isLenient());
        yield Answer.of(200, transaction.run(request, read(entries, request.base()), router))
            .about(summary(entries));
      }
      case "batch" -> Answer.of(200, batch.run(request, entries, router)).about(summary(entries));
      default -> throw Refusal.badRequest("Bundle.type is not transaction or batch");
    };
  }

  private static List<BundleEntry> read(JsonNode entries, String base) {
    List<BundleEntry> read = new ArrayList<>(entries.size());
    for (JsonNode entry : entries) {
      read.add(BundleEntry.of(read.size() + 1, entry, base));
    }
    return read;
  }

  /// How many entries did what to which type.
  private static String summary(JsonNode entries) {
    Map<String, Integer> counts = new TreeMap<>();
    for (JsonNode entry : entries) {
      String method = entry.at("/request/method").asString("");
      String type = entry.at("/request/url").asString("").split("[/?]", 2)[0];
      String what = (METHODS.contains(method) ? method : "?") + " ";
      counts.merge(what + (ResourceTypes.isKnown(type) ? type : "?"), 1, Integer::sum);
    }
    return counts.entrySet().stream()
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }
}
