package org.tessera.etl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tessera.mappings.authoring.Suggestion;
import org.tessera.mappings.authoring.Suggestions;
import org.tessera.vocabularies.ConceptFile;
import org.tessera.vocabularies.TermFinder;
import org.tessera.vocabularies.Vocabularies;

/// Suggestions that are looked for once: to find them every term of the vocabularies is read.
final class KnownSuggestions {
  private static final int SUGGESTED = 3;
  private static final int LABELS_MAX = 20_000;

  private final Vocabularies vocabularies;
  private final Suggestions suggestions;
  private final Map<String, List<Suggestion>> known = new HashMap<>();
  private Optional<String> index = Optional.empty();
  private Optional<ConceptFile> release = Optional.empty();

  KnownSuggestions(Vocabularies vocabularies) {
    this.vocabularies = vocabularies;
    this.suggestions = new Suggestions(vocabularies);
  }

  /// The best codes for each of these labels.
  synchronized Map<String, List<Suggestion>> of(Collection<String> labels) {
    Optional<ConceptFile> now = vocabularies.imported();
    // The index is made again after whatever was imported, definitions among it.
    Optional<String> found = vocabularies.finder().map(TermFinder::stamp);
    boolean same = now.equals(release) && found.equals(index);
    if (!same || known.size() + labels.size() > LABELS_MAX) {
      known.clear();
      release = now;
      index = found;
    }
    List<String> asked = new ArrayList<>(labels);
    asked.removeAll(known.keySet());
    if (!asked.isEmpty()) {
      known.putAll(suggestions.forValues(asked, SUGGESTED));
    }
    Map<String, List<Suggestion>> best = new HashMap<>();
    labels.forEach(label -> best.put(label, known.getOrDefault(label, List.of())));
    return best;
  }
}
