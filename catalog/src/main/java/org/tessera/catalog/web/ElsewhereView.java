package org.tessera.catalog.web;

import java.util.List;
import org.tessera.catalog.harvest.Elsewhere;
import org.tessera.catalog.harvest.Harvest;
import org.tessera.catalog.harvest.Harvested;
import org.tessera.catalog.search.CatalogQuestion;

/// What other catalogues answer to a question, as the page shows it.
///
/// @param shown the first by name
/// @param found how many there are
/// @param sources whom it was read from
public record ElsewhereView(List<Elsewhere> shown, int found, List<Harvested> sources) {
  private static final int SHOWN_MAX = 20;

  static ElsewhereView of(Harvest harvest, CatalogQuestion question) {
    List<Elsewhere> found = harvest.found(question);
    return new ElsewhereView(
        found.stream().limit(SHOWN_MAX).toList(), found.size(), harvest.sources());
  }

  /// The day a collection was read.
  public String day(Elsewhere one) {
    return sources.stream()
        .filter(source -> source.source().name().equals(one.source()))
        .flatMap(source -> source.day().stream())
        .map(Object::toString)
        .findFirst()
        .orElse("");
  }
}
