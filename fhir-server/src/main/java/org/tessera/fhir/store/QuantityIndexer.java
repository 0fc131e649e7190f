package org.tessera.fhir.store;

import org.tessera.fhir.store.CanonicalUnits.Canonical;
import org.tessera.fhir.store.IndexRows.QuantityRow;
import tools.jackson.databind.JsonNode;

/// Indexes numbers, quantities and ranges, as written and in UCUM's base units.
/// https://hl7.org/fhir/R4/search.html#quantity
final class QuantityIndexer {
  private QuantityIndexer() {}

  static void index(int p, JsonNode value, IndexRows rows) {
    if (value.isNumber()) {
      double number = value.decimalValue().doubleValue();
      add(new QuantityRow(p, number, number, number, number, 0, 0, 0, 0), rows);
    } else if (value.has("value")) {
      quantity(p, value, value, value, rows);
    } else if (value.has("low") || value.has("high")) {
      JsonNode low = value.path("low");
      JsonNode high = value.path("high");
      JsonNode either = low.has("value") ? low : high;
      boolean sameUnit = !low.has("value") || !high.has("value") || unit(low).equals(unit(high));
      quantity(p, low, high, sameUnit ? either : value, rows);
    }
  }

  /// @param unit the quantity whose unit counts for both ends
  private static void quantity(int p, JsonNode low, JsonNode high, JsonNode unit, IndexRows rows) {
    double lo = number(low, Double.NEGATIVE_INFINITY);
    double hi = number(high, Double.POSITIVE_INFINITY);
    String system = unit.path("system").asString("");
    String code = unit.path("code").asString(unit.path("currency").asString(""));
    String name = unit.path("unit").asString("");
    Canonical canonical = CanonicalUnits.of(system, code);
    add(
        new QuantityRow(
            p,
            lo,
            hi,
            canonical.convert(lo),
            canonical.convert(hi),
            canonical.unit(),
            code.isEmpty() ? 0 : IndexKeys.unit(system, code),
            code.isEmpty() ? 0 : IndexKeys.unit("", code),
            name.isEmpty() ? 0 : IndexKeys.unit("", name)),
        rows);
  }

  private static void add(QuantityRow row, IndexRows rows) {
    boolean bounded = Double.isFinite(row.lo()) || Double.isFinite(row.hi());
    if (bounded && !Double.isNaN(row.lo()) && !Double.isNaN(row.hi())) {
      rows.add(row);
    }
  }

  private static String unit(JsonNode quantity) {
    return quantity.path("system").asString("") + "|" + quantity.path("code").asString("");
  }

  private static double number(JsonNode quantity, double absent) {
    JsonNode value = quantity.path("value");
    return value.isNumber() ? value.decimalValue().doubleValue() : absent;
  }
}
