package org.tessera.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.tessera.fhir.search.Page;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.StoredResource;

/// Create only if nothing like it is there (`If-None-Exist`).
/// https://hl7.org/fhir/R4/http.html#ccreate
final class ConditionalCreate {
  private final Search search;

  /// Looking and creating must be one act. One process owns a node, so a lock in it is enough.
  private final ReentrantLock looking = new ReentrantLock();

  ConditionalCreate(Search search) {
    this.search = search;
  }

  /// Runs something that looks and creates, alone.
  <R> R alone(Supplier<R> act) {
    looking.lock();
    try {
      return act.get();
    } finally {
      looking.unlock();
    }
  }

  /// The one resource that fits.
  ///
  /// @param condition a search such as `identifier=a|b`, with or without `Type?` before it
  /// @throws PreconditionFailedException if several fit
  Optional<StoredResource> find(String type, String condition) {
    int question = condition.indexOf('?');
    String query = question < 0 ? condition : condition.substring(question + 1);
    SearchRequest request = SearchRequest.parse(type, query);
    if (request.parameters().isEmpty()) {
      throw new PreconditionFailedException("the condition names no search parameter");
    }
    Page page = search.run(request.query());
    if (page.matches().size() > 1) {
      throw new PreconditionFailedException(
          "the condition on " + type + " fits more than one resource");
    }
    return page.matches().stream().findFirst();
  }
}
