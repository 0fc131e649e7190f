package org.tessera.fhir.rest;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// References by the absolute address of this server: `http://here/fhir/Patient/1` is `Patient/1`.
///
/// They are stored in the relative form, so that they are found, kept sound and exported like all
/// others, and stay right when the server moves. https://hl7.org/fhir/R4/references.html#literal
final class OwnReferences {
  private OwnReferences() {}

  /// A reference without the base of this server, or as it is.
  ///
  /// @param base without a slash at its end
  static String relative(String reference, String base) {
    return reference.startsWith(base) && reference.startsWith("/", base.length())
        ? reference.substring(base.length() + 1)
        : reference;
  }

  /// Makes the references of a resource relative, in place. Those inside a stored Bundle are read
  /// against the addresses of its entries, and stay.
  static void makeRelative(ObjectNode resource, String base) {
    if (!resource.path("resourceType").asString("").equals("Bundle")) {
      walk(resource, base);
    }
  }

  private static void walk(ObjectNode node, String base) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      JsonNode value = field.getValue();
      if (value instanceof ObjectNode object) {
        walk(object, base);
      } else if (value.isArray()) {
        for (JsonNode item : value) {
          if (item instanceof ObjectNode object) {
            walk(object, base);
          }
        }
      } else if (field.getKey().equals("reference") && value instanceof StringNode text) {
        String now = relative(text.stringValue(), base);
        if (!now.equals(text.stringValue())) {
          field.setValue(StringNode.valueOf(now));
        }
      }
    }
  }
}
