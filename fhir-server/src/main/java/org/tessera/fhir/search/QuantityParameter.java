package org.tessera.fhir.search;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.tessera.fhir.search.Prefix.Prefixed;
import org.tessera.fhir.store.IndexKeys;
import org.tessera.fhir.store.SearchParameter;

/// Quantities `[prefix]number|system|code` and numbers `[prefix]number`. Without a prefix a number
/// stands for the range its digits leave open: 5.4 is [5.35, 5.45). Stored quantities are points,
/// not ranges. https://hl7.org/fhir/R4/search.html#quantity
final class QuantityParameter {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?\\d{1,40}(?:\\.\\d{1,40})?(?:[eE][+-]?\\d{1,2})?");
  private static final BigDecimal HALF = new BigDecimal("0.5");
  private static final double AP_PART = 0.1;

  private QuantityParameter() {}

  static Criterion compile(SearchParameter parameter, String modifier, List<String> values) {
    Modifiers.requireNone(parameter, modifier);
    var tests = new SqlText();
    String or = "";
    for (String value : values) {
      List<String> parts = Values.split(value, '|');
      tests.add(or).add("(").add(range(parameter, parts.getFirst()));
      tests.add(unit(parameter, parts)).add(")");
      or = " or ";
    }
    return () ->
        new SqlText()
            .add(
                "exists (select 1 from fhir.qty q where q.pid = r.pid and q.p = ? and (",
                parameter.number())
            .add(tests)
            .add("))");
  }

  private static SqlText range(SearchParameter parameter, String text) {
    Prefixed prefixed = Prefix.split(text);
    if (!NUMBER.matcher(prefixed.value()).matches()) {
      throw new InvalidSearch(
          parameter.name() + " takes a number of at most 40 digits and a two-digit exponent");
    }
    var number = new BigDecimal(prefixed.value());
    double v = number.doubleValue();
    // The standard's own example: 1e2 is [95, 105), one digit more than it shows.
    int shown = number.scale() < 0 ? number.scale() + 1 : number.scale();
    BigDecimal half = HALF.scaleByPowerOfTen(-shown);
    double a = number.subtract(half).doubleValue();
    double b = number.add(half).doubleValue();
    double margin = Math.abs(v) * AP_PART;
    var sql = new SqlText();
    return switch (prefixed.prefix()) {
      case EQ -> sql.add("q.lo >= ? and q.lo < ? and q.hi < ?", a, b, b);
      case NE -> sql.add("(q.lo < ? or q.hi >= ?)", a, b);
      case LT -> sql.add("q.lo < ?", v);
      case GT -> sql.add("q.hi > ?", v);
      case LE -> sql.add("q.lo <= ?", v);
      case GE -> sql.add("q.hi >= ?", v);
      case SA -> sql.add("q.lo > ?", v);
      case EB -> sql.add("q.hi < ?", v);
      case AP -> sql.add("(q.lo <= ? and q.hi >= ?)", v + margin, v - margin);
    };
  }

  private static SqlText unit(SearchParameter parameter, List<String> parts) {
    var sql = new SqlText();
    if (parts.size() == 1) {
      return sql;
    }
    String code = Values.unescaped(parts.getLast());
    if (parts.size() != 3 || code.isEmpty()) {
      throw new InvalidSearch(
          parameter.name() + " takes number, number|system|code or number||code");
    }
    String system = Values.unescaped(parts.get(1));
    if (!system.isEmpty()) {
      return sql.add(" and q.u = ?", IndexKeys.unit(system, code));
    }
    long unit = IndexKeys.unit("", code);
    return sql.add(" and (q.c = ? or q.n = ?)", unit, unit);
  }
}
