package org.tessera.mappings;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The verb **each**: one result for every item of a list, or for every repetition of columns.
record Each(Over over, Rule rule) implements Rule {
  /// What is gone through.
  sealed interface Over {}

  /// The items of a list cell, or the elements at a path of a resource.
  record List(Lookup lookup) implements Over {}

  /// The repetitions of a column group, those that the condition lets in.
  record Repeat(int times, Condition condition) implements Over {}

  @Override
  public JsonNode evaluate(Scope scope) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    switch (over) {
      case List list -> {
        int index = 0;
        for (JsonNode item : list.lookup().all(scope)) {
          index++;
          // A gap in the list keeps its place, so that item three stays item three.
          if (!Rule.absent(item)) {
            add(all, rule.evaluate(scope.item(item, index)));
          }
        }
      }
      case Repeat repeat -> {
        for (int time = 0; time < repeat.times(); time++) {
          Scope inner = scope.repetition(time);
          if (repeat.condition().holds(inner)) {
            add(all, rule.evaluate(inner));
          }
        }
      }
    }
    return all.isEmpty() ? Rule.none() : all;
  }

  @Override
  public boolean readsData() {
    return true;
  }

  private static void add(ArrayNode all, JsonNode value) {
    if (value.isArray()) {
      value.forEach(all::add);
    } else if (!value.isMissingNode()) {
      all.add(value);
    }
  }
}
