package org.tessera.mappings;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A list whose items are rules; what an `each` gives becomes items of its own.
record Items(List<Rule> items, boolean readsData) implements Rule {
  static Items of(List<Rule> items) {
    return new Items(List.copyOf(items), items.stream().anyMatch(Rule::readsData));
  }

  @Override
  public JsonNode evaluate(Scope scope) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode(items.size());
    for (Rule item : items) {
      JsonNode value = item.evaluate(scope);
      if (value.isArray()) {
        value.forEach(array::add);
      } else if (!value.isMissingNode()) {
        array.add(value);
      }
    }
    return array.isEmpty() ? Rule.none() : array;
  }
}
