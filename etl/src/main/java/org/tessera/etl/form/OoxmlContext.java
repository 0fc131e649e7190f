package org.tessera.etl.form;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// What all sheets of a workbook share: its package, formats, strings and calendar.
final class OoxmlContext {
  /// Beyond this the table of strings is made to fill the memory.
  private static final long STRING_CHARS_MAX = 256L << 20;

  private final OoxmlFile file;
  private final boolean from1904;
  private final Optional<Character> decimal;
  private final List<CellText.Format> formats = new ArrayList<>();
  private final List<String> strings = new ArrayList<>();

  OoxmlContext(OoxmlFile file, boolean from1904, Optional<Character> decimal) {
    this.file = file;
    this.from1904 = from1904;
    this.decimal = decimal;
  }

  OoxmlFile file() {
    return file;
  }

  boolean from1904() {
    return from1904;
  }

  DecimalMark decimal() {
    return CsvWorkbook.declared(decimal);
  }

  CellText.Format format(int style) {
    return style >= 0 && style < formats.size() ? formats.get(style) : CellText.Format.PLAIN;
  }

  Optional<String> string(int index) {
    return index >= 0 && index < strings.size()
        ? Optional.of(strings.get(index))
        : Optional.empty();
  }

  void styles(Optional<String> part) throws IOException, Refusal, XMLStreamException {
    if (part.isEmpty() || !file.has(part.get())) {
      return;
    }
    var codes = new HashMap<Integer, String>();
    try (InputStream in = file.open(part.get())) {
      XMLStreamReader xml = OoxmlXml.reader(in);
      boolean within = false;
      while (xml.hasNext()) {
        int event = xml.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          within |= xml.getLocalName().equals("cellXfs");
          style(xml, within, codes);
        } else if (event == XMLStreamConstants.END_ELEMENT
            && xml.getLocalName().equals("cellXfs")) {
          within = false;
        }
      }
    }
  }

  private void style(XMLStreamReader xml, boolean within, Map<Integer, String> codes) {
    String name = xml.getLocalName();
    if (name.equals("numFmt")) {
      codes.put(number(xml, "numFmtId"), OoxmlXml.attribute(xml, "formatCode").orElse(""));
    } else if (within && name.equals("xf")) {
      int id = number(xml, "numFmtId");
      formats.add(CellText.Format.of(id, codes.getOrDefault(id, "")));
    }
  }

  private static int number(XMLStreamReader xml, String attribute) {
    try {
      return Integer.parseInt(OoxmlXml.attribute(xml, attribute).orElse("0"));
    } catch (NumberFormatException odd) {
      return 0;
    }
  }

  void strings(Optional<String> part) throws IOException, Refusal, XMLStreamException {
    if (part.isEmpty() || !file.has(part.get())) {
      return;
    }
    long chars = 0;
    try (InputStream in = file.open(part.get())) {
      XMLStreamReader xml = OoxmlXml.reader(in);
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("si")) {
          String text = richText(xml, "si");
          // An object costs its header even where its text is empty.
          chars += text.length() + 40L;
          if (chars > STRING_CHARS_MAX) {
            throw new Refusal.TooLarge(
                "the workbook's table of strings is larger than " + STRING_CHARS_MAX);
          }
          strings.add(text);
        }
      }
    }
  }

  /// The text of a rich string up to the end of element `end`, without its phonetic runs.
  static String richText(XMLStreamReader xml, String end) throws XMLStreamException {
    var text = new StringBuilder();
    boolean phonetic = false;
    boolean within = false;
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        phonetic |= xml.getLocalName().equals("rPh");
        within = xml.getLocalName().equals("t");
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        within = false;
        if (xml.getLocalName().equals(end)) {
          break;
        }
        phonetic &= !xml.getLocalName().equals("rPh");
      } else if (within && !phonetic && xml.hasText()) {
        append(text, xml);
      }
    }
    return CellText.unescaped(text.toString());
  }

  /// A cell holds 32,767 characters; what a file holds beyond is not from a spreadsheet program.
  static void append(StringBuilder text, XMLStreamReader xml) {
    int room = (1 << 16) - text.length();
    if (room > 0) {
      String more = xml.getText();
      text.append(more, 0, Math.min(room, more.length()));
    }
  }
}
