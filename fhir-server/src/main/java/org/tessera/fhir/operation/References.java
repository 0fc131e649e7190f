package org.tessera.fhir.operation;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tessera.fhir.store.ResourceTypes;
import tools.jackson.databind.JsonNode;

/// The references a resource holds to others of this server.
final class References {
  private static final Pattern LOCAL =
      Pattern.compile("([A-Za-z]{1,60})/([A-Za-z0-9.-]{1,64})(?:/_history/[0-9]+)?");

  private References() {}

  /// A resource by its type and id.
  record Target(String type, String id) {}

  /// Adds every target below a node, wherever it stands.
  static void collect(JsonNode node, Set<Target> targets) {
    if (node.isObject() && node.path("reference").isString()) {
      Matcher local = LOCAL.matcher(node.path("reference").stringValue());
      if (local.matches() && ResourceTypes.isKnown(local.group(1))) {
        targets.add(new Target(local.group(1), local.group(2)));
      }
    }
    for (JsonNode below : node.values()) {
      if (below.isContainer()) {
        collect(below, targets);
      }
    }
  }
}
