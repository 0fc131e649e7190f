package org.tessera.catalog.web;

import java.util.List;
import java.util.stream.Stream;
import org.tessera.catalog.Count;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.cohort.CohortAnswer;
import org.tessera.catalog.cohort.CohortJson;
import org.tessera.vocabularies.words.Said;
import org.tessera.vocabularies.words.Words;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The numbers of a cohort as JSON. A number that is not told is `null`: it is from 0 to 9.
final class CohortNumbers {
  private CohortNumbers() {}

  static ObjectNode tree(CohortAnswer answer, List<Said> notRead, Words english) {
    ObjectNode tree = JsonMapper.shared().createObjectNode();
    tree.set("cohort", CohortJson.tree(answer.cohort()));
    tree.put("words", answer.words());
    version(tree, answer.version());
    tree.put("exact", answer.exact());
    number(tree, "patients", answer.patients());
    number(tree, "studies", answer.studies());
    number(tree, "series", answer.series());
    ArrayNode problems = tree.putArray("problems");
    Stream.concat(notRead.stream(), answer.problems().stream())
        .forEach(problem -> problems.add(problem.in(english)));
    if (answer.exact()) {
      ArrayNode lines = tree.putArray("left");
      answer
          .lines()
          .forEach(line -> {
            ObjectNode one = lines.addObject().put("after", line.words());
            line.patients().ifPresent(left -> number(one, "patients", left));
          });
    }
    ArrayNode collections = tree.putArray("collections");
    for (CohortAnswer.Part part : answer.collections()) {
      ObjectNode one = collections.addObject().put("id", part.id()).put("name", part.name());
      number(one, "patients", part.patients());
      number(one, "studies", part.studies());
      number(one, "series", part.series());
    }
    ObjectNode attributes = tree.putObject("attributes");
    for (CohortAnswer.Chart chart : answer.charts()) {
      ObjectNode values = attributes.putObject(chart.field());
      chart.values().forEach(value -> number(values, value.value(), value.patients()));
    }
    return tree;
  }

  static void version(ObjectNode node, DataVersion version) {
    node.putObject("dataVersion")
        .put("position", version.position())
        .put("at", version.at().toString());
  }

  /// Writes a number as far as it is told.
  static void number(ObjectNode node, String name, Count count) {
    if (count instanceof Count.Told told) {
      node.put(name, told.value());
    } else {
      node.putNull(name);
    }
  }
}
