package org.tessera.mappings;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads numbers exactly as they are written: 1.00 stays 1.00.
///
/// @param integer only whole numbers, which may be written `12.0` as spreadsheets do
/// @param unit the column's unit; standing behind the number it is dropped
/// @param decimal the decimal mark of the study's texts, empty for a point
record NumberReader(boolean integer, String unit, Optional<Character> decimal, Range range)
    implements CellReader {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?\\d{1,18}(\\.\\d{1,20})?([eE][+-]?\\d{1,2})?");
  private static final Pattern GROUPED = Pattern.compile("[+-]?[1-9]\\d{0,2}\\.\\d{3}");

  @Override
  public Cell read(String text) {
    String bare = withoutUnit(text);
    String plain = bare;
    if (decimal.filter(mark -> mark == ',').isPresent()) {
      if (GROUPED.matcher(bare).matches()) {
        return new Cell.Refused(
            "type",
            "a point that may separate thousands or decimals",
            "write it without, or with ,");
      }
      plain = bare.replace(',', '.');
    }
    if (!NUMBER.matcher(plain).matches()) {
      return new Cell.Refused(
          "type", integer ? "not a whole number" : "not a number", remedy(bare));
    }
    BigDecimal number = new BigDecimal(plain);
    if (integer && number.stripTrailingZeros().scale() > 0) {
      return new Cell.Refused("type", "not a whole number", "write a number without decimals");
    }
    if (!range.holds(number)) {
      return new Cell.Refused("range", "outside of the values allowed", range.words());
    }
    return new Cell.Value(integer ? whole(number) : DecimalNode.valueOf(plain(number)));
  }

  private String withoutUnit(String text) {
    return !unit.isEmpty() && text.length() > unit.length() && text.endsWith(unit)
        ? text.substring(0, text.length() - unit.length()).strip()
        : text;
  }

  private String remedy(String text) {
    return text.indexOf(',') >= 0 && decimal.isEmpty()
        ? "write a decimal point, or declare the comma in study.yaml"
        : integer ? "write a number such as 3" : "write a number such as 3.5";
  }

  private static JsonNode whole(BigDecimal number) {
    long value = number.longValueExact();
    return value == (int) value
        ? JsonNodeFactory.instance.numberNode((int) value)
        : JsonNodeFactory.instance.numberNode(value);
  }

  /// Without exponent, which FHIR allows but people do not read.
  private static BigDecimal plain(BigDecimal number) {
    return number.scale() < 0 ? number.setScale(0) : number;
  }
}
