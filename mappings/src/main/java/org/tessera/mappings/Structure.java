package org.tessera.mappings;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A structure whose parts are rules.
///
/// It vanishes when it reads data and finds none, and when it would be empty. A whole resource
/// stays, unless its id has no value.
record Structure(List<Part> parts, boolean resource, boolean readsData) implements Rule {
  /// One element of the structure.
  record Part(String name, Rule rule) {}

  static Structure of(List<Part> parts, boolean resource) {
    return new Structure(
        List.copyOf(parts), resource, parts.stream().anyMatch(part -> part.rule().readsData()));
  }

  @Override
  public JsonNode evaluate(Scope scope) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    boolean found = false;
    for (Part part : parts) {
      JsonNode value = part.rule().evaluate(scope);
      if (value.isMissingNode()) {
        if (resource && part.name().equals("id")) {
          return Rule.none();
        }
      } else {
        object.set(part.name(), value);
        found |= part.rule().readsData();
      }
    }
    boolean says = resource || !readsData || found;
    return says && !object.isEmpty() ? object : Rule.none();
  }
}
