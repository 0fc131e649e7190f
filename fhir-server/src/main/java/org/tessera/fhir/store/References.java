package org.tessera.fhir.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
  private static final byte[] BUNDLE =
      "{\"resourceType\":\"Bundle\"".getBytes(StandardCharsets.UTF_8);
  private static final byte[] REFERENCE = "\"reference\":\"".getBytes(StandardCharsets.UTF_8);
  private static final int COLON = REFERENCE.length - 2;

  private References() {}

  /// The targets as `Type/id`, without versions, found in the text: a walk over the tree costs a
  /// tenth of a commit, and in compact JSON these bytes stand nowhere but before a reference (in a
  /// text its quotes are escaped).
  ///
  /// @param json as [ResourceContent#encode] wrote it
  static Set<String> targets(byte[] json) {
    Set<String> targets = new LinkedHashSet<>(8);
    if (startsAt(json, 0, BUNDLE)) {
      return targets;
    }
    for (int at = next(json, 0); at >= 0; at = next(json, at)) {
      int end = at;
      while (json[end] != '"') {
        end += json[end] == '\\' ? 2 : 1;
      }
      local(text(json, at, end)).ifPresent(targets::add);
    }
    return targets;
  }

  /// Where a resource refers to a target, such as `Observation.subject`.
  static String place(ObjectNode resource, String target) {
    String type = resource.path("resourceType").asString("");
    return find(resource, type, target).orElse(type);
  }

  /// The position behind the next `"reference":"`, or -1.
  private static int next(byte[] json, int from) {
    int last = json.length - REFERENCE.length;
    for (int i = from; i <= last; i++) {
      // Rare as a letter before a colon: most positions are left after one comparison.
      if (json[i + COLON] == ':' && startsAt(json, i, REFERENCE)) {
        return i + REFERENCE.length;
      }
    }
    return -1;
  }

  private static boolean startsAt(byte[] json, int at, byte[] start) {
    return at + start.length <= json.length
        && Arrays.equals(json, at, at + start.length, start, 0, start.length);
  }

  private static String text(byte[] json, int from, int to) {
    for (int i = from; i < to; i++) {
      if (json[i] == '\\') {
        return FhirJson.parseAny(Arrays.copyOfRange(json, from - 1, to + 1)).stringValue();
      }
    }
    return new String(json, from, to - from, StandardCharsets.UTF_8);
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
