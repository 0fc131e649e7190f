package org.tessera.mappings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The way to an element of a FHIR resource, such as `code.coding[system=http://loinc.org].code`.
///
/// Lists on the way are gone through item by item. A bracket keeps the items whose element has that
/// value.
public final class ElementPath {
  private record Step(String name, String key, String wanted) {
    boolean keeps(JsonNode node) {
      return key.isEmpty() || Rule.text(node.path(key)).equals(wanted);
    }
  }

  private final String text;
  private final List<Step> steps;

  private ElementPath(String text, List<Step> steps) {
    this.text = text;
    this.steps = steps;
  }

  /// The resource itself.
  static final ElementPath SELF = new ElementPath("self", List.of());

  /// Reads a path; nothing when the text is none.
  public static Optional<ElementPath> of(String text) {
    List<Step> steps = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '.';
      depth += c == '[' ? 1 : c == ']' ? -1 : 0;
      if (c == '.' && (depth == 0 || i == text.length())) {
        Optional<Step> step = step(text.substring(start, i));
        if (step.isEmpty()) {
          return Optional.empty();
        }
        steps.add(step.get());
        start = i + 1;
      }
    }
    return Optional.of(new ElementPath(text, steps));
  }

  private static Optional<Step> step(String text) {
    int open = text.indexOf('[');
    String name = open < 0 ? text : text.substring(0, open);
    if (!name.matches("[A-Za-z_]\\w*")) {
      return Optional.empty();
    }
    if (open < 0) {
      return Optional.of(new Step(name, "", ""));
    }
    int equals = text.indexOf('=', open);
    return equals < 0 || !text.endsWith("]")
        ? Optional.empty()
        : Optional.of(
            new Step(
                name,
                text.substring(open + 1, equals),
                text.substring(equals + 1, text.length() - 1)));
  }

  /// The path as it was written.
  String text() {
    return text;
  }

  /// The first value there; a `MissingNode` when there is none.
  public JsonNode first(JsonNode root) {
    return first(root, 0);
  }

  private JsonNode first(JsonNode node, int at) {
    if (node.isArray()) {
      for (JsonNode item : node) {
        JsonNode found = first(item, at);
        if (!Rule.absent(found)) {
          return found;
        }
      }
      return Rule.none();
    }
    if (at > 0 && !steps.get(at - 1).keeps(node)) {
      return Rule.none();
    }
    return at == steps.size() ? node : first(node.path(steps.get(at).name()), at + 1);
  }

  /// All values there, in the order of the resource.
  public List<JsonNode> all(JsonNode root) {
    List<JsonNode> found = new ArrayList<>();
    collect(root, 0, found);
    return found;
  }

  private void collect(JsonNode node, int at, List<JsonNode> found) {
    if (node.isArray()) {
      node.forEach(item -> collect(item, at, found));
    } else if (!Rule.absent(node) && (at == 0 || steps.get(at - 1).keeps(node))) {
      if (at == steps.size()) {
        found.add(node);
      } else {
        collect(node.path(steps.get(at).name()), at + 1, found);
      }
    }
  }
}
