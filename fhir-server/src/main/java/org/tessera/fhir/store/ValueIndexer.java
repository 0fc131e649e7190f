package org.tessera.fhir.store;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.tessera.fhir.store.IndexRows.DateRow;
import org.tessera.fhir.store.IndexRows.QuantityRow;
import org.tessera.fhir.store.IndexRows.StringRow;
import tools.jackson.databind.JsonNode;

/// Turns one value of a known FHIR data type into search rows.
@FunctionalInterface
interface ValueIndexer {
  List<String> NAME_PARTS = List.of("text", "family", "given", "prefix", "suffix");
  List<String> ADDRESS_PARTS =
      List.of("text", "line", "city", "district", "state", "postalCode", "country");

  void index(JsonNode value, IndexRows rows);

  static ValueIndexer of(SearchParameter parameter, ParameterPath path) {
    long seed = parameter.seed();
    int p = parameter.number();
    return switch (parameter.kind()) {
      case TOKEN -> token(seed, path);
      case REFERENCE -> (value, rows) -> reference(seed, path.target(), value, rows);
      case URI -> (value, rows) -> text(value).ifPresent(t -> rows.add(IndexKeys.uri(seed, t)));
      case DATE -> (value, rows) -> date(p, value, rows);
      case STRING -> string(parameter, path.dataType());
      case QUANTITY, NUMBER -> (value, rows) -> quantity(p, value, rows);
    };
  }

  private static ValueIndexer token(long seed, ParameterPath path) {
    return switch (path.dataType()) {
      case "CodeableConcept" ->
          (value, rows) ->
              value.path("coding").forEach(coding -> coding(seed, coding, "code", rows));
      case "Coding" -> (value, rows) -> coding(seed, value, "code", rows);
      case "Identifier", "ContactPoint" -> (value, rows) -> coding(seed, value, "value", rows);
      case "true" ->
          (value, rows) -> {
            if (value.asBoolean(false)) {
              rows.add(IndexKeys.code(seed, "true"));
            }
          };
      case "present" -> (_, rows) -> rows.add(IndexKeys.code(seed, "true"));
      default -> (value, rows) -> code(seed, path.system(), value.asString(""), rows);
    };
  }

  private static void coding(long seed, JsonNode coding, String element, IndexRows rows) {
    code(seed, coding.path("system").asString(""), coding.path(element).asString(""), rows);
  }

  private static void code(long seed, String system, String code, IndexRows rows) {
    if (!code.isEmpty()) {
      rows.add(IndexKeys.code(seed, code));
      rows.add(IndexKeys.token(seed, system, code));
    }
  }

  private static void reference(
      long seed, Optional<String> target, JsonNode value, IndexRows rows) {
    String reference =
        value.isString() ? value.stringValue() : value.path("reference").asString("");
    if (reference.isEmpty() || reference.startsWith("#")) {
      return;
    }
    String plain = withoutVersion(reference);
    if (target.isEmpty() || plain.startsWith(target.get() + "/")) {
      rows.add(seed ^ IndexKeys.reference(plain));
    }
  }

  private static String withoutVersion(String reference) {
    int history = reference.indexOf("/_history/");
    int canonical = reference.indexOf('|');
    return history > 0
        ? reference.substring(0, history)
        : canonical > 0 ? reference.substring(0, canonical) : reference;
  }

  private static void date(int p, JsonNode value, IndexRows rows) {
    if (value.isString()) {
      DateInterval.parse(value.stringValue())
          .ifPresent(interval -> rows.add(new DateRow(p, interval.lo(), interval.hi())));
    } else if (value.has("start") || value.has("end")) {
      period(p, value, rows);
    } else {
      value.path("event").forEach(event -> date(p, event, rows));
      JsonNode bounds = value.path("repeat").path("boundsPeriod");
      if (bounds.isObject()) {
        period(p, bounds, rows);
      }
    }
  }

  private static void period(int p, JsonNode value, IndexRows rows) {
    long lo =
        DateInterval.parse(value.path("start").asString(""))
            .map(DateInterval::lo)
            .orElse(DateInterval.PAST);
    long hi =
        DateInterval.parse(value.path("end").asString(""))
            .map(DateInterval::hi)
            .orElse(DateInterval.FUTURE);
    rows.add(new DateRow(p, lo, hi));
  }

  private static ValueIndexer string(SearchParameter parameter, String dataType) {
    List<String> parts =
        switch (dataType) {
          case "HumanName" -> NAME_PARTS;
          case "Address" -> ADDRESS_PARTS;
          default -> List.of();
        };
    return (value, rows) -> {
      if (value.isString()) {
        folded(parameter, value, rows);
      }
      for (String part : parts) {
        JsonNode found = value.path(part);
        if (found.isArray()) {
          found.forEach(item -> folded(parameter, item, rows));
        } else {
          folded(parameter, found, rows);
        }
      }
    };
  }

  private static void folded(SearchParameter parameter, JsonNode value, IndexRows rows) {
    String text = value.asString("");
    if (!text.isEmpty()) {
      rows.add(new StringRow(parameter.number(), Folding.fold(text)));
      rows.add(IndexKeys.exact(parameter.seed(), text));
    }
  }

  private static void quantity(int p, JsonNode value, IndexRows rows) {
    if (value.isNumber()) {
      double number = bound(value, Double.NaN);
      addFinite(new QuantityRow(p, number, number, 0, 0, 0), rows);
    } else if (value.has("value")) {
      String system = value.path("system").asString("");
      String code = value.path("code").asString(value.path("currency").asString(""));
      String unit = value.path("unit").asString("");
      double number = bound(value.path("value"), Double.NaN);
      addFinite(
          new QuantityRow(
              p,
              number,
              number,
              code.isEmpty() ? 0 : IndexKeys.unit(system, code),
              code.isEmpty() ? 0 : IndexKeys.unit("", code),
              unit.isEmpty() ? 0 : IndexKeys.unit("", unit)),
          rows);
    } else if (value.has("low") || value.has("high")) {
      double lo = bound(value.path("low").path("value"), Double.NEGATIVE_INFINITY);
      double hi = bound(value.path("high").path("value"), Double.POSITIVE_INFINITY);
      rows.add(new QuantityRow(p, lo, hi, 0, 0, 0));
    }
  }

  private static void addFinite(QuantityRow row, IndexRows rows) {
    if (Double.isFinite(row.lo())) {
      rows.add(row);
    }
  }

  private static double bound(JsonNode value, double absent) {
    if (!value.isNumber()) {
      return absent;
    }
    BigDecimal decimal = value.decimalValue();
    return decimal.doubleValue();
  }

  private static Optional<String> text(JsonNode value) {
    return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
  }
}
