package org.tessera.dicom.model;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Dictionary;
import org.tessera.dicom.Element;
import org.tessera.dicom.EncapsulatedElement;
import org.tessera.dicom.PersonName;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.Tag;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;

/// Prints data sets as XML with a stack of its own.
final class XmlWriter {
  private final BulkLinks links;
  private final XMLStreamWriter out;
  private final Deque<Level> levels = new ArrayDeque<>();

  private static final class Level {
    final DataSet dataSet;
    final String path;
    final Iterator<Element> elements;
    Iterator<DataSet> items = List.<DataSet>of().iterator();
    boolean open;
    int item;
    String sequencePath = "";

    Level(DataSet dataSet, String path) {
      this.dataSet = dataSet;
      this.path = path;
      this.elements = dataSet.iterator();
    }
  }

  XmlWriter(BulkLinks links, XMLStreamWriter out) {
    this.links = links;
    this.out = out;
  }

  void write(DataSet root) throws XMLStreamException, IOException {
    out.writeStartDocument("UTF-8", "1.0");
    out.writeStartElement("NativeDicomModel");
    out.writeDefaultNamespace("http://dicom.nema.org/PS3.19/models/NativeDICOM");
    out.writeAttribute("xml", "http://www.w3.org/XML/1998/namespace", "space", "preserve");
    levels.push(new Level(root, ""));
    while (!levels.isEmpty()) {
      Level level = levels.element();
      if (level.open) {
        nextItem(level);
      } else if (level.elements.hasNext()) {
        element(level, level.elements.next());
      } else {
        out.writeEndElement();
        levels.pop();
      }
    }
    out.writeEndDocument();
  }

  private void nextItem(Level level) throws XMLStreamException {
    if (!level.items.hasNext()) {
      out.writeEndElement();
      level.open = false;
      return;
    }
    out.writeStartElement("Item");
    out.writeAttribute("number", Integer.toString(level.item + 1));
    levels.push(new Level(level.items.next(), level.sequencePath + level.item++ + "/"));
  }

  private void element(Level level, Element element) throws XMLStreamException, IOException {
    int tag = element.tag();
    if (Tag.isGroupLength(tag) || Tag.group(tag) == 0xFFFE) {
      return;
    }
    out.writeStartElement("DicomAttribute");
    out.writeAttribute("tag", Tag.hex(tag));
    out.writeAttribute("vr", element.vr().name());
    if (!Dictionary.keyword(tag).isEmpty()) {
      out.writeAttribute("keyword", Dictionary.keyword(tag));
    }
    Optional<String> creator =
        Tag.isPrivateCreator(tag) ? Optional.empty() : level.dataSet.privateCreator(tag);
    if (creator.isPresent() && isXml(creator.get())) {
      out.writeAttribute("privateCreator", creator.get());
    }
    String path = level.path + Tag.hex(tag);
    Optional<URI> link = links.link(path, element);
    if (link.isPresent()) {
      out.writeEmptyElement("BulkData");
      out.writeAttribute("uri", link.get().toString());
      out.writeEndElement();
      return;
    }
    switch (element) {
      case SequenceElement sequence -> {
        level.items = sequence.items().iterator();
        level.open = true;
        level.item = 0;
        level.sequencePath = path + "/";
      }
      case EncapsulatedElement _ ->
          throw new IllegalArgumentException("encapsulated pixel data needs a bulk data link");
      case ValueElement value -> {
        value(level.dataSet, value);
        out.writeEndElement();
      }
    }
  }

  private void value(DataSet owner, ValueElement element) throws XMLStreamException, IOException {
    if (element.length() == 0) {
      return;
    }
    if (ElementText.isBinary(element) || !element.value().inMemory()) {
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
    List<String> values =
        element.tag() == Tag.SpecificCharacterSet
            ? List.of("ISO_IR 192")
            : ElementText.values(owner, element);
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
