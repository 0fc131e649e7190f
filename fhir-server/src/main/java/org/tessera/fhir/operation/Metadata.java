package org.tessera.fhir.operation;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The sets in `meta`: profiles, tags and security labels. A coding is the same by system and code,
/// a profile by its address.
final class Metadata {
  private static final List<String> SETS = List.of("profile", "security", "tag");

  private Metadata() {}

  /// Adds to one `meta` what another has and it has not.
  static void add(ObjectNode meta, JsonNode more) {
    for (String set : SETS) {
      for (JsonNode item : more.path(set)) {
        ArrayNode own = meta.get(set) instanceof ArrayNode known ? known : meta.putArray(set);
        if (indexOf(own, item) < 0) {
          own.add(item);
        }
      }
    }
  }

  /// Takes from one `meta` what another names.
  static void remove(ObjectNode meta, JsonNode less) {
    for (String set : SETS) {
      if (meta.get(set) instanceof ArrayNode own) {
        for (JsonNode item : less.path(set)) {
          int at = indexOf(own, item);
          if (at >= 0) {
            own.remove(at);
          }
        }
        if (own.isEmpty()) {
          meta.remove(set);
        }
      }
    }
  }

  /// Only the sets, without version and time.
  static ObjectNode sets(JsonNode meta) {
    ObjectNode sets = JsonNodeFactory.instance.objectNode();
    add(sets, meta);
    return sets;
  }

  private static int indexOf(ArrayNode items, JsonNode item) {
    for (int i = 0; i < items.size(); i++) {
      if (key(items.get(i)).equals(key(item))) {
        return i;
      }
    }
    return -1;
  }

  private static String key(JsonNode item) {
    return item.isObject()
        ? item.path("system").asString("") + "|" + item.path("code").asString("")
        : item.asString("");
  }
}
