package org.tessera.catalog.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tessera.catalog.Count;
import org.tessera.catalog.index.IndexedCode;
import org.tessera.vocabularies.words.Said;
import org.tessera.vocabularies.words.Spoken;

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
  List<Spoken> of(String collection) throws IOException {
    List<Spoken> reasons = new ArrayList<>();
    Set<Clause> said = new HashSet<>();
    for (List<Clause> group : meaning.asked().groups()) {
      for (int i = 0; i < group.size(); i++) {
        Clause clause = group.get(i);
        if (!clause.unwanted() && said.add(clause)) {
          reason(collection, clause, meaning.part(group, i)).ifPresent(reasons::add);
        }
      }
    }
    return reasons;
  }

  private Optional<Spoken> reason(String collection, Clause clause, Meaning.Part part)
      throws IOException {
    List<Said> found = new ArrayList<>();
    if (part.collections().containsKey(collection)) {
      found.add(Said.of("why.text"));
    }
    found.addAll(codes(collection, part));
    if (found.isEmpty()
        && segments.byCollection(part.patients()).getOrDefault(collection, 0L)
            >= Count.SMALLEST_TOLD) {
      found.add(Said.of(part.ofField() ? "why.patients" : "why.diagnoses"));
    }
    return Said.joined("why.and", found).map(all -> Said.of("why.of", clause.text(), all));
  }

  private List<Said> codes(String collection, Meaning.Part part) throws IOException {
    List<Said> found = new ArrayList<>();
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
            found.add(Said.of("why.code", what(one.code()), called(one.code()), one.patients())));
    if (told.size() > CODES_TOLD_MAX) {
      found.add(Said.of("why.more", told.size() - CODES_TOLD_MAX));
    }
    if (part.codes().size() > CODES_ASKED_MAX && !told.isEmpty()) {
      found.add(Said.of("why.first", CODES_ASKED_MAX));
    }
    return found;
  }

  /// What a code says of a patient; the language may have a word for it.
  private static Spoken what(IndexedCode code) {
    return words -> words.own("code." + code.what()).orElse(code.what());
  }

  /// The code with its term, our own one where the language has it.
  private Spoken called(IndexedCode code) {
    String shown = designations.shown(code.code());
    return words -> designations.own(code.code(), words).orElse(shown);
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
