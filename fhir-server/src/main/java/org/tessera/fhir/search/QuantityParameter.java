package org.tessera.fhir.search;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.tessera.fhir.search.Prefix.Prefixed;
import org.tessera.fhir.store.CanonicalUnits;
import org.tessera.fhir.store.CanonicalUnits.Canonical;
import org.tessera.fhir.store.IndexKeys;

/// Quantities `[prefix]number|system|code` and numbers `[prefix]number`. Without a prefix a number
/// stands for the range its digits leave open: 5.4 is [5.35, 5.45). Stored quantities are points,
/// not ranges. A unit of UCUM is compared in its base unit.
/// https://hl7.org/fhir/R4/search.html#quantity
final class QuantityParameter {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?\\d{1,40}(?:\\.\\d{1,40})?(?:[eE][+-]?\\d{1,2})?");
  private static final BigDecimal HALF = new BigDecimal("0.5");
  private static final double AP_PART = 0.1;

  /// Conversions lose the last of 15 digits, so equal values may differ there.
  private static final double SLACK = 1e-12;

  private static final String AS_WRITTEN = "";
  private static final String CONVERTED = "c";

  private QuantityParameter() {}

  static Criterion compile(Asked asked) {
    asked.requireNoModifier();
    return ValueCriterion.any(
        "fhir.qty q", asked.numbers(), asked.values(), value -> test(asked.name(), value));
  }

  static SqlText test(String name, String value) {
    List<String> parts = Values.split(value, '|');
    if (parts.size() == 1) {
      return range(name, parts.getFirst(), AS_WRITTEN, CanonicalUnits.of("", ""));
    }
    if (parts.size() != 3) {
      throw new InvalidSearch(name + " takes number, number|system|code or number||code");
    }
    String system = Values.unescaped(parts.get(1));
    String code = Values.unescaped(parts.get(2));
    if (code.isEmpty()) {
      throw new InvalidSearch(name + " takes a unit behind the second bar");
    }
    Canonical unit = CanonicalUnits.of(system, code);
    if (unit.unit() != 0) {
      return range(name, parts.getFirst(), CONVERTED, unit).add(" and q.cu = ?", unit.unit());
    }
    SqlText written = range(name, parts.getFirst(), AS_WRITTEN, unit);
    if (!system.isEmpty()) {
      return written.add(" and q.u = ?", IndexKeys.unit(system, code));
    }
    long either = IndexKeys.unit("", code);
    return written.add(" and (q.c = ? or q.n = ?)", either, either);
  }

  /// @param columns which pair of columns is tested: [#AS_WRITTEN] or [#CONVERTED]
  private static SqlText range(String name, String text, String columns, Canonical unit) {
    Prefixed prefixed = Prefix.split(text);
    if (!NUMBER.matcher(prefixed.value()).matches()) {
      throw new InvalidSearch(
          name + " takes a number of at most 40 digits and a two-digit exponent");
    }
    var number = new BigDecimal(prefixed.value());
    double v = unit.convert(number.doubleValue());
    double slack = unit.unit() == 0 ? 0 : Math.abs(v) * SLACK;
    // The standard's own example: 1e2 is [95, 105), one digit more than it shows.
    int shown = number.scale() < 0 ? number.scale() + 1 : number.scale();
    BigDecimal half = HALF.scaleByPowerOfTen(-shown);
    double a = unit.convert(number.subtract(half).doubleValue()) - slack;
    double b = unit.convert(number.add(half).doubleValue()) - slack;
    double margin = Math.abs(v) * AP_PART;
    String lo = "q." + columns + "lo";
    String hi = "q." + columns + "hi";
    var sql = new SqlText();
    return switch (prefixed.prefix()) {
      case EQ -> sql.add("%s >= ? and %s < ? and %s < ?".formatted(lo, lo, hi), a, b, b);
      case NE -> sql.add("(%s < ? or %s >= ?)".formatted(lo, hi), a, b);
      case LT -> sql.add(lo + " < ?", v - slack);
      case GT -> sql.add(hi + " > ?", v + slack);
      case LE -> sql.add(lo + " <= ?", v + slack);
      case GE -> sql.add(hi + " >= ?", v - slack);
      case SA -> sql.add(lo + " > ?", v + slack);
      case EB -> sql.add(hi + " < ?", v - slack);
      case AP -> sql.add("(%s <= ? and %s >= ?)".formatted(lo, hi), v + margin, v - margin);
    };
  }

  /// The test of one of two numbers that are indexed as one row: the first is `q.lo`, the second
  /// `q.hi`.
  static SqlText ofPair(String name, String text, boolean first) {
    String column = first ? "q.lo" : "q.hi";
    SqlText test = range(name, text, AS_WRITTEN, CanonicalUnits.of("", ""));
    return test.replaced("q.lo", column).replaced("q.hi", column);
  }
}
