package org.tessera.etl.form;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.tessera.mappings.Rejection.Severity;

/// Reads one `row` element. Trusts the cells' own addresses, not the dimensions a sheet declares.
final class OoxmlRow {
  private static final int COLUMNS_MAX = 16_384;

  private final OoxmlContext context;
  private final long number;
  private String[] cells = new String[16];
  private int size;
  private final BitSet numbers = new BitSet();
  private List<SheetRow.Fault> faults = List.of();

  OoxmlRow(OoxmlContext context, long number) {
    this.context = context;
    this.number = number;
  }

  SheetRow read(XMLStreamReader xml) throws XMLStreamException {
    int column = -1;
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("c")) {
        column = OoxmlXml.attribute(xml, "r").map(Addresses::column).orElse(column + 1);
        cell(xml, column);
      } else if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("row")) {
        break;
      }
    }
    return new SheetRow(number, Arrays.asList(Arrays.copyOf(cells, size)), numbers, faults);
  }

  private void cell(XMLStreamReader xml, int column) throws XMLStreamException {
    String type = OoxmlXml.attribute(xml, "t").orElse("n");
    int style = OoxmlXml.attribute(xml, "s").map(OoxmlRow::index).orElse(-1);
    boolean formula = false;
    Optional<String> raw = Optional.empty();
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        switch (xml.getLocalName()) {
          case "v" -> raw = Optional.of(elementText(xml, "v"));
          case "is" -> raw = Optional.of(OoxmlContext.richText(xml, "is"));
          case "f" -> formula = true;
          default -> {}
        }
      } else if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("c")) {
        break;
      }
    }
    if (column >= 0 && column < COLUMNS_MAX) {
      put(column, raw.isEmpty() && !formula ? "" : text(column, type, style, raw));
    }
  }

  private static String elementText(XMLStreamReader xml, String end) throws XMLStreamException {
    String only = "";
    StringBuilder text = null;
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals(end)) {
        break;
      }
      if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
        if (only.isEmpty()) {
          only = xml.getText();
        } else {
          text = text == null ? new StringBuilder(only) : text;
          OoxmlContext.append(text, xml);
        }
      }
    }
    return text == null ? only : text.toString();
  }

  private String text(int column, String type, int style, Optional<String> raw) {
    if (raw.isEmpty()) {
      return fault(
          column,
          "",
          "cell-no-result",
          "the cell has a formula whose result is not stored",
          "open the workbook in a spreadsheet program, let it compute, and save it");
    }
    String value = raw.get();
    Optional<String> text =
        switch (type) {
          case "s" -> context.string(index(value.strip()));
          case "str" -> Optional.of(CellText.unescaped(value));
          case "inlineStr" -> raw;
          case "b" -> Optional.of(value.strip().equals("1") ? "true" : "false");
          case "d" -> CellText.isoDate(value.strip());
          case "e" -> Optional.empty();
          default -> number(column, value.strip(), style);
        };
    return text.orElseGet(() -> unreadable(column, type, value));
  }

  private Optional<String> number(int column, String raw, int style) {
    if (raw.isEmpty()) {
      return Optional.of("");
    }
    try {
      numbers.set(column);
      return CellText.number(raw, context.format(style), context.from1904());
    } catch (NumberFormatException odd) {
      return Optional.empty();
    }
  }

  private String unreadable(int column, String type, String value) {
    if (type.equals("e")) {
      return fault(
          column,
          value,
          "cell-error",
          "the cell shows an error instead of a value",
          "correct the formula, or enter the value itself");
    }
    return type.equals("s")
        ? fault(
            column,
            "",
            "cell-damaged",
            "the cell names a text the workbook does not hold",
            "open the workbook in a spreadsheet program and save it again")
        : fault(
            column,
            "",
            "cell-no-date",
            "the cell is formatted as a date, and its number is no day of the calendar",
            "enter the date again");
  }

  private String fault(int column, String value, String rule, String message, String remedy) {
    if (faults.isEmpty()) {
      faults = new ArrayList<>(2);
    }
    faults.add(new SheetRow.Fault(column, value, rule, Severity.ERROR, message, remedy));
    return "";
  }

  private void put(int column, String text) {
    if (column >= cells.length) {
      cells = Arrays.copyOf(cells, Math.max(column + 1, cells.length * 2));
    }
    if (column >= size) {
      Arrays.fill(cells, size, column, "");
      size = column + 1;
    }
    cells[column] = text;
  }

  private static int index(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException odd) {
      return -1;
    }
  }
}
