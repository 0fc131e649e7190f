package org.tessera.fhir.subscription;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.tessera.fhir.store.Change;

/// The subscriptions that are active or asked to be, by id.
final class Hooks {
  private final Map<String, Known> byId = new ConcurrentHashMap<>();

  /// A subscription that is known.
  ///
  /// @param active whether it is told of changes; if not, it waits for its first call
  /// @param from the log position behind which changes count
  /// @param since the time from which changes count
  record Known(Hook hook, boolean active, long from, Instant since) {
    boolean hears(Change change) {
      return active
          && change.type().equals(hook.type())
          && change.sequence() > from
          && !change.at().isBefore(since);
    }
  }

  void put(Known known) {
    byId.put(known.hook().id(), known);
  }

  Optional<Known> remove(String id) {
    return Optional.ofNullable(byId.remove(id));
  }

  Optional<Hook> find(String id) {
    return Optional.ofNullable(byId.get(id)).map(Known::hook);
  }

  /// Those that are asked to become active.
  List<Hook> requested() {
    return byId.values().stream().filter(it -> !it.active()).map(Known::hook).toList();
  }

  List<Known> active() {
    return byId.values().stream().filter(Known::active).toList();
  }
}
