package org.tessera.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.tessera.fhir.rest.BundleEntry.Method;
import org.tessera.fhir.store.Commit;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.StoredResource;
import org.tessera.fhir.store.Transaction;
import org.tessera.fhir.store.Write;
import tools.jackson.databind.node.ObjectNode;

/// A bundle whose writes happen together or not at all, in whatever order they stand; its reads see
/// their result. https://hl7.org/fhir/R4/http.html#transaction
final class TransactionInteraction {
  private final ResourceStore store;
  private final ConditionalCreate conditional;
  private final EntryResponses responses;

  TransactionInteraction(
      ResourceStore store, ConditionalCreate conditional, EntryResponses responses) {
    this.store = store;
    this.conditional = conditional;
    this.responses = responses;
  }

  Bundle run(List<BundleEntry> entries, String base) {
    boolean looks = entries.stream().anyMatch(entry -> !entry.ifNoneExist().isEmpty());
    return looks
        ? conditional.alone(() -> new Run(entries).finish(base))
        : new Run(entries).finish(base);
  }

  /// One transaction on its way.
  private final class Run {
    private final List<BundleEntry> entries;
    private final ReferenceRewriter rewriter =
        new ReferenceRewriter(TransactionInteraction.this::conditionalReference);
    private final List<Write> writes = new ArrayList<>();

    /// Entry number → position of its write.
    private final Map<Integer, Integer> writeOf = new HashMap<>();

    /// Entry number → what a conditional create found.
    private final Map<Integer, StoredResource> found = new HashMap<>();

    Run(List<BundleEntry> entries) {
      this.entries = entries;
      entries.forEach(this::place);
      entries.forEach(this::rewrite);
    }

    private void place(BundleEntry entry) {
      switch (entry.method()) {
        case POST -> placeCreate(entry);
        case PUT -> {
          ObjectNode resource = entry.resource().orElseThrow();
          String id = resource.path("id").asString(entry.id());
          if (!id.equals(entry.id())) {
            throw BundleEntry.wrong(entry.number(), "the resource's id is not that in request.url");
          }
          resource.put("id", id);
          put(entry, resource);
        }
        case DELETE -> add(entry, new Write.Delete(entry.type(), entry.id(), entry.expected()));
        case GET -> {
          // Reads come after the writes.
        }
      }
    }

    private void placeCreate(BundleEntry entry) {
      Optional<StoredResource> existing =
          entry.ifNoneExist().isEmpty()
              ? Optional.empty()
              : conditional.find(entry.type(), entry.ifNoneExist());
      if (existing.isPresent()) {
        found.put(entry.number(), existing.get());
        rewriter.add(entry.fullUrl(), entry.type() + "/" + existing.get().id());
        return;
      }
      ObjectNode resource = entry.resource().orElseThrow();
      resource.put("id", UUID.randomUUID().toString());
      put(entry, resource);
    }

    private void put(BundleEntry entry, ObjectNode resource) {
      rewriter.add(entry.fullUrl(), entry.type() + "/" + resource.get("id").stringValue());
      add(entry, new Write.Put(resource, entry.expected(), "", false));
    }

    private void add(BundleEntry entry, Write write) {
      writeOf.put(entry.number(), writes.size());
      writes.add(write);
    }

    private void rewrite(BundleEntry entry) {
      boolean writes = entry.method() == Method.POST || entry.method() == Method.PUT;
      if (writes && !found.containsKey(entry.number())) {
        Optional<String> dangling = rewriter.rewrite(entry.resource().orElseThrow());
        if (dangling.isPresent()) {
          throw BundleEntry.wrong(
              entry.number(), "no entry has the fullUrl a reference names (urn:uuid)");
        }
      }
    }

    Bundle finish(String base) {
      Commit commit = commit();
      var bundle = new Bundle();
      bundle.setType(BundleType.TRANSACTIONRESPONSE);
      for (BundleEntry entry : entries) {
        bundle.addEntry(response(entry, commit, base));
      }
      return bundle;
    }

    private Commit commit() {
      try {
        return store.commit(new Transaction(ResourceProvider.OWNER, writes));
      } catch (IllegalArgumentException e) {
        throw new InvalidRequestException(e.getMessage());
      }
    }

    private BundleEntryComponent response(BundleEntry entry, Commit commit, String base) {
      Integer write = writeOf.get(entry.number());
      if (write != null) {
        return responses.written(commit.outcomes().get(write), commit.at());
      }
      StoredResource existing = found.get(entry.number());
      return existing != null ? responses.existing(existing) : responses.read(entry, base);
    }
  }

  /// A reference that is a search must find exactly one resource.
  private Optional<String> conditionalReference(String reference) {
    String type = reference.substring(0, reference.indexOf('?'));
    StoredResource target =
        conditional
            .find(type, reference)
            .orElseThrow(() ->
                new PreconditionFailedException(
                    "a conditional reference to " + type + " finds no resource"));
    return Optional.of(target.type() + "/" + target.id());
  }
}
