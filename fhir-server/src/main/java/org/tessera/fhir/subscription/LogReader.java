package org.tessera.fhir.subscription;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tessera.fhir.search.Query;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.Change;
import org.tessera.fhir.store.ChangeLog;
import org.tessera.fhir.store.StoredResource;
import org.tessera.fhir.subscription.NotificationQueue.Entry;
import tools.jackson.databind.node.ObjectNode;

/// Reads the change log from where it stopped, and queues what subscribers have to be told.
final class LogReader {
  private static final int CHANGES_MAX = 500;

  /// So many changes that concern nobody may be read again after a restart.
  private static final int UNSAVED_MAX = 10_000;

  private static final Set<String> MEANT = Set.of("requested", "active");

  private final ChangeLog log;
  private final Search search;
  private final NotificationQueue queue;
  private final Hooks hooks;
  private final SubscriptionStatus status;
  private long position;
  private long saved;

  LogReader(Parts parts, Hooks hooks, SubscriptionStatus status) {
    this.log = parts.log();
    this.search = parts.search();
    this.queue = parts.queue();
    this.hooks = hooks;
    this.status = status;
  }

  /// Where it reads and writes.
  record Parts(ChangeLog log, Search search, NotificationQueue queue) {}

  /// Finds its place and the subscriptions there are. Before the very first reading nobody was
  /// subscribed, so the past counts for nothing.
  void start() {
    position = queue.position().orElseGet(log::head);
    save(List.of(), position);
    Optional<String> cursor = Optional.empty();
    do {
      Map<String, List<String>> asked = new LinkedHashMap<>();
      asked.put("status", List.of("requested,active"));
      cursor.ifPresent(value -> asked.put("_cursor", List.of(value)));
      var page = search.run(Query.parse("Subscription", asked, true));
      for (StoredResource stored : page.matches()) {
        stored.content().ifPresent(it -> learn(it, 0, stored.lastUpdated()));
      }
      cursor = page.next();
    } while (cursor.isPresent());
  }

  /// Reads on. Only changes of types somebody listens to are fetched: beside a large load nobody
  /// listens to, this costs next to nothing.
  ///
  /// @return whether there was anything
  boolean read() {
    long head = log.head();
    if (head <= position) {
      return false;
    }
    Set<String> types = new HashSet<>(Set.of("Subscription"));
    hooks.active().forEach(known -> types.add(known.hook().type()));
    List<Change> changes = log.between(position, head, types, CHANGES_MAX);
    if (changes.size() == CHANGES_MAX) {
      head = changes.getLast().sequence();
    }
    for (int i = 0; i < changes.size(); i++) {
      if (changes.get(i).type().equals("Subscription")) {
        // What came before is answered with the subscriptions as they were before.
        Change subscription = changes.get(i);
        List<Entry> entries = new ArrayList<>(answers(changes.subList(0, i)));
        heed(subscription);
        entries.addAll(answers(List.of(subscription)));
        save(entries, subscription.sequence());
        return true;
      }
    }
    List<Entry> entries = answers(changes);
    position = head;
    if (!entries.isEmpty() || position - saved >= UNSAVED_MAX) {
      save(entries, position);
    }
    return true;
  }

  private void save(List<Entry> entries, long newPosition) {
    queue.add(entries, newPosition);
    position = newPosition;
    saved = newPosition;
  }

  private void heed(Change change) {
    Optional<ObjectNode> subscription = change.resource();
    String now = subscription.map(it -> it.path("status").asString("")).orElse("");
    if (subscription.isPresent() && MEANT.contains(now)) {
      learn(subscription.get(), change.sequence(), Instant.EPOCH);
      if (now.equals("active")) {
        queue.retry(change.id());
      }
      return;
    }
    hooks.remove(change.id());
    if (!now.equals("error")) {
      queue.clear(change.id());
    }
  }

  private void learn(ObjectNode subscription, long from, Instant since) {
    String id = subscription.path("id").asString("");
    boolean active = subscription.path("status").asString("").equals("active");
    try {
      hooks.put(new Hooks.Known(Hook.of(subscription, search), active, from, since));
    } catch (Hook.Unusable e) {
      hooks.remove(id);
      status.move(id, List.copyOf(MEANT), "error", String.valueOf(e.getMessage()));
    }
  }

  /// For each subscription one search over those of the changed resources that are of its type.
  private List<Entry> answers(List<Change> changes) {
    List<Entry> entries = new ArrayList<>();
    for (Hooks.Known known : hooks.active()) {
      List<Change> heard =
          changes.stream()
              .filter(known::hears)
              .filter(change -> change.resource().isPresent())
              .toList();
      if (heard.isEmpty()) {
        continue;
      }
      List<String> ids = heard.stream().map(Change::id).distinct().toList();
      Set<String> fitting = new HashSet<>();
      search
          .run(known.hook().query(search, ids))
          .matches()
          .forEach(match -> fitting.add(match.id()));
      for (Change change : heard) {
        if (fitting.contains(change.id())) {
          entries.add(
              new Entry(
                  known.hook().id(),
                  change.sequence(),
                  change.type(),
                  change.id(),
                  change.version()));
        }
      }
    }
    entries.sort(Comparator.comparingLong(Entry::sequence));
    return entries;
  }
}
