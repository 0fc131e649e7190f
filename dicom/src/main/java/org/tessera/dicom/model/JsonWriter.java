package org.tessera.dicom.model;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Element;
import org.tessera.dicom.EncapsulatedElement;
import org.tessera.dicom.PersonName;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.Tag;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;

/// Prints data sets with a stack of its own.
final class JsonWriter {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

  private final BulkLinks links;
  private final Appendable out;
  private final Deque<Level> levels = new ArrayDeque<>();

  /// A data set being printed, and the items of its sequence that is open.
  private static final class Level {
    final DataSet dataSet;
    final String path;
    final Iterator<Element> elements;
    boolean first = true;
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

  JsonWriter(BulkLinks links, Appendable out) {
    this.links = links;
    this.out = out;
  }

  void write(DataSet root) throws IOException {
    enter(new Level(root, ""));
    while (!levels.isEmpty()) {
      Level level = levels.element();
      if (level.open) {
        nextItem(level);
      } else if (level.elements.hasNext()) {
        element(level, level.elements.next());
      } else {
        out.append('}');
        levels.pop();
      }
    }
  }

  private void enter(Level level) throws IOException {
    levels.push(level);
    out.append('{');
  }

  private void nextItem(Level level) throws IOException {
    if (!level.items.hasNext()) {
      out.append("]}");
      level.open = false;
      return;
    }
    if (level.item > 0) {
      out.append(',');
    }
    enter(new Level(level.items.next(), level.sequencePath + level.item++ + "/"));
  }

  private void element(Level level, Element element) throws IOException {
    if (Tag.isGroupLength(element.tag()) || Tag.group(element.tag()) == 0xFFFE) {
      return;
    }
    if (!level.first) {
      out.append(',');
    }
    level.first = false;
    out.append('"').append(Tag.hex(element.tag())).append("\":{\"vr\":\"");
    out.append(element.vr().name()).append('"');
    String path = level.path + Tag.hex(element.tag());
    Optional<URI> link = links.link(path, element);
    if (link.isPresent()) {
      out.append(",\"BulkDataURI\":");
      quote(link.get().toString());
      out.append('}');
      return;
    }
    switch (element) {
      case SequenceElement sequence -> {
        out.append(",\"Value\":[");
        level.items = sequence.items().iterator();
        level.open = true;
        level.item = 0;
        level.sequencePath = path + "/";
      }
      case EncapsulatedElement _ ->
          throw new IllegalArgumentException("encapsulated pixel data needs a bulk data link");
      case ValueElement value -> {
        value(level.dataSet, value);
        out.append('}');
      }
    }
  }

  private void value(DataSet owner, ValueElement element) throws IOException {
    if (element.length() == 0) {
      return;
    }
    if (ElementText.isBinary(element) || !element.value().inMemory()) {
      out.append(",\"InlineBinary\":\"");
      ElementText.base64(element, out::append);
      out.append('"');
      return;
    }
    List<String> values =
        element.tag() == Tag.SpecificCharacterSet
            ? List.of("ISO_IR 192")
            : ElementText.values(owner, element);
    if (values.isEmpty()) {
      return;
    }
    out.append(",\"Value\":[");
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      single(element, values.get(i));
    }
    out.append(']');
  }

  private void single(ValueElement element, String value) throws IOException {
    Vr vr = element.vr();
    if (value.isEmpty()) {
      out.append("null");
    } else if (vr == Vr.PN) {
      name(value);
    } else if (isNumeric(vr) && NUMBER.matcher(value).matches()) {
      out.append(value);
    } else {
      quote(value);
    }
  }

  private static boolean isNumeric(Vr vr) {
    return (vr.isNumber() && vr != Vr.AT && vr != Vr.SV && vr != Vr.UV)
        || vr == Vr.DS
        || vr == Vr.IS;
  }

  private void name(String value) throws IOException {
    var name = PersonName.parse(value);
    String[] labels = {"Alphabetic", "Ideographic", "Phonetic"};
    PersonName.Group[] groups = {name.alphabetic(), name.ideographic(), name.phonetic()};
    String separator = "{";
    for (int i = 0; i < groups.length; i++) {
      if (!groups[i].isEmpty()) {
        out.append(separator).append('"').append(labels[i]).append("\":");
        quote(groups[i].toString());
        separator = ",";
      }
    }
    out.append(separator.equals("{") ? "null" : "}");
  }

  private void quote(String text) throws IOException {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      switch (character) {
        case '"', '\\' -> out.append('\\').append(character);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (character < 0x20 || Character.isSurrogate(character)) {
            out.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) character));
          } else {
            out.append(character);
          }
        }
      }
    }
    out.append('"');
  }
}
