package org.tessera.fhir.structure;

import javax.xml.stream.XMLInputFactory;

/// StAX readers that expand nothing and fetch nothing.
final class XmlInput {
  private XmlInput() {}

  static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }
}
