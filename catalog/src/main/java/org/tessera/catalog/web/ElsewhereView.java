package org.tessera.catalog.web;

import java.util.List;
import java.util.OptionalLong;
import org.tessera.catalog.harvest.Elsewhere;
import org.tessera.catalog.harvest.Harvest;
import org.tessera.catalog.harvest.Harvested;
import org.tessera.catalog.search.CatalogQuestion;

/// What other catalogues answer to a question, as the page shows it: in plain words, empty for what
/// is not told.
///
/// @param shown the first by name
/// @param found how many there are
/// @param sources whom it was read from
public record ElsewhereView(List<Shown> shown, int found, List<From> sources) {
  private static final int SHOWN_MAX = 20;

  /// A collection elsewhere.
  ///
  /// @param page where it stands
  /// @param source the catalogue's name
  /// @param day when that was read
  public record Shown(
      String name,
      String page,
      String source,
      String day,
      String description,
      String holder,
      String patients,
      String studies,
      String keywords,
      String modified) {}

  /// A catalogue.
  ///
  /// @param day when it was read
  /// @param problem why it could not be read since
  public record From(String name, String host, String day, int collections, String problem) {}

  static ElsewhereView of(Harvest harvest, CatalogQuestion question) {
    List<Harvested> sources = harvest.sources();
    List<Elsewhere> found = harvest.found(question);
    return new ElsewhereView(
        found.stream().limit(SHOWN_MAX).map(one -> shown(one, sources)).toList(),
        found.size(),
        sources.stream().map(ElsewhereView::from).toList());
  }

  private static From from(Harvested one) {
    return new From(
        one.source().name(),
        one.source().address().getHost(),
        day(one),
        one.collections().size(),
        one.problem());
  }

  private static String day(Harvested one) {
    return one.day().map(Object::toString).orElse("");
  }

  private static Shown shown(Elsewhere one, List<Harvested> sources) {
    return new Shown(
        one.name(),
        one.page().orElse(""),
        one.source(),
        sources.stream()
            .filter(source -> source.source().name().equals(one.source()))
            .map(ElsewhereView::day)
            .findFirst()
            .orElse(""),
        one.description(),
        one.holder(),
        number(one.patients()),
        number(one.studies()),
        String.join(", ", one.keywords()),
        one.modified());
  }

  private static String number(OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : "";
  }
}
