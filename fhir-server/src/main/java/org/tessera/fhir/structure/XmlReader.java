package org.tessera.fhir.structure;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads a resource in XML into the tree its JSON would be. What is wrong with its content is left
/// to [StructureCheck]; only what is no FHIR XML at all is refused here.
/// https://hl7.org/fhir/R4/xml.html
public final class XmlReader {
  private static final int DEPTH_MAX = 100;
  private static final int NUMBER_LENGTH_MAX = 60;
  private static final String FHIR = "http://hl7.org/fhir";
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?");
  private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,9}");
  private static final XMLInputFactory FACTORY = XmlInput.factory();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final XMLStreamReader reader;
  private int depth;

  private XmlReader(XMLStreamReader reader) {
    this.reader = reader;
  }

  /// Reads one resource.
  ///
  /// @throws MalformedXml if it is not well-formed, has a document type, nests deeper than 100, or
  ///   is not in FHIR's namespace
  public static ObjectNode read(byte[] xml) {
    XMLStreamReader reader = null;
    try {
      reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(xml));
      var one = new XmlReader(reader);
      one.nextElement();
      ObjectNode resource = one.resource();
      while (reader.hasNext()) {
        one.next();
      }
      return resource;
    } catch (XMLStreamException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
      int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNumber();
      throw new MalformedXml("the body is not well-formed XML", line, column);
    }
  }

  private int next() throws XMLStreamException {
    int event = reader.next();
    if (event == XMLStreamConstants.DTD) {
      throw malformed("a document type is not allowed");
    }
    if (event == XMLStreamConstants.START_ELEMENT && ++depth > DEPTH_MAX) {
      throw malformed("the XML nests deeper than " + DEPTH_MAX + " (depthMax)");
    }
    if (event == XMLStreamConstants.END_ELEMENT) {
      depth--;
    }
    return event;
  }

  /// Moves to the next element's start, or to the end of the one around.
  private boolean nextElement() throws XMLStreamException {
    while (true) {
      int event = next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        return true;
      }
      if (event == XMLStreamConstants.END_ELEMENT || event == XMLStreamConstants.END_DOCUMENT) {
        return false;
      }
      if (event == XMLStreamConstants.CHARACTERS && !reader.isWhiteSpace()) {
        throw malformed("text stands where FHIR has elements");
      }
    }
  }

  private ObjectNode resource() throws XMLStreamException {
    if (!FHIR.equals(reader.getNamespaceURI())) {
      throw malformed("the element is not in the namespace " + FHIR);
    }
    ObjectNode node = NODES.objectNode();
    String name = reader.getLocalName();
    node.put("resourceType", name);
    children(Structures.get(name), node);
    return node;
  }

  /// Reads the elements of the one the reader stands at, and its attributes.
  private void children(@Nullable Structure structure, ObjectNode node) throws XMLStreamException {
    attributes(node);
    while (nextElement()) {
      String name = reader.getLocalName();
      ElementDefinition element = structure == null ? null : structure.find(name);
      if (element == null) {
        unknown(node, name);
      } else if (element.primitive() == Primitive.XHTML) {
        node.put(name, XhtmlText.read(reader, this::next));
      } else if (element.primitive() != null) {
        primitive(element, element.primitive(), node);
      } else {
        put(element, node, composite(element));
      }
    }
    // Values of which there are only extensions: JSON has no list for them.
    node.properties().removeIf(field -> isGaps(field.getValue()));
  }

  private static boolean isGaps(JsonNode value) {
    if (!(value instanceof ArrayNode array)) {
      return false;
    }
    for (JsonNode item : array) {
      if (!item.isNull()) {
        return false;
      }
    }
    return true;
  }

  private void attributes(ObjectNode node) {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      if (reader.getAttributeNamespace(i) == null || reader.getAttributeNamespace(i).isEmpty()) {
        node.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
      }
    }
  }

  private ObjectNode composite(ElementDefinition element) throws XMLStreamException {
    if (!element.isResource()) {
      ObjectNode node = NODES.objectNode();
      children(Structures.get(element.type()), node);
      return node;
    }
    if (!nextElement()) {
      return NODES.objectNode();
    }
    ObjectNode node = resource();
    if (nextElement()) {
      throw malformed("there is more than one resource in an element");
    }
    return node;
  }

  /// An element FHIR does not know is kept by name, so that it can be refused, or left out.
  private void unknown(ObjectNode node, String name) throws XMLStreamException {
    ObjectNode value = NODES.objectNode();
    children(null, value);
    node.set(name, value);
  }

  private static void put(ElementDefinition element, ObjectNode node, JsonNode value) {
    if (element.many()) {
      array(node, element.name()).add(value);
    } else if (node.has(element.name())) {
      // A second one of what may be there once: as an array it is refused by name.
      node.set(element.name(), NODES.arrayNode().add(node.get(element.name())).add(value));
    } else {
      node.set(element.name(), value);
    }
  }

  private static ArrayNode array(ObjectNode node, String name) {
    return node.get(name) instanceof ArrayNode array ? array : node.putArray(name);
  }

  private void primitive(ElementDefinition element, Primitive primitive, ObjectNode node)
      throws XMLStreamException {
    var shadow = NODES.objectNode();
    attributes(shadow);
    JsonNode text = shadow.remove("value");
    Structure extensible = Structures.require("Element");
    while (nextElement()) {
      ElementDefinition inner = extensible.find(reader.getLocalName());
      if (inner == null || inner.primitive() != null) {
        unknown(shadow, reader.getLocalName());
      } else {
        put(inner, shadow, composite(inner));
      }
    }
    JsonNode value = text == null ? NODES.nullNode() : value(primitive, text.stringValue());
    if (element.many()) {
      add(node, element.name(), value, shadow);
    } else {
      if (!value.isNull() || shadow.isEmpty()) {
        put(element, node, value);
      }
      if (!shadow.isEmpty()) {
        node.set("_" + element.name(), shadow);
      }
    }
  }

  /// Values and their extensions are two arrays of equal length, with gaps.
  private static void add(ObjectNode node, String name, JsonNode value, ObjectNode shadow) {
    ArrayNode values = array(node, name);
    boolean shadows = node.has("_" + name) || !shadow.isEmpty();
    if (shadows) {
      ArrayNode beside = array(node, "_" + name);
      while (beside.size() < values.size()) {
        beside.addNull();
      }
      if (shadow.isEmpty()) {
        beside.addNull();
      } else {
        beside.add(shadow);
      }
    }
    values.add(value);
  }

  private static JsonNode value(Primitive primitive, String text) {
    return switch (primitive) {
      case BOOLEAN ->
          text.equals("true") || text.equals("false")
              ? NODES.booleanNode(text.equals("true"))
              : NODES.stringNode(text);
      case INTEGER, POSITIVE, UNSIGNED ->
          WHOLE.matcher(text).matches()
              ? NODES.numberNode(Long.parseLong(text))
              : NODES.stringNode(text);
      case DECIMAL -> number(text);
      default -> NODES.stringNode(text);
    };
  }

  private static JsonNode number(String text) {
    if (text.length() > NUMBER_LENGTH_MAX || !NUMBER.matcher(text).matches()) {
      return NODES.stringNode(text);
    }
    return NODES.numberNode(new BigDecimal(text));
  }

  private MalformedXml malformed(String message) {
    return new MalformedXml(
        message, reader.getLocation().getLineNumber(), reader.getLocation().getColumnNumber());
  }
}
