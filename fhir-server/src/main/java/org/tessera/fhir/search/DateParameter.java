package org.tessera.fhir.search;

import java.time.Instant;
import org.tessera.fhir.search.Prefix.Prefixed;
import org.tessera.fhir.store.DateInterval;

/// Dates are intervals on both sides, [lo, hi) in the resource and [a, b) in the search: `eq` is
/// containment, `gt` asks for time after b, `ge` for that or containment.
/// https://hl7.org/fhir/R4/search.html#date
final class DateParameter {
  /// `ap` widens the searched interval by a tenth of its distance from now.
  private static final int AP_PART = 10;

  private DateParameter() {}

  static Criterion compile(Asked asked) {
    asked.requireNoModifier();
    return ValueCriterion.any(
        "fhir.dat d", asked.numbers(), asked.values(), value -> test(asked.name(), value));
  }

  static SqlText test(String name, String value) {
    Prefixed prefixed = Prefix.split(Values.unescaped(value));
    DateInterval searched = interval(name, prefixed);
    long a = searched.lo();
    long b = searched.hi();
    var sql = new SqlText();
    return switch (prefixed.prefix()) {
      case EQ -> sql.add("(d.lo >= ? and d.lo < ? and d.hi <= ?)", a, b, b);
      case NE -> sql.add("(d.lo < ? or d.hi > ?)", a, b);
      case LT -> sql.add("d.lo < ?", a);
      case GT -> sql.add("d.hi > ?", b);
      case LE -> sql.add("(d.lo < ? or d.hi <= ?)", a, b);
      case GE -> sql.add("(d.hi > ? or d.lo >= ?)", b, a);
      case SA -> sql.add("d.lo >= ?", b);
      case EB -> sql.add("d.hi <= ?", a);
      case AP -> sql.add("(d.lo < ? and d.hi > ?)", b, a);
    };
  }

  /// `po` of `_filter`: the two have time in common.
  static Criterion overlapping(Asked asked) {
    return ValueCriterion.any(
        "fhir.dat d",
        asked.numbers(),
        asked.values(),
        value -> {
          DateInterval searched = interval(asked.name(), new Prefixed(Prefix.EQ, value));
          return new SqlText().add("d.lo < ? and d.hi > ?", searched.hi(), searched.lo());
        });
  }

  /// The interval a search value covers; for `ap` already widened.
  static DateInterval interval(String name, Prefixed prefixed) {
    DateInterval exact =
        DateInterval.parse(prefixed.value().replace(' ', '+'))
            .orElseThrow(() ->
                new InvalidSearch(
                    name + " takes a date such as 2020, 2020-02 or 2020-02-03T10:00:00Z"));
    if (prefixed.prefix() != Prefix.AP) {
      return exact;
    }
    long now = DateInterval.micros(Instant.now());
    long margin = Math.abs(now - exact.lo()) / AP_PART;
    return new DateInterval(exact.lo() - margin, exact.hi() + margin);
  }
}
