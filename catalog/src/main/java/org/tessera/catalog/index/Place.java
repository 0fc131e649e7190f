package org.tessera.catalog.index;

import java.util.ArrayList;
import java.util.List;
import org.tessera.mappings.ElementPath;
import org.tessera.mappings.Problems;
import org.tessera.mappings.Rule;
import org.tessera.mappings.RuleNode;
import tools.jackson.databind.JsonNode;

/// Where a value stands: in the resource, or in the item of it an entry is.
record Place(boolean inItem, ElementPath path) {
  private static final String ITEM = "item.";

  /// The places under a name of the rules, in their order.
  static List<Place> all(RuleNode.Fields rule, String name, Problems problems) {
    List<Place> places = new ArrayList<>();
    for (RuleNode node : rule.all(name)) {
      boolean item = node.asText().startsWith(ITEM);
      String text = item ? node.asText().substring(ITEM.length()) : node.asText();
      ElementPath.of(text)
          .ifPresentOrElse(
              path -> places.add(new Place(item, path)),
              () ->
                  problems.add(
                      node, "no path of an element: " + node.asText(), "such as code.coding.code"));
    }
    return places;
  }

  /// What stands at the first place that has anything.
  static List<JsonNode> first(List<Place> places, JsonNode resource, JsonNode item) {
    for (Place place : places) {
      List<JsonNode> found = place.path().all(place.inItem() ? item : resource);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  /// The plain values at the first place that has anything, as text.
  static List<String> texts(List<Place> places, JsonNode resource, JsonNode item) {
    return first(places, resource, item).stream()
        .filter(JsonNode::isValueNode)
        .map(Rule::text)
        .toList();
  }
}
