package org.tessera.catalog.index;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A dotted path into a resource, arrays flattened, with `[field=value]` to choose among their
/// items.
final class FactPath {
  private record Step(String name, String field, String value) {}

  private final List<Step> steps = new ArrayList<>();

  FactPath(String text) {
    int from = 0;
    int depth = 0;
    for (int at = 0; at <= text.length(); at++) {
      char sign = at < text.length() ? text.charAt(at) : '.';
      if (sign == '[') {
        depth++;
      } else if (sign == ']') {
        depth--;
      } else if (sign == '.' && depth == 0) {
        steps.add(step(text.substring(from, at)));
        from = at + 1;
      }
    }
  }

  List<String> texts(JsonNode resource) {
    List<String> found = new ArrayList<>();
    walk(resource, 0, found);
    return found;
  }

  private void walk(JsonNode node, int step, List<String> found) {
    if (node.isArray()) {
      for (JsonNode item : node) {
        walk(item, step, found);
      }
    } else if (step == steps.size()) {
      if (node.isValueNode() && !node.isNull()) {
        found.add(node.asString());
      }
    } else if (node.isObject()) {
      Step next = steps.get(step);
      JsonNode child = node.path(next.name());
      for (JsonNode item : child.isArray() ? child : List.of(child)) {
        boolean chosen =
            next.field().isEmpty() || item.path(next.field()).asString("").equals(next.value());
        if (chosen && !item.isMissingNode()) {
          walk(item, step + 1, found);
        }
      }
    }
  }

  private static Step step(String text) {
    int open = text.indexOf('[');
    if (open < 0) {
      return new Step(text, "", "");
    }
    int equals = text.indexOf('=', open);
    return new Step(
        text.substring(0, open),
        text.substring(open + 1, equals),
        text.substring(equals + 1, text.length() - 1));
  }
}
