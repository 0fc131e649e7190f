package org.tessera.catalog.search;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a reader asks the catalogue: words, and values per facet.
///
/// Values of one facet are alternatives, facets narrow each other.
///
/// @param words free text, empty for everything
/// @param chosen values by facet field
public record CatalogQuestion(String words, SortedMap<String, List<String>> chosen) {
  /// The most words a question may have; more are cut off.
  public static final int CHARACTERS_MAX = 200;

  /// A question with its words cut to [#CHARACTERS_MAX] and its values sorted and distinct.
  public static CatalogQuestion of(String words, Map<String, List<String>> chosen) {
    SortedMap<String, List<String>> sorted = new TreeMap<>();
    chosen.forEach((field, values) -> {
      if (!values.isEmpty()) {
        sorted.put(field, List.copyOf(new TreeSet<>(values)));
      }
    });
    String cut = words.strip();
    return new CatalogQuestion(
        cut.length() > CHARACTERS_MAX ? cut.substring(0, CHARACTERS_MAX) : cut, sorted);
  }

  /// Whether nothing narrows the answer.
  public boolean asksForEverything() {
    return words.isEmpty() && chosen.isEmpty();
  }
}
