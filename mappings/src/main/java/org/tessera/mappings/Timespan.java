package org.tessera.mappings;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Conversions that count from another date: a duration to a date, two dates to an age or a
/// duration.
///
/// A date that is not precise enough for what is asked gives nothing: thirty days after "March
/// 2020" is no day, but two months after it is May 2020.
enum Timespan {
  AFTER,
  SINCE,
  AGE,
  YEARS;

  /// Those that tell a date of birth in whole years only.
  static final Set<Timespan> COARSE = Set.of(AGE, YEARS);

  static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "d", ChronoUnit.DAYS,
          "wk", ChronoUnit.WEEKS,
          "mo", ChronoUnit.MONTHS,
          "a", ChronoUnit.YEARS);

  private static final Map<String, Timespan> NAMES =
      Map.of("after", AFTER, "since", SINCE, "age", AGE, "years", YEARS);
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern DATE = Pattern.compile("\\d{4}(-\\d\\d(-\\d\\d)?)?");
  private static final int DATE_LENGTH = "2020-01-01".length();
  private static final int MONTH_LENGTH = "2020-01".length();
  private static final int YEAR_LENGTH = "2020".length();

  static Optional<Timespan> of(String name) {
    return Optional.ofNullable(NAMES.get(name));
  }

  static Set<String> names() {
    return NAMES.keySet();
  }

  boolean needsUnit() {
    return this == AFTER || this == SINCE;
  }

  /// @param from the date it counts from
  /// @param unit UCUM's `d`, `wk`, `mo` or `a`; of no account for an age
  Conversion from(Lookup from, String unit) {
    ChronoUnit step = UNITS.getOrDefault(unit, ChronoUnit.DAYS);
    return (value, scope) -> {
      String start = day(from.first(scope));
      if (start.isEmpty()) {
        return Rule.none();
      }
      return switch (this) {
        case AFTER -> after(start, value, step);
        case SINCE ->
            between(start, day(value), step)
                .map(count -> (JsonNode) quantity(count, unit))
                .orElseGet(Rule::none);
        case AGE ->
            age(start, day(value)).map(age -> (JsonNode) quantity(age, "a")).orElseGet(Rule::none);
        case YEARS ->
            age(start, day(value))
                .map(age -> (JsonNode) JSON.numberNode(age))
                .orElseGet(Rule::none);
      };
    };
  }

  private static String day(JsonNode value) {
    String text = Rule.text(value);
    String date = text.length() > DATE_LENGTH ? text.substring(0, DATE_LENGTH) : text;
    return DATE.matcher(date).matches() ? date : "";
  }

  private static JsonNode after(String start, JsonNode value, ChronoUnit step) {
    boolean whole = value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
    if (!whole || start.length() < needed(step)) {
      return Rule.none();
    }
    LocalDate moved = first(start).plus(value.decimalValue().longValue(), step);
    return JSON.stringNode(moved.toString().substring(0, start.length()));
  }

  /// Whole units between two dates, down to the last full one.
  private static Optional<Long> between(String start, String end, ChronoUnit step) {
    if (Math.min(start.length(), end.length()) < needed(step)) {
      return Optional.empty();
    }
    boolean days = start.length() == DATE_LENGTH && end.length() == DATE_LENGTH;
    return Optional.of(
        days
            ? step.between(first(start), first(end))
            : step.between(first(cut(start, step)), first(cut(end, step))));
  }

  private static Optional<Long> age(String birth, String at) {
    return at.isEmpty() ? Optional.empty() : between(birth, at, ChronoUnit.YEARS);
  }

  /// Where one of two dates has no day, both are taken no further than the unit asks.
  private static String cut(String date, ChronoUnit step) {
    return date.substring(0, Math.min(date.length(), needed(step)));
  }

  private static int needed(ChronoUnit step) {
    return switch (step) {
      case YEARS -> YEAR_LENGTH;
      case MONTHS -> MONTH_LENGTH;
      default -> DATE_LENGTH;
    };
  }

  private static LocalDate first(String date) {
    if (date.length() == YEAR_LENGTH) {
      return LocalDate.of(Integer.parseInt(date), 1, 1);
    }
    return date.length() == MONTH_LENGTH ? YearMonth.parse(date).atDay(1) : LocalDate.parse(date);
  }

  private static ObjectNode quantity(long value, String unit) {
    return JSON.objectNode()
        .put("value", value)
        .put("unit", unit)
        .put("system", Conversions.UCUM)
        .put("code", unit);
  }
}
