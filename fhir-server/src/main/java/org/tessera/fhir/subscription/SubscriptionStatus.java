package org.tessera.fhir.subscription;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.StoredResource;
import org.tessera.fhir.store.Transaction;
import org.tessera.fhir.store.VersionConflict;
import org.tessera.fhir.store.Write;
import tools.jackson.databind.node.ObjectNode;

/// Writes a Subscription's status as the server does: `requested` to `active`, and to `error` or
/// `off`. https://hl7.org/fhir/R4/subscription.html#status
final class SubscriptionStatus {
  private final ResourceStore store;

  SubscriptionStatus(ResourceStore store) {
    this.store = store;
  }

  /// Moves a subscription on, unless somebody changed its status meanwhile.
  ///
  /// @param error why it failed, empty for no error
  void move(String id, List<String> from, String to, String error) {
    Optional<StoredResource> stored = store.read("Subscription", id);
    if (stored.flatMap(StoredResource::content).isEmpty()) {
      return;
    }
    ObjectNode subscription = stored.get().content().get().deepCopy();
    if (!from.contains(subscription.path("status").asString(""))) {
      return;
    }
    subscription.put("status", to);
    if (error.isEmpty()) {
      subscription.remove("error");
    } else {
      subscription.put("error", error);
    }
    var write = new Write.Put(subscription, OptionalLong.of(stored.get().version()), "", false);
    try {
      store.commit(new Transaction(stored.get().owner(), List.of(write)));
    } catch (VersionConflict _) {
      // Whoever was quicker wrote to the log too, and what they want is read there.
    }
  }
}
