package org.tessera.fhir.search;

import java.time.Instant;
import java.util.List;
import org.tessera.fhir.search.Prefix.Prefixed;
import org.tessera.fhir.store.DateInterval;
import org.tessera.fhir.store.ResourceTypes;

/// `_lastUpdated`: an instant against a searched interval [a, b). The type is named too, because
/// the index begins with it.
final class LastUpdatedParameter {
  private static final String NAME = "_lastUpdated";

  private LastUpdatedParameter() {}

  static Criterion compile(String type, List<String> values) {
    var tests = new SqlText().add("(r.type = ? and (", ResourceTypes.number(type));
    String or = "";
    for (String value : values) {
      Prefixed prefixed = Prefix.split(value);
      DateInterval searched = DateParameter.interval(NAME, prefixed);
      tests.add(or).add(test(prefixed.prefix(), instant(searched.lo()), instant(searched.hi())));
      or = " or ";
    }
    tests.add("))");
    return () -> tests;
  }

  private static SqlText test(Prefix prefix, Instant a, Instant b) {
    var sql = new SqlText();
    return switch (prefix) {
      case EQ, AP -> sql.add("(r.last_updated >= ? and r.last_updated < ?)", a, b);
      case NE -> sql.add("(r.last_updated < ? or r.last_updated >= ?)", a, b);
      case LT, EB -> sql.add("r.last_updated < ?", a);
      case GT, SA -> sql.add("r.last_updated >= ?", b);
      case LE -> sql.add("r.last_updated < ?", b);
      case GE -> sql.add("r.last_updated >= ?", a);
    };
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH
        .plusSeconds(Math.floorDiv(micros, 1_000_000L))
        .plusNanos(Math.floorMod(micros, 1_000_000L) * 1_000);
  }
}
