package org.tessera.mappings;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The conversions every rule file knows by name.
final class Conversions {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern DATE = Pattern.compile("\\d{4}(-\\d\\d(-\\d\\d)?)?(T.*)?");
  static final String UCUM = "http://unitsofmeasure.org";
  private static final int DATE_LENGTH = "2020-01-01".length();
  private static final int MONTH_LENGTH = "2020-01".length();
  private static final int YEAR_LENGTH = "2020".length();

  static final Map<String, Conversion> ALL =
      Map.ofEntries(
          Map.entry("date", (value, scope) -> date(value, DATE_LENGTH)),
          Map.entry("dateTime", (value, scope) -> date(value, Integer.MAX_VALUE)),
          Map.entry("year", (value, scope) -> date(value, YEAR_LENGTH)),
          Map.entry("month", (value, scope) -> partOfDate(value, MONTH_LENGTH)),
          Map.entry("day", (value, scope) -> partOfDate(value, DATE_LENGTH)),
          Map.entry("integer", (value, scope) -> integer(value)),
          Map.entry("decimal", (value, scope) -> decimal(value)),
          Map.entry(
              "boolean",
              (value, scope) -> truth(value).map(Conversions::node).orElseGet(Rule::none)),
          Map.entry(
              "not", (value, scope) -> truth(value).map(is -> node(!is)).orElseGet(Rule::none)),
          Map.entry("string", (value, scope) -> JSON.stringNode(Rule.text(value))),
          Map.entry("text", (value, scope) -> words(value)));

  /// Those that tell so little of a value that it identifies nobody any more.
  static final Set<String> COARSE = Set.of("year");

  private Conversions() {}

  /// A FHIR Quantity in a UCUM unit.
  static Conversion quantity(Rule unit) {
    return (value, scope) -> {
      JsonNode number = decimal(value);
      if (number.isMissingNode()) {
        return number;
      }
      ObjectNode quantity = JSON.objectNode();
      quantity.set("value", number);
      String code = Rule.text(unit.evaluate(scope));
      return code.isEmpty()
          ? quantity
          : quantity.put("unit", code).put("system", UCUM).put("code", code);
    };
  }

  /// A FHIR Quantity in another unit than the value has.
  static Conversion quantity(String unit, BigDecimal factor) {
    Conversion plain = quantity(new Constant(JSON.stringNode(unit)));
    return (value, scope) -> {
      JsonNode number = decimal(value);
      return number.isMissingNode()
          ? number
          : plain.apply(DecimalNode.valueOf(Units.times(number.decimalValue(), factor)), scope);
    };
  }

  private static JsonNode date(JsonNode value, int length) {
    String text = Rule.text(value);
    return DATE.matcher(text).matches()
        ? JSON.stringNode(text.substring(0, Math.min(length, text.length())))
        : Rule.none();
  }

  /// The month or day that ends at this length, as a number; nothing when the date is less precise.
  private static JsonNode partOfDate(JsonNode value, int length) {
    String date = Rule.text(date(value, length));
    return date.length() == length
        ? JSON.numberNode(Integer.parseInt(date.substring(length - 2)))
        : Rule.none();
  }

  /// The first code of a concept, coding or quantity, else its text; of anything else the text.
  private static JsonNode words(JsonNode value) {
    if (!value.isObject()) {
      return JSON.stringNode(Rule.text(value));
    }
    JsonNode coding = value.path("coding").path(0);
    for (JsonNode candidate :
        List.of(coding.path("code"), value.path("code"), value.path("text"), value.path("unit"))) {
      if (candidate.isString()) {
        return candidate;
      }
    }
    return Rule.none();
  }

  private static JsonNode integer(JsonNode value) {
    return number(value)
        .filter(number -> number.stripTrailingZeros().scale() <= 0)
        .map(number -> (JsonNode) JSON.numberNode(number.longValue()))
        .orElseGet(Rule::none);
  }

  private static JsonNode decimal(JsonNode value) {
    return value.isNumber()
        ? value
        : number(value).map(number -> (JsonNode) DecimalNode.valueOf(number)).orElseGet(Rule::none);
  }

  private static Optional<BigDecimal> number(JsonNode value) {
    if (value.isNumber()) {
      return Optional.of(value.decimalValue());
    }
    try {
      return Optional.of(new BigDecimal(Rule.text(value).strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Boolean> truth(JsonNode value) {
    return switch (Rule.text(value)) {
      case "true", "yes", "1" -> Optional.of(true);
      case "false", "no", "0" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static JsonNode node(boolean value) {
    return JSON.booleanNode(value);
  }
}
