package org.tessera.fhir.rest;

import ca.uhn.fhir.rest.annotation.Transaction;
import ca.uhn.fhir.rest.annotation.TransactionParam;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Transaction and batch bundles.
public final class TransactionProvider {
  private final ResourceFormat format;
  private final TransactionInteraction transaction;
  private final BatchInteraction batch;

  TransactionProvider(ResourceFormat format, TransactionInteraction transaction) {
    this.format = format;
    this.transaction = transaction;
    this.batch = new BatchInteraction(transaction);
  }

  /// Does what a bundle's entries ask for.
  @Transaction
  public Bundle run(@TransactionParam Bundle bundle, RequestDetails request) {
    ObjectNode tree = format.tree(request, bundle);
    JsonNode entries = tree.path("entry");
    if (entries.size() > Limits.BUNDLE_ENTRIES_MAX) {
      throw new InvalidRequestException(
          "a bundle has at most " + Limits.BUNDLE_ENTRIES_MAX + " entries (bundleEntriesMax)");
    }
    String base = request.getFhirServerBase();
    return switch (tree.path("type").asString("")) {
      case "transaction" -> transaction.run(read(entries, base), base);
      case "batch" -> batch.run(entries, base);
      default -> throw new InvalidRequestException("Bundle.type is not transaction or batch");
    };
  }

  private static List<BundleEntry> read(JsonNode entries, String base) {
    List<BundleEntry> read = new ArrayList<>();
    for (JsonNode entry : entries) {
      read.add(BundleEntry.of(read.size() + 1, entry, base));
    }
    return read;
  }
}
