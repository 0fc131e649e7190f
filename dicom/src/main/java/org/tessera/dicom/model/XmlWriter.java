package org.tessera.dicom.model;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Dictionary;
import org.tessera.dicom.Element;
import org.tessera.dicom.PersonName;
import org.tessera.dicom.Tag;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;

/// Prints data sets as XML.
final class XmlWriter implements ModelWalk.Printer<XMLStreamException> {
  private final BulkLinks links;
  private final XMLStreamWriter out;

  XmlWriter(BulkLinks links, XMLStreamWriter out) {
    this.links = links;
    this.out = out;
  }

  void write(DataSet root) throws XMLStreamException, IOException {
    out.writeStartDocument("UTF-8", "1.0");
    out.writeStartElement("NativeDicomModel");
    out.writeDefaultNamespace("http://dicom.nema.org/PS3.19/models/NativeDICOM");
    out.writeAttribute("xml", "http://www.w3.org/XML/1998/namespace", "space", "preserve");
    new ModelWalk<>(links, this).through(root);
    out.writeEndDocument();
  }

  @Override
  public void beginItem(int index) throws XMLStreamException {
    out.writeStartElement("Item");
    out.writeAttribute("number", Integer.toString(index + 1));
  }

  @Override
  public void endDataSet() throws XMLStreamException {
    out.writeEndElement();
  }

  @Override
  public void beginAttribute(DataSet owner, Element element) throws XMLStreamException {
    int tag = element.tag();
    out.writeStartElement("DicomAttribute");
    out.writeAttribute("tag", Tag.hex(tag));
    out.writeAttribute("vr", element.vr().name());
    if (!Dictionary.keyword(tag).isEmpty()) {
      out.writeAttribute("keyword", Dictionary.keyword(tag));
    }
    Optional<String> creator =
        Tag.isPrivateCreator(tag) ? Optional.empty() : owner.privateCreator(tag);
    if (creator.isPresent() && isXml(creator.get())) {
      out.writeAttribute("privateCreator", creator.get());
    }
  }

  /// Items stand in the attribute itself.
  @Override
  public void beginItems() {}

  @Override
  public void endItems() {}

  @Override
  public void link(URI link) throws XMLStreamException {
    out.writeEmptyElement("BulkData");
    out.writeAttribute("uri", link.toString());
  }

  @Override
  public void endAttribute() throws XMLStreamException {
    out.writeEndElement();
  }

  @Override
  public void values(DataSet owner, ValueElement element) throws XMLStreamException, IOException {
    if (ElementText.isInline(element)) {
      out.writeStartElement("InlineBinary");
      ElementText.base64(
          element,
          text -> {
            try {
              out.writeCharacters(text);
            } catch (XMLStreamException e) {
              throw new IOException(e);
            }
          });
      out.writeEndElement();
      return;
    }
    List<String> values = ElementText.values(owner, element);
    if (!values.stream().allMatch(XmlWriter::isXml)) {
      inline(String.join("\\", values));
      return;
    }
    for (int i = 0; i < values.size(); i++) {
      single(element.vr(), i + 1, values.get(i));
    }
  }

  private void inline(String text) throws XMLStreamException {
    out.writeStartElement("InlineBinary");
    out.writeCharacters(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    out.writeEndElement();
  }

  private void single(Vr vr, int number, String value) throws XMLStreamException {
    out.writeStartElement(vr == Vr.PN ? "PersonName" : "Value");
    out.writeAttribute("number", Integer.toString(number));
    if (vr == Vr.PN) {
      var name = PersonName.parse(value);
      group("Alphabetic", name.alphabetic());
      group("Ideographic", name.ideographic());
      group("Phonetic", name.phonetic());
    } else {
      out.writeCharacters(value);
    }
    out.writeEndElement();
  }

  private void group(String label, PersonName.Group group) throws XMLStreamException {
    if (group.isEmpty()) {
      return;
    }
    out.writeStartElement(label);
    component("FamilyName", group.family());
    component("GivenName", group.given());
    component("MiddleName", group.middle());
    component("NamePrefix", group.prefix());
    component("NameSuffix", group.suffix());
    out.writeEndElement();
  }

  private void component(String label, String text) throws XMLStreamException {
    if (!text.isEmpty()) {
      out.writeStartElement(label);
      out.writeCharacters(text);
      out.writeEndElement();
    }
  }

  /// Whether XML 1.0 has all these characters; a carriage return would come back as a line feed.
  private static boolean isXml(String text) {
    return text.codePoints()
        .allMatch(c ->
            c == '\t'
                || c == '\n'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000);
  }
}
