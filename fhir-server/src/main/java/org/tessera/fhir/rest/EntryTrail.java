package org.tessera.fhir.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tessera.fhir.store.ResourceTypes;

/// What the entries of a bundle did, for the audit trail. What was written is counted by verb and
/// type, because the change log names it; whatever only read, called an operation or failed leaves
/// no other trace and is told by itself.
final class EntryTrail {
  private final Map<String, Integer> counts = new TreeMap<>();
  private final List<String> alone = new ArrayList<>();

  void add(BundleEntry entry, int status) {
    if (status >= 400 || entry.answersWithBody()) {
      String query = entry.query().isEmpty() ? "" : "?" + entry.query();
      alone.add(status + " " + entry.method() + " /" + String.join("/", entry.path()) + query);
    } else {
      count(entry.method(), entry.type());
    }
  }

  /// An entry that could not even be read.
  void addUnread() {
    count("?", "?");
  }

  private void count(String method, String type) {
    String known = ResourceTypes.isKnown(type) ? type : "?";
    counts.merge(method + " " + known, 1, Integer::sum);
  }

  Answer on(Answer answer) {
    String summary =
        counts.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", "));
    return answer.about(summary, alone);
  }
}
