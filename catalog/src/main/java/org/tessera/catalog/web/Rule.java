package org.tessera.catalog.web;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tessera.catalog.search.CatalogAnswer;

/// The rule a question comes down to, in words.
final class Rule {
  private Rule() {}

  /// Such as `“breast” AND Sex is Female or Male`; empty when nothing is asked.
  static String of(CatalogAnswer answer) {
    List<String> parts = new ArrayList<>();
    for (String part : answer.understood().parts()) {
      boolean alone =
          answer.understood().parts().size() == 1 && answer.question().chosen().isEmpty();
      parts.add(part.contains(" OR ") && !alone ? "(" + part + ")" : part);
    }
    for (CatalogAnswer.FacetCounts facet : answer.facets()) {
      Stream<String> spans =
          facet.spans().stream()
              .flatMap(span -> facet.attribute().number().stream().map(one -> one.label(span)));
      String values =
          Stream.concat(
                  facet.choices().stream()
                      .filter(CatalogAnswer.Choice::chosen)
                      .map(choice -> choice.value().label()),
                  spans)
              .collect(Collectors.joining(facet.all() ? " and " : " or "));
      if (!values.isEmpty()) {
        parts.add(facet.label() + " is " + values);
      }
    }
    return String.join(" AND ", parts);
  }

  static String found(CatalogAnswer answer) {
    int collections = answer.found();
    return "%d %s, %s patients"
        .formatted(collections, collections == 1 ? "collection" : "collections", answer.patients());
  }
}
