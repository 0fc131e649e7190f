package org.tessera.catalog.search;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a reader asks the catalogue: words, and values per facet.
///
/// Values of one facet are alternatives unless all of them are wanted, facets narrow each other.
///
/// @param words free text, empty for everything
/// @param chosen values by facet field; of numbers also spans such as `40..60`
/// @param all facets of which a patient must have every value that is chosen, each in an entry of
///   its own
public record CatalogQuestion(
    String words, SortedMap<String, List<String>> chosen, SortedSet<String> all) {
  /// The most words a question may have; more are cut off.
  public static final int CHARACTERS_MAX = 200;

  /// A question whose facets are all alternatives.
  public static CatalogQuestion of(String words, Map<String, List<String>> chosen) {
    return of(words, chosen, List.of());
  }

  /// A question with its words cut to [#CHARACTERS_MAX] and its values sorted and distinct.
  public static CatalogQuestion of(
      String words, Map<String, List<String>> chosen, Collection<String> all) {
    SortedMap<String, List<String>> sorted = new TreeMap<>();
    chosen.forEach((field, values) -> {
      if (!values.isEmpty()) {
        sorted.put(field, List.copyOf(new TreeSet<>(values)));
      }
    });
    String cut = words.strip();
    return new CatalogQuestion(
        cut.length() > CHARACTERS_MAX ? cut.substring(0, CHARACTERS_MAX) : cut,
        sorted,
        several(sorted, all));
  }

  /// The same question with other choices.
  public CatalogQuestion with(Map<String, List<String>> others) {
    return of(words, others, all);
  }

  /// All of one value are any of it, so that one question has one form.
  private static SortedSet<String> several(
      SortedMap<String, List<String>> chosen, Collection<String> all) {
    SortedSet<String> several = new TreeSet<>(all);
    several.removeIf(field -> chosen.getOrDefault(field, List.of()).size() < 2);
    return several;
  }

  /// Whether nothing narrows the answer.
  public boolean asksForEverything() {
    return words.isEmpty() && chosen.isEmpty();
  }
}
