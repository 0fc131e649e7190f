package org.tessera.fhir.search;

import java.time.Instant;
import java.util.List;
import org.tessera.fhir.search.Prefix.Prefixed;
import org.tessera.fhir.store.DateInterval;

/// `_lastUpdated`: an instant against a searched interval [a, b). The types are named too, because
/// the index begins with them.
final class LastUpdatedParameter {
  private static final String NAME = "_lastUpdated";

  private LastUpdatedParameter() {}

  static Criterion compile(List<String> types, List<String> values) {
    return scope -> {
      var sql = new SqlText().add("(");
      if (!types.isEmpty()) {
        sql.add(scope.resource() + ".type = any(?)", (Object) IdParameter.numbers(types));
        sql.add(" and ");
      }
      String column = scope.resource() + ".last_updated";
      String or = "(";
      for (String value : values) {
        Prefixed prefixed = Prefix.split(Values.unescaped(value));
        DateInterval searched = DateParameter.interval(NAME, prefixed);
        Instant a = instant(searched.lo());
        Instant b = instant(searched.hi());
        sql.add(or).add(test(prefixed.prefix(), column, a, b));
        or = " or ";
      }
      return sql.add("))");
    };
  }

  private static SqlText test(Prefix prefix, String column, Instant a, Instant b) {
    var sql = new SqlText();
    return switch (prefix) {
      case EQ, AP -> sql.add("(%s >= ? and %s < ?)".formatted(column, column), a, b);
      case NE -> sql.add("(%s < ? or %s >= ?)".formatted(column, column), a, b);
      case LT, EB -> sql.add(column + " < ?", a);
      case GT, SA -> sql.add(column + " >= ?", b);
      case LE -> sql.add(column + " < ?", b);
      case GE -> sql.add(column + " >= ?", a);
    };
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH
        .plusSeconds(Math.floorDiv(micros, 1_000_000L))
        .plusNanos(Math.floorMod(micros, 1_000_000L) * 1_000);
  }
}
