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
import org.tessera.vocabularies.Vocabularies;

/// Suggestions that are looked for once: to find them every term of the vocabularies is read.
final class KnownSuggestions {
  private static final int SUGGESTED = 3;
  private static final int LABELS_MAX = 20_000;

  /// The index of concepts may have been made again meanwhile, or definitions imported.
  private static final long KNOWN_NANOS = java.time.Duration.ofMinutes(5).toNanos();

  private final Vocabularies vocabularies;
  private final Suggestions suggestions;
  private final Map<String, List<Suggestion>> known = new HashMap<>();
  private Optional<ConceptFile> release = Optional.empty();
  private long knownAt;

  KnownSuggestions(Vocabularies vocabularies) {
    this.vocabularies = vocabularies;
    this.suggestions = new Suggestions(vocabularies);
  }

  /// The best codes for each of these labels.
  synchronized Map<String, List<Suggestion>> of(Collection<String> labels) {
    Optional<ConceptFile> now = vocabularies.imported();
    boolean old = System.nanoTime() - knownAt > KNOWN_NANOS;
    if (old || !now.equals(release) || known.size() + labels.size() > LABELS_MAX) {
      known.clear();
      knownAt = System.nanoTime();
      release = now;
    }
    List<String> asked = new ArrayList<>(labels);
    asked.removeAll(known.keySet());
    if (!asked.isEmpty()) {
      known.putAll(suggestions.forValues(asked, SUGGESTED));
    }
    Map<String, List<Suggestion>> found = new HashMap<>();
    labels.forEach(label -> found.put(label, known.getOrDefault(label, List.of())));
    return found;
  }
}
