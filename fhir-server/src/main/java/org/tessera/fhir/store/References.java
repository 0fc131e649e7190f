package org.tessera.fhir.store;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The references of a resource to resources of this store, from whatever element.
///
/// Entries of a stored Bundle refer to each other and are left out; contained resources are not.
final class References {
  private References() {}

  /// The targets as `Type/id`, without versions.
  static Set<String> targets(ObjectNode resource) {
    Set<String> targets = new LinkedHashSet<>(8);
    if (!resource.path("resourceType").asString("").equals("Bundle")) {
      collect(resource, targets);
    }
    return targets;
  }

  /// Where a resource refers to a target, such as `Observation.subject`.
  static String place(ObjectNode resource, String target) {
    String type = resource.path("resourceType").asString("");
    return find(resource, type, target).orElse(type);
  }

  private static void collect(ObjectNode node, Set<String> targets) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      JsonNode value = field.getValue();
      if (value instanceof ObjectNode object) {
        collect(object, targets);
      } else if (value instanceof ArrayNode array) {
        for (JsonNode item : array) {
          if (item instanceof ObjectNode object) {
            collect(object, targets);
          }
        }
      } else if (field.getKey().equals("reference") && value.isString()) {
        local(value.stringValue()).ifPresent(targets::add);
      }
    }
  }

  private static Optional<String> find(ObjectNode node, String path, String target) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      JsonNode value = field.getValue();
      String place = path + "." + field.getKey();
      if (value instanceof ArrayNode array) {
        for (int i = 0; i < array.size(); i++) {
          Optional<String> found =
              array.get(i) instanceof ObjectNode object
                  ? find(object, place + "[" + i + "]", target)
                  : Optional.empty();
          if (found.isPresent()) {
            return found;
          }
        }
      } else if (value instanceof ObjectNode object) {
        Optional<String> found = find(object, place, target);
        if (found.isPresent()) {
          return found;
        }
      } else if (field.getKey().equals("reference")
          && local(value.asString("")).filter(target::equals).isPresent()) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  /// `Type/id` of a reference to this store; an address elsewhere, or inside the resource, is none.
  static Optional<String> local(String reference) {
    int slash = reference.indexOf('/');
    if (slash <= 0 || !ResourceTypes.isKnown(reference.substring(0, slash))) {
      return Optional.empty();
    }
    int end = reference.indexOf('/', slash + 1);
    if (end < 0) {
      return Optional.of(reference);
    }
    return reference.startsWith("/_history/", end)
        ? Optional.of(reference.substring(0, end))
        : Optional.empty();
  }
}
