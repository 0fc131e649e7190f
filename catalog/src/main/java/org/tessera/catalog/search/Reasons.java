package org.tessera.catalog.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tessera.catalog.Count;
import org.tessera.catalog.index.IndexedCode;

/// Why a collection answers a question: its own words, or the codes its patients have.
///
/// A code is named only where ten patients of the collection have it.
final class Reasons {
  private static final int CODES_ASKED_MAX = 40;
  private static final int CODES_TOLD_MAX = 3;

  private final Segments segments;
  private final Map<IndexedCode, Map<String, Long>> having = new HashMap<>();
  private final Meaning meaning;
  private final Designations designations;

  Reasons(Segments segments, Meaning meaning, Designations designations) {
    this.segments = segments;
    this.meaning = meaning;
    this.designations = designations;
  }

  /// One sentence a clause that is met.
  List<String> of(String collection) throws IOException {
    List<String> reasons = new ArrayList<>();
    for (List<Clause> group : meaning.asked().groups()) {
      for (int i = 0; i < group.size(); i++) {
        Clause clause = group.get(i);
        if (!clause.unwanted()) {
          String reason = reason(collection, clause, meaning.part(group, i));
          if (!reason.isEmpty() && !reasons.contains(reason)) {
            reasons.add(reason);
          }
        }
      }
    }
    return reasons;
  }

  private String reason(String collection, Clause clause, Meaning.Part part) throws IOException {
    List<String> found = new ArrayList<>();
    if (part.collections().containsKey(collection)) {
      found.add("its title, description or id");
    }
    record Told(IndexedCode code, Count patients) {}
    List<Told> told = new ArrayList<>();
    List<IndexedCode> asked = part.codes().stream().limit(CODES_ASKED_MAX).toList();
    for (IndexedCode code : asked) {
      long patients = having(code).getOrDefault(collection, 0L);
      if (patients >= Count.SMALLEST_TOLD) {
        told.add(new Told(code, Count.of(patients)));
      }
    }
    told.stream()
        .sorted(Comparator.comparingLong((Told one) -> one.patients().size()).reversed())
        .limit(CODES_TOLD_MAX)
        .forEach(one ->
            found.add(
                "%s %s (%s patients)"
                    .formatted(
                        one.code().what(), designations.shown(one.code().code()), one.patients())));
    if (told.size() > CODES_TOLD_MAX) {
      found.add((told.size() - CODES_TOLD_MAX) + " more codes");
    }
    if (part.codes().size() > CODES_ASKED_MAX && !told.isEmpty()) {
      found.add("of the first " + CODES_ASKED_MAX + " codes");
    }
    if (found.isEmpty()
        && segments.byCollection(part.patients()).getOrDefault(collection, 0L)
            >= Count.SMALLEST_TOLD) {
      found.add(part.ofField() ? "its patients" : "the diagnoses of its patients");
    }
    return found.isEmpty() ? "" : "“" + clause.text() + "”: " + String.join("; ", found);
  }

  private Map<String, Long> having(IndexedCode code) throws IOException {
    Map<String, Long> known = having.get(code);
    if (known == null) {
      known = segments.byCollection(segments.matching(Meaning.Part.codes(List.of(code))));
      having.put(code, known);
    }
    return known;
  }
}
