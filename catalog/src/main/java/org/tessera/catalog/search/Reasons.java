package org.tessera.catalog.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.tessera.catalog.Count;
import org.tessera.catalog.index.IndexedCode;

/// Why a collection answers a question: its own words, or the codes its patients have.
///
/// A code is named only where ten patients of the collection have it.
final class Reasons {
  private static final int CODES_ASKED_MAX = 40;
  private static final int CODES_TOLD_MAX = 3;

  private final PatientCounter counter;
  private final Meaning meaning;
  private final Designations designations;

  Reasons(PatientCounter counter, Meaning meaning, Designations designations) {
    this.counter = counter;
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
    if (part.collections().contains(collection)) {
      found.add("its title, description or id");
    }
    record Told(IndexedCode code, long patients) {}
    List<Told> told = new ArrayList<>();
    for (IndexedCode code : part.codes().stream().limit(CODES_ASKED_MAX).toList()) {
      long patients = having(collection, Meaning.Part.codes(List.of(code)));
      if (patients >= Count.SMALLEST_TOLD) {
        told.add(new Told(code, patients));
      }
    }
    told.stream()
        .sorted(Comparator.comparingLong(Told::patients).reversed())
        .limit(CODES_TOLD_MAX)
        .forEach(one ->
            found.add(
                "%s %s (%s patients)"
                    .formatted(
                        one.code().what(),
                        designations.shown(one.code().code()),
                        Count.of(one.patients()))));
    if (told.size() > CODES_TOLD_MAX) {
      found.add((told.size() - CODES_TOLD_MAX) + " more codes");
    }
    if (found.isEmpty() && having(collection, part.patients()) >= Count.SMALLEST_TOLD) {
      found.add(part.values().isPresent() ? "its patients" : "the diagnoses of its patients");
    }
    return found.isEmpty() ? "" : "“" + clause.text() + "”: " + String.join("; ", found);
  }

  private long having(String collection, Query query) throws IOException {
    return counter.count(
        new BooleanQuery.Builder()
            .add(counter.members(collection), Occur.FILTER)
            .add(query, Occur.FILTER)
            .build());
  }
}
