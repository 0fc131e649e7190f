package org.tessera.fhir.rest;

import java.io.ByteArrayInputStream;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Refuses XML with a document type (entities expand), depth without end, or numbers whose decimal
/// expansion fills the memory.
final class XmlGuard {
  private static final Pattern EXPONENTIAL =
      Pattern.compile("[+-]?[0-9]+(?:\\.[0-9]+)?[eE][+-]?[0-9]+");
  private static final XMLInputFactory FACTORY = factory();

  private XmlGuard() {}

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  static void check(byte[] body) throws RefusedBody {
    try {
      XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(body));
      int depth = 0;
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.DTD) {
          throw new RefusedBody(400, "a document type is not allowed");
        }
        if (event == XMLStreamConstants.START_ELEMENT) {
          if (++depth > Limits.DEPTH_MAX) {
            throw new RefusedBody(400, "nested deeper than " + Limits.DEPTH_MAX + " (depthMax)");
          }
          checkAttributes(reader);
        } else if (event == XMLStreamConstants.END_ELEMENT) {
          depth--;
        }
      }
    } catch (XMLStreamException e) {
      throw new RefusedBody(
          400, "the body is not well-formed XML at line " + e.getLocation().getLineNumber());
    }
  }

  private static void checkAttributes(XMLStreamReader reader) throws RefusedBody {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      String value = reader.getAttributeValue(i);
      if (value.length() < 4 * Limits.NUMBER_LENGTH_MAX && EXPONENTIAL.matcher(value).matches()) {
        JsonGuard.checkNumber(value);
      }
    }
  }
}
