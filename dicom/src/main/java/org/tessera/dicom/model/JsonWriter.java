package org.tessera.dicom.model;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Element;
import org.tessera.dicom.PersonName;
import org.tessera.dicom.Tag;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;

/// Prints data sets as JSON.
final class JsonWriter implements ModelWalk.Printer<IOException> {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

  private final BulkLinks links;
  private final Appendable out;
  private boolean first = true;

  JsonWriter(BulkLinks links, Appendable out) {
    this.links = links;
    this.out = out;
  }

  void write(DataSet root) throws IOException {
    out.append('{');
    new ModelWalk<>(links, this).through(root);
  }

  @Override
  public void beginItem(int index) throws IOException {
    out.append(index > 0 ? ",{" : "{");
    first = true;
  }

  @Override
  public void endDataSet() throws IOException {
    out.append('}');
    first = false;
  }

  @Override
  public void beginAttribute(DataSet owner, Element element) throws IOException {
    out.append(first ? "\"" : ",\"").append(Tag.hex(element.tag())).append("\":{\"vr\":\"");
    out.append(element.vr().name()).append('"');
    first = false;
  }

  @Override
  public void beginItems() throws IOException {
    out.append(",\"Value\":[");
  }

  @Override
  public void endItems() throws IOException {
    out.append(']');
  }

  @Override
  public void link(URI link) throws IOException {
    out.append(",\"BulkDataURI\":");
    quote(link.toString());
  }

  @Override
  public void endAttribute() throws IOException {
    out.append('}');
  }

  @Override
  public void values(DataSet owner, ValueElement element) throws IOException {
    if (ElementText.isInline(element)) {
      out.append(",\"InlineBinary\":\"");
      ElementText.base64(element, out::append);
      out.append('"');
      return;
    }
    List<String> values = ElementText.values(owner, element);
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
