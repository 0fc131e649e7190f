package org.tessera.catalog.web;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tessera.catalog.cohort.Terms;
import org.tessera.catalog.search.CatalogAnswer;
import org.tessera.catalog.search.Understood;
import org.tessera.vocabularies.words.Words;

/// The rule a question comes down to, in words.
final class Rule {
  private Rule() {}

  /// Such as `“breast” AND Sex is Female or Male`; empty when nothing is asked.
  static String of(CatalogAnswer answer, Terms terms) {
    Words words = terms.words();
    List<String> parts = new ArrayList<>();
    for (Understood.Part part : answer.understood().parts()) {
      boolean alone =
          answer.understood().parts().size() == 1 && answer.question().chosen().isEmpty();
      String said = words.say("said", part.words());
      parts.add(part.alternatives() && !alone ? "(" + said + ")" : said);
    }
    for (CatalogAnswer.FacetCounts facet : answer.facets()) {
      Stream<String> spans =
          facet.spans().stream()
              .flatMap(
                  span -> facet.attribute().number().stream().map(one -> terms.span(one, span)));
      String key = facet.all() ? "wording.value-and" : "wording.value-or";
      String values =
          Stream.concat(
                  facet.choices().stream()
                      .filter(CatalogAnswer.Choice::chosen)
                      .map(choice ->
                          terms.value(
                              facet.field(), choice.value().value(), choice.value().label())),
                  spans)
              .reduce((one, other) -> words.say(key, one, other))
              .orElse("");
      if (!values.isEmpty()) {
        parts.add(words.say("wording.is", terms.attribute(facet.field(), facet.label()), values));
      }
    }
    return parts.stream().reduce((one, other) -> words.say("wording.and", one, other)).orElse("");
  }

  static String found(CatalogAnswer answer) {
    int collections = answer.found();
    return "%d %s, %s patients"
        .formatted(collections, collections == 1 ? "collection" : "collections", answer.patients());
  }
}
