package org.tessera.fhir.structure;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes a resource's tree as XML, its elements in the order of the standard.
/// https://hl7.org/fhir/R4/xml.html
public final class XmlWriter {
  private final StringBuilder text = new StringBuilder(4_096);
  private final boolean pretty;

  private XmlWriter(boolean pretty) {
    this.pretty = pretty;
  }

  /// The XML of a resource that [StructureCheck] finds no fault with.
  public static String write(ObjectNode resource, boolean pretty) {
    var writer = new XmlWriter(pretty);
    writer.resource(resource, 0, true);
    return writer.text.toString();
  }

  private void resource(ObjectNode node, int depth, boolean outermost) {
    String type = node.path("resourceType").asString("");
    open(type, depth);
    if (outermost) {
      text.append(" xmlns=\"http://hl7.org/fhir\"");
    }
    text.append('>');
    content(Structures.require(type), node, depth, true);
    end(type, depth);
  }

  private void content(Structure structure, ObjectNode node, int depth, boolean resource) {
    for (ElementDefinition element : structure.elements()) {
      String name = element.name();
      boolean attribute = !resource && (name.equals("id") || isExtensionUrl(structure, name));
      if (!attribute) {
        JsonNode value = node.get(name);
        JsonNode shadow = element.primitive() == null ? null : node.get("_" + name);
        List<JsonNode> values = all(value);
        List<JsonNode> shadows = all(shadow);
        for (int i = 0; i < Math.max(values.size(), shadows.size()); i++) {
          one(element, at(values, i), at(shadows, i), depth + 1);
        }
      }
    }
  }

  private static boolean isExtensionUrl(Structure structure, String name) {
    return name.equals("url") && structure.name().equals("Extension");
  }

  private static List<JsonNode> all(@org.jspecify.annotations.Nullable JsonNode value) {
    if (value == null) {
      return List.of();
    }
    if (value instanceof ArrayNode array) {
      List<JsonNode> items = new ArrayList<>(array.size());
      array.forEach(items::add);
      return items;
    }
    return List.of(value);
  }

  private static JsonNode at(List<JsonNode> values, int index) {
    return index < values.size()
        ? values.get(index)
        : tools.jackson.databind.node.MissingNode.getInstance();
  }

  private void one(ElementDefinition element, JsonNode value, JsonNode shadow, int depth) {
    if (element.primitive() == Primitive.XHTML) {
      newLine(depth);
      text.append(Narrative.asXml(value.asString("")));
    } else if (element.primitive() != null) {
      primitive(element.name(), value, shadow, depth);
    } else if (value instanceof ObjectNode object) {
      open(element.name(), depth);
      if (element.isResource()) {
        text.append('>');
        resource(object, depth + 1, false);
      } else {
        attribute("id", object.path("id"));
        if (element.type().equals("Extension")) {
          attribute("url", object.path("url"));
        }
        text.append('>');
        content(Structures.require(element.type()), object, depth, false);
      }
      end(element.name(), depth);
    }
  }

  private void primitive(String name, JsonNode value, JsonNode shadow, int depth) {
    open(name, depth);
    attribute("id", shadow.path("id"));
    if (!value.isNull() && !value.isMissingNode()) {
      attribute("value", value);
    }
    if (shadow.path("extension").isArray()) {
      text.append('>');
      content(Structures.require("Element"), (ObjectNode) shadow, depth, false);
      end(name, depth);
    } else {
      text.append("/>");
    }
  }

  private void attribute(String name, JsonNode value) {
    if (!value.isMissingNode()) {
      text.append(' ').append(name).append("=\"");
      escape(value.isNumber() ? value.toString() : value.asString(""), text);
      text.append('"');
    }
  }

  private void open(String name, int depth) {
    newLine(depth);
    text.append('<').append(name);
  }

  private void end(String name, int depth) {
    newLine(depth);
    text.append("</").append(name).append('>');
  }

  private void newLine(int depth) {
    if (pretty) {
      text.append('\n').repeat("  ", depth);
    }
  }

  static void escape(String value, StringBuilder target) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '<' -> target.append("&lt;");
        case '>' -> target.append("&gt;");
        case '&' -> target.append("&amp;");
        case '"' -> target.append("&quot;");
        case '\n' -> target.append("&#xA;");
        case '\r' -> target.append("&#xD;");
        case '\t' -> target.append("&#x9;");
        default -> target.append(c);
      }
    }
  }
}
