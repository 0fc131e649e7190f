package org.tessera.fhir.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.tessera.fhir.search.Page;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.Change;
import org.tessera.fhir.store.ResourceStore;

/// Searches that decide whether something is written: they must find one resource or none.
/// https://hl7.org/fhir/R4/http.html#ccreate
final class Conditions {
  private static final int STRIPES = 1_024;
  private static final int REMEMBERED_MAX = 20_000;

  /// A condition whose answer depends on resources of its own type alone.
  private static final Pattern PLAIN = Pattern.compile("[a-z][a-z-]*=[^&]*");

  /// What a search said to be no parameter of its own.
  private static final Set<String> FORM =
      Set.of("_format", "_pretty", "_summary", "_elements", "_cascade");

  private final Search search;

  /// Looking and writing must be one act. One process owns a node, so locks in it are enough.
  private final List<ReentrantLock> stripes = new ArrayList<>(STRIPES);

  private final Map<String, Found> remembered = new ConcurrentHashMap<>();

  /// How often resources of a type changed: what was found before a change is not believed.
  private final Map<String, Long> changes = new ConcurrentHashMap<>();

  private record Found(long change, String id) {}

  Conditions(Search search, ResourceStore store) {
    this.search = search;
    for (int i = 0; i < STRIPES; i++) {
      stripes.add(new ReentrantLock());
    }
    store.onCommit(this::forget);
  }

  private void forget(List<Change> committed) {
    Map<String, Long> counts = new HashMap<>();
    committed.forEach(change -> counts.merge(change.type(), 1L, Long::sum));
    counts.forEach((type, count) -> changes.merge(type, count, Long::sum));
  }

  /// What [#alone] takes to guard a condition.
  static String key(String type, String condition) {
    return type + "?" + query(condition);
  }

  /// The condition that the parameters of an address are.
  static String of(Map<String, List<String>> parameters) {
    var text = new StringBuilder();
    parameters.forEach((name, values) -> {
      if (!FORM.contains(name)) {
        for (String value : values) {
          text.append(text.isEmpty() ? "" : "&")
              .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
              .append('=')
              .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
      }
    });
    return text.toString();
  }

  /// Runs something that looks and writes while nobody else does so under the same conditions.
  ///
  /// @param keys of [#key]; locks are taken in one order, so that no two wait for each other
  <R> R alone(Collection<String> keys, Supplier<R> act) {
    Set<Integer> numbers = new TreeSet<>();
    keys.forEach(key -> numbers.add(Math.floorMod(key.hashCode(), STRIPES)));
    numbers.forEach(number -> stripes.get(number).lock());
    try {
      return act.get();
    } finally {
      numbers.forEach(number -> stripes.get(number).unlock());
    }
  }

  /// The id of the one resource that fits.
  ///
  /// @param condition a search such as `identifier=a|b`, with or without `Type?` before it
  /// @param base under which the client reaches this server
  /// @throws Refusal if several fit, or the condition is none
  Optional<String> find(String type, String condition, String base) {
    String query = query(condition);
    String key = base + " " + type + "?" + query;
    long change = changes.getOrDefault(type, 0L);
    Found known = remembered.get(key);
    if (known != null && known.change() == change) {
      return Optional.of(known.id());
    }
    Optional<String> found = look(type, query, base);
    if (found.isPresent() && PLAIN.matcher(query).matches()) {
      if (remembered.size() > REMEMBERED_MAX) {
        remembered.clear();
      }
      remembered.put(key, new Found(change, found.get()));
    }
    return found;
  }

  private Optional<String> look(String type, String query, String base) {
    SearchRequest request = SearchRequest.parse(type, query);
    if (request.parameters().isEmpty()) {
      throw Refusal.precondition("the condition names no search parameter");
    }
    Page page = search.run(request.query(search.servedAt(base)));
    if (page.matches().size() > 1) {
      throw Refusal.precondition("the condition on " + type + " fits more than one resource");
    }
    return page.matches().stream().findFirst().map(match -> match.id());
  }

  private static String query(String condition) {
    int question = condition.indexOf('?');
    return question < 0 ? condition : condition.substring(question + 1);
  }
}
