package org.tessera.dicom.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.tessera.dicom.CharacterSet;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DataSetEdit;
import org.tessera.dicom.Vr;

/// Reads the Native DICOM Model with a stack of its own.
final class XmlReader {
  private static final int DEPTH_MAX = 64;
  private static final List<String> GROUPS = List.of("Alphabetic", "Ideographic", "Phonetic");
  private static final List<String> COMPONENTS =
      List.of("FamilyName", "GivenName", "MiddleName", "NamePrefix", "NameSuffix");

  private final XMLStreamReader xml;
  private final ModelElements elements;
  private final Deque<Level> levels = new ArrayDeque<>();

  /// A data set being read and its attribute that is open.
  private static final class Level {
    final Map<Integer, Attribute> attributes = new TreeMap<>(Integer::compareUnsigned);
    @Nullable Attribute open;
  }

  private static final class Attribute {
    final int tag;
    final Vr vr;
    final List<String> values = new ArrayList<>();
    final List<DataSet> items = new ArrayList<>();
    @Nullable String uri;
    @Nullable String inline;

    Attribute(int tag, Vr vr) {
      this.tag = tag;
      this.vr = vr;
    }
  }

  XmlReader(XMLStreamReader xml, BulkValues bulk) {
    this.xml = xml;
    this.elements = new ModelElements(bulk);
  }

  DataSet read() throws XMLStreamException, Broken {
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        start(xml.getLocalName());
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        DataSet root = end(xml.getLocalName());
        if (root != null) {
          return root;
        }
      } else if (event == XMLStreamConstants.DTD) {
        throw new Broken("a document type is not allowed");
      }
    }
    throw new Broken("no NativeDicomModel");
  }

  private void start(String name) throws XMLStreamException, Broken {
    boolean root = name.equals("NativeDicomModel");
    if (root != levels.isEmpty()) {
      throw new Broken("NativeDicomModel must be the root, and nothing else");
    }
    switch (name) {
      case "NativeDicomModel" -> levels.push(new Level());
      case "DicomAttribute" -> {
        Level level = levels.element();
        if (level.open != null) {
          throw new Broken("an attribute within an attribute, outside of an item");
        }
        level.open =
            new Attribute(ModelElements.tag(attribute("tag")), ModelElements.vr(attribute("vr")));
      }
      case "Item" -> {
        if (open().vr != Vr.SQ || levels.size() > DEPTH_MAX) {
          throw new Broken("an item outside of a sequence, or nested deeper than " + DEPTH_MAX);
        }
        levels.push(new Level());
      }
      case "Value" -> open().values.add(xml.getElementText());
      case "PersonName" -> open().values.add(personName());
      case "InlineBinary" -> open().inline = xml.getElementText();
      case "BulkData" -> open().uri = attribute("uri");
      default -> throw new Broken("an element the model does not know");
    }
  }

  private String attribute(String name) throws Broken {
    String value = xml.getAttributeValue(null, name);
    if (value == null) {
      throw new Broken("the attribute " + name + " is missing");
    }
    return value;
  }

  private Attribute open() throws Broken {
    Attribute open = levels.element().open;
    if (open == null) {
      throw new Broken("a value outside of an attribute");
    }
    return open;
  }

  private @Nullable DataSet end(String name) throws Broken {
    Level level = levels.element();
    switch (name) {
      case "NativeDicomModel" -> {
        return dataSet(level);
      }
      case "Item" -> {
        levels.pop();
        open().items.add(dataSet(level));
      }
      case "DicomAttribute" -> {
        Attribute done = Objects.requireNonNull(level.open);
        level.attributes.put(done.tag, done);
        level.open = null;
      }
      default -> {}
    }
    return null;
  }

  private DataSet dataSet(Level level) throws Broken {
    DataSetEdit edit = DataSet.EMPTY.within(CharacterSet.UTF_8).edit();
    for (Attribute attribute : level.attributes.values()) {
      if (attribute.vr == Vr.SQ) {
        edit.put(ModelElements.items(attribute.tag, attribute.items));
      } else if (attribute.uri != null) {
        edit.put(elements.linked(attribute.tag, attribute.vr, attribute.uri));
      } else if (attribute.inline != null) {
        edit.put(ModelElements.inline(attribute.tag, attribute.vr, attribute.inline));
      } else if (attribute.values.isEmpty()) {
        edit.put(ModelElements.inline(attribute.tag, attribute.vr, ""));
      } else {
        ModelElements.values(edit, attribute.tag, attribute.vr, attribute.values);
      }
    }
    return edit.build();
  }

  /// Reads up to the end of the name: groups of components, each in its place.
  private String personName() throws XMLStreamException, Broken {
    String[][] name = new String[GROUPS.size()][COMPONENTS.size()];
    int group = -1;
    while (true) {
      int event = xml.next();
      if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("PersonName")) {
        return joined(name);
      }
      if (event == XMLStreamConstants.START_ELEMENT) {
        int next = GROUPS.indexOf(xml.getLocalName());
        int component = COMPONENTS.indexOf(xml.getLocalName());
        if (next >= 0) {
          group = next;
        } else if (component >= 0 && group >= 0) {
          name[group][component] = xml.getElementText();
        } else {
          throw new Broken("a component of a person name that is none");
        }
      }
    }
  }

  private static String joined(@Nullable String[][] name) {
    var text = new StringBuilder();
    for (@Nullable String[] group : name) {
      for (@Nullable String component : group) {
        text.append(component == null ? "" : component).append('^');
      }
      int end = text.length();
      while (end > 0 && text.charAt(end - 1) == '^') {
        end--;
      }
      text.setLength(end);
      text.append('=');
    }
    return text.toString().replaceFirst("=+$", "");
  }
}
