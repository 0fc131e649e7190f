package org.tessera.fhir.rest;

import java.util.List;
import java.util.Optional;
import org.tessera.fhir.store.Commit;
import org.tessera.fhir.store.Commit.Effect;
import org.tessera.fhir.store.CustomParameters;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.StoredResource;
import org.tessera.fhir.store.Transaction;
import org.tessera.fhir.store.UnsupportedExpression;
import org.tessera.fhir.store.Write;
import tools.jackson.databind.node.ObjectNode;

/// Commits what clients write, under the rules for clients, and answers as they prefer.
final class RestWriter {
  /// Whoever writes over HTTP; what a delivery brought belongs to its study.
  private static final String OWNER = "rest";

  private final ResourceStore store;
  private final Transaction.Rules rules;

  RestWriter(ResourceStore store, FhirSettings settings) {
    this.store = store;
    rules = new Transaction.Rules(settings.checksReferences(), settings.changesStudies());
  }

  ResourceStore store() {
    return store;
  }

  /// @throws Refusal if a resource is written twice
  /// @throws UnsupportedExpression if a search parameter is to take effect that cannot be indexed
  Commit commit(List<Write> writes) {
    for (Write write : writes) {
      if (write instanceof Write.Put put && put.type().equals("SearchParameter")) {
        CustomParameters.of(put.resource());
      }
    }
    try {
      return store.commit(new Transaction(OWNER, writes, rules));
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest(String.valueOf(e.getMessage()));
    }
  }

  /// Commits one write and answers it.
  Answer commit(FhirRequest request, Write write) {
    content(write).ifPresent(resource -> OwnReferences.makeRelative(resource, request.base()));
    Commit commit = commit(List.of(write));
    return written(request, commit.outcomes().getFirst());
  }

  /// What a write puts.
  static Optional<ObjectNode> content(Write write) {
    return switch (write) {
      case Write.Put put -> Optional.of(put.resource());
      case Write.Create create -> Optional.of(create.resource());
      case Write.Delete _ -> Optional.empty();
    };
  }

  /// The answer to a create or update, of whatever effect it was.
  Answer written(FhirRequest request, Commit.Outcome done) {
    StoredResource stored =
        store
            .read(done.type(), done.id(), done.version())
            .orElseThrow(() -> new IllegalStateException("what was committed is not there"));
    return located(request, done.effect() == Effect.CREATED ? 201 : 200, stored);
  }

  /// An answer that says where the resource is and gives it back as preferred.
  Answer located(FhirRequest request, int status, StoredResource stored) {
    Answer answer =
        switch (request.prefersReturn()) {
          case "minimal" -> Answer.of(status);
          case "OperationOutcome" ->
              Answer.of(status, Outcome.done(status == 201 ? "created" : "updated"));
          default -> Answer.of(status, new AnswerBody.Stored(stored));
        };
    String location =
        request.base() + "/" + stored.type() + "/" + stored.id() + "/_history/" + stored.version();
    if (status == 201) {
      answer.with("Location", location);
    } else {
      answer.with("Content-Location", location);
    }
    return answer.versioned(stored);
  }
}
