package org.tessera.fhir.rest;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.tessera.fhir.structure.XmlReader;
import org.tessera.fhir.structure.XmlWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A resource as a text that is equal for resources that mean the same: without what the server
/// sets, elements in order of name, decimals with all their digits, narratives as XML has them.
final class SameResource {
  private SameResource() {}

  static String text(ObjectNode resource) {
    ObjectNode copy = resource.deepCopy();
    if (copy.get("meta") instanceof ObjectNode meta) {
      meta.remove("versionId");
      meta.remove("lastUpdated");
      if (meta.isEmpty()) {
        copy.remove("meta");
      }
    }
    // Through XML and back once: what the two forms of a narrative have in common stays.
    ObjectNode narratives =
        XmlReader.read(XmlWriter.write(copy, false).getBytes(StandardCharsets.UTF_8));
    var text = new StringBuilder();
    write(copy, narratives, text);
    return text.toString();
  }

  private static void write(JsonNode node, JsonNode other, StringBuilder text) {
    if (node.isObject()) {
      Map<String, JsonNode> sorted = new TreeMap<>();
      node.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
      text.append('{');
      sorted.forEach((name, value) -> {
        text.append(name).append(':');
        boolean narrative = name.equals("div") && value.isString();
        write(narrative ? other.path(name) : value, other.path(name), text);
        text.append(';');
      });
      text.append('}');
    } else if (node.isArray()) {
      text.append('[');
      for (int i = 0; i < node.size(); i++) {
        write(node.get(i), other.path(i), text);
        text.append(',');
      }
      text.append(']');
    } else if (node.isNumber()) {
      text.append(new BigDecimal(node.asString()).toString());
    } else {
      text.append(node.asString("null")).append(node.getNodeType());
    }
  }
}
