package org.tessera.fhir.search;

import java.util.List;
import org.tessera.fhir.store.Folding;
import org.tessera.fhir.store.IndexKeys;
import org.tessera.fhir.store.SearchParameter;

/// Strings: beginning with, without regard to case and accents; `:contains`, `:exact`.
/// https://hl7.org/fhir/R4/search.html#string
final class StringParameter {
  /// Behind every string that begins with a prefix, in byte order.
  private static final String LAST = new String(Character.toChars(Character.MAX_CODE_POINT));

  private StringParameter() {}

  static Criterion compile(SearchParameter parameter, String modifier, List<String> values) {
    List<String> plain = values.stream().map(Values::unescaped).toList();
    return switch (modifier) {
      case "exact" ->
          new HashCriterion(
              plain.stream().map(value -> IndexKeys.exact(parameter.seed(), value)).toList(),
              false);
      case "" -> () -> exists(parameter, plain, "(s.v >= ? and s.v < ?)");
      case "contains" -> () -> exists(parameter, plain, "position(? in s.v) > 0");
      default -> throw Modifiers.unsupported(parameter, modifier);
    };
  }

  private static SqlText exists(SearchParameter parameter, List<String> values, String test) {
    var sql = new SqlText();
    sql.add(
        "exists (select 1 from fhir.str s where s.pid = r.pid and s.p = ? and (",
        parameter.number());
    String or = "";
    for (String value : values) {
      String folded = Folding.fold(value);
      sql.add(or);
      if (test.startsWith("position")) {
        sql.add(test, folded);
      } else {
        sql.add(test, folded, folded + LAST);
      }
      or = " or ";
    }
    return sql.add("))");
  }
}
