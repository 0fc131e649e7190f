package org.tessera.fhir.structure;

import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// The narrative inside a resource in XML, as the text it is in JSON.
final class XhtmlText {
  private static final String XHTML = "http://www.w3.org/1999/xhtml";

  /// The reader's next event.
  @FunctionalInterface
  interface Step {
    int next() throws XMLStreamException;
  }

  private XhtmlText() {}

  /// Reads from the start of the element the reader stands at to its end.
  static String read(XMLStreamReader reader, Step step) throws XMLStreamException {
    var text = new StringBuilder();
    open(reader, text, XHTML.equals(reader.getNamespaceURI()));
    int inside = 1;
    boolean unclosed = true;
    while (inside > 0) {
      int event = step.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        close(text, unclosed);
        open(reader, text, false);
        unclosed = true;
        inside++;
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        text.append(unclosed ? "/>" : "</" + reader.getLocalName() + ">");
        unclosed = false;
        inside--;
      } else if (reader.hasText() && event != XMLStreamConstants.COMMENT) {
        close(text, unclosed);
        unclosed = false;
        XmlWriter.escape(reader.getText(), text);
      }
    }
    return text.toString();
  }

  private static void open(XMLStreamReader reader, StringBuilder text, boolean declares) {
    text.append('<').append(reader.getLocalName());
    if (declares) {
      text.append(" xmlns=\"").append(XHTML).append('"');
    }
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      String prefix = reader.getAttributePrefix(i);
      text.append(' ');
      if (prefix != null && !prefix.isEmpty()) {
        text.append(prefix).append(':');
      }
      text.append(reader.getAttributeLocalName(i)).append("=\"");
      XmlWriter.escape(reader.getAttributeValue(i), text);
      text.append('"');
    }
  }

  private static void close(StringBuilder text, boolean unclosed) {
    if (unclosed) {
      text.append('>');
    }
  }
}
