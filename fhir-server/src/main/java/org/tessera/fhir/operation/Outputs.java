package org.tessera.fhir.operation;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A `Parameters` resource under construction.
final class Outputs {
  private final ObjectNode tree = JsonNodeFactory.instance.objectNode();
  private final ArrayNode parameters;

  Outputs() {
    tree.put("resourceType", "Parameters");
    parameters = tree.putArray("parameter");
  }

  Outputs add(String name, String type, JsonNode value) {
    ObjectNode parameter = parameters.addObject().put("name", name);
    parameter.set(type, value);
    return this;
  }

  /// Adds a text unless it is empty.
  Outputs text(String name, String type, String value) {
    return value.isEmpty() ? this : add(name, type, JsonNodeFactory.instance.stringNode(value));
  }

  Outputs flag(String name, boolean value) {
    return add(name, "valueBoolean", JsonNodeFactory.instance.booleanNode(value));
  }

  /// A parameter of several parts; the part that was added last is the parent's.
  ArrayNode parts(String name) {
    return parameters.addObject().put("name", name).putArray("part");
  }

  static void part(ArrayNode parts, String name, String type, JsonNode value) {
    parts.addObject().put("name", name).set(type, value);
  }

  static void part(ArrayNode parts, String name, String type, String value) {
    if (!value.isEmpty()) {
      part(parts, name, type, JsonNodeFactory.instance.stringNode(value));
    }
  }

  ObjectNode tree() {
    return tree;
  }

  Answer answer() {
    return Answer.of(tree);
  }
}
