package org.tessera.omop;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// A place in a resource, such as `onsetPeriod.start`, `item.valueQuantity.value` (of the element
/// in hand) or `extension[url=http://…].valueCode`. A list on the way stands for its elements.
record FhirPath(boolean ofItem, List<Step> steps) {
  /// @param key what an element of a list must have, empty for any element
  record Step(String name, String key, String wanted) {
    boolean keeps(JsonNode node) {
      return key.isEmpty() || node.path(key).asString("").equals(wanted);
    }
  }

  static FhirPath parse(String text) {
    List<Step> steps = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int bracket = text.indexOf('[', from);
      int dot = text.indexOf('.', from);
      if (bracket >= 0 && (dot < 0 || bracket < dot)) {
        int end = text.indexOf(']', bracket);
        if (end < 0) {
          throw new IllegalArgumentException("unclosed [ in path " + text);
        }
        int equals = text.indexOf('=', bracket);
        if (equals < 0 || equals > end) {
          throw new IllegalArgumentException("a bracket needs key=value in path " + text);
        }
        steps.add(
            new Step(
                text.substring(from, bracket),
                text.substring(bracket + 1, equals),
                text.substring(equals + 1, end)));
        from = end + 2;
      } else {
        int end = dot < 0 ? text.length() : dot;
        steps.add(new Step(text.substring(from, end), "", ""));
        from = end + 1;
      }
    }
    String head = steps.getFirst().name();
    boolean ofItem = head.equals("item");
    return new FhirPath(
        ofItem, ofItem || head.equals("self") ? steps.subList(1, steps.size()) : steps);
  }

  /// The first value there, a `MissingNode` when there is none.
  JsonNode first(JsonNode resource, JsonNode item) {
    return first(ofItem ? item : resource, 0);
  }

  void all(JsonNode resource, JsonNode item, Consumer<JsonNode> sink) {
    all(ofItem ? item : resource, 0, sink);
  }

  private JsonNode first(JsonNode node, int at) {
    if (node.isArray()) {
      for (JsonNode element : node) {
        JsonNode found = first(element, at);
        if (!found.isMissingNode()) {
          return found;
        }
      }
      return MissingNode.getInstance();
    }
    if (node.isMissingNode() || (at > 0 && !steps.get(at - 1).keeps(node))) {
      return MissingNode.getInstance();
    }
    return at == steps.size() ? node : first(node.path(steps.get(at).name()), at + 1);
  }

  private void all(JsonNode node, int at, Consumer<JsonNode> sink) {
    if (node.isArray()) {
      for (JsonNode element : node) {
        all(element, at, sink);
      }
    } else if (!node.isMissingNode() && (at == 0 || steps.get(at - 1).keeps(node))) {
      if (at == steps.size()) {
        sink.accept(node);
      } else {
        all(node.path(steps.get(at).name()), at + 1, sink);
      }
    }
  }
}
