package org.tessera.catalog.web;

import java.util.List;
import org.tessera.catalog.Collection;
import org.tessera.catalog.cohort.Terms;
import org.tessera.catalog.search.CatalogAnswer;
import org.tessera.catalog.search.Listing;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The answer to a question to the catalogue as JSON. A number that is not told is `null`.
final class CatalogNumbers {
  private CatalogNumbers() {}

  static ObjectNode tree(CatalogAnswer answer, Terms english) {
    ObjectNode tree = JsonMapper.shared().createObjectNode();
    asked(answer, english, tree);
    CohortNumbers.version(tree, answer.version());
    CohortNumbers.number(tree, "patients", answer.patients());
    tree.put("found", answer.found());
    tree.put("page", answer.listing().page());
    tree.put("pages", Listing.pages(answer.found()));
    ArrayNode collections = tree.putArray("collections");
    answer.collections().forEach(one -> collection(one, answer, english, collections.addObject()));
    ObjectNode facets = tree.putObject("facets");
    for (CatalogAnswer.FacetCounts facet : answer.facets()) {
      ObjectNode one = facets.putObject(facet.field());
      one.put("label", facet.label());
      ObjectNode values = one.putObject("values");
      facet
          .choices()
          .forEach(choice -> {
            ObjectNode value = values.putObject(choice.value().value());
            value.put("label", choice.value().label());
            CohortNumbers.number(value, "patients", choice.value().patients());
          });
    }
    return tree;
  }

  private static void asked(CatalogAnswer answer, Terms english, ObjectNode tree) {
    ObjectNode question = tree.putObject("question");
    question.put("q", answer.question().words());
    ObjectNode chosen = question.putObject("chosen");
    answer.question().chosen().forEach((field, values) -> strings(chosen, field, values));
    strings(question, "all", List.copyOf(answer.question().all()));
    tree.put("words", Rule.of(answer, english));
    strings(
        tree,
        "notes",
        answer.understood().notes().stream().map(note -> note.in(english.words())).toList());
    strings(
        tree,
        "ignored",
        answer.understood().ignored().stream().map(one -> one.in(english.words())).toList());
  }

  private static void collection(
      Collection one, CatalogAnswer answer, Terms english, ObjectNode node) {
    node.put("id", one.id()).put("name", one.name());
    CohortNumbers.number(node, "matching", one.matching());
    CohortNumbers.number(node, "patients", one.patients());
    CohortNumbers.number(node, "studies", one.studies());
    CohortNumbers.number(node, "series", one.series());
    strings(
        node,
        "why",
        answer.why().getOrDefault(one.id(), List.of()).stream()
            .map(why -> String.valueOf(why.in(english.words())))
            .toList());
  }

  private static void strings(ObjectNode node, String name, List<String> values) {
    ArrayNode array = node.putArray(name);
    values.forEach(array::add);
  }
}
