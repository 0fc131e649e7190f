package org.tessera.etl.form;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.InputStream;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// XML of Excel packages, read by local names: Strict and Transitional workbooks differ in their
/// namespaces only, and programs differ in their prefixes.
final class OoxmlXml {
  private static final XMLInputFactory FACTORY = factory();

  private OoxmlXml() {}

  private static XMLInputFactory factory() {
    // Named, because the pure-Java lookup would find whichever parser the class path holds.
    var factory = new InputFactoryImpl();
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    return factory;
  }

  static XMLStreamReader reader(InputStream in) throws XMLStreamException {
    return FACTORY.createXMLStreamReader(in);
  }

  /// An attribute without a namespace.
  static Optional<String> attribute(XMLStreamReader xml, String name) {
    for (int at = 0; at < xml.getAttributeCount(); at++) {
      if (xml.getAttributeLocalName(at).equals(name)
          && String.valueOf(xml.getAttributePrefix(at)).isEmpty()) {
        return Optional.of(xml.getAttributeValue(at));
      }
    }
    return Optional.empty();
  }

  /// An attribute in some namespace, such as `r:id`.
  static Optional<String> qualified(XMLStreamReader xml, String name) {
    for (int at = 0; at < xml.getAttributeCount(); at++) {
      String prefix = xml.getAttributePrefix(at);
      if (xml.getAttributeLocalName(at).equals(name) && prefix != null && !prefix.isEmpty()) {
        return Optional.of(xml.getAttributeValue(at));
      }
    }
    return Optional.empty();
  }

  static boolean truth(Optional<String> attribute) {
    return attribute.filter(text -> text.equals("1") || text.equals("true")).isPresent();
  }
}
