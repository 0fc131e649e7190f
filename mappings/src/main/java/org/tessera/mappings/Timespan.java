package org.tessera.mappings;

import java.time.DateTimeException;
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
/// 2020" is no day, but two months after it is May 2020. A cell that leads to no date at all gives
/// nothing either, and is told of.
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
  private static final int YEAR_MAX = 9999;
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
  /// @param column whose cell is told of when nothing can be counted
  Conversion from(Lookup from, String unit, String column) {
    ChronoUnit step = UNITS.getOrDefault(unit, ChronoUnit.DAYS);
    return (value, scope) -> {
      JsonNode start = from.first(scope);
      if (Rule.absent(start)) {
        return Rule.none();
      }
      try {
        return counted(day(start), value, step, unit);
      } catch (DateTimeException | ArithmeticException e) {
        scope.tell(odd(column));
        return Rule.none();
      }
    };
  }

  private JsonNode counted(String start, JsonNode value, ChronoUnit step, String unit) {
    return switch (this) {
      case AFTER -> after(start, value, step);
      case SINCE ->
          between(start, day(value), step)
              .map(count -> (JsonNode) quantity(count, unit))
              .orElseGet(Rule::none);
      case AGE ->
          age(start, day(value)).map(age -> (JsonNode) quantity(age, "a")).orElseGet(Rule::none);
      case YEARS ->
          age(start, day(value)).map(age -> (JsonNode) JSON.numberNode(age)).orElseGet(Rule::none);
    };
  }

  private Scope.OddCell odd(String column) {
    return this == AFTER
        ? new Scope.OddCell(
            column,
            "no date from year 1 to 9999 comes of it and the date it counts from",
            "write a whole number that leads to a date, or correct the date it counts from")
        : new Scope.OddCell(
            column,
            "it or the date it counts from is no date",
            "write both as 2020-01-31, 2020-01 or 2020");
  }

  private static String day(JsonNode value) {
    String text = Rule.text(value);
    String date = text.length() > DATE_LENGTH ? text.substring(0, DATE_LENGTH) : text;
    if (!DATE.matcher(date).matches()) {
      throw new DateTimeException("no date");
    }
    // Throws where there is no such month or day.
    if (first(date).getYear() == 0) {
      throw new DateTimeException("there is no year 0");
    }
    return date;
  }

  private static JsonNode after(String start, JsonNode value, ChronoUnit step) {
    if (start.length() < needed(step)) {
      return Rule.none();
    }
    if (!value.isNumber()) {
      throw new DateTimeException("no number");
    }
    LocalDate moved = first(start).plus(value.decimalValue().longValueExact(), step);
    if (moved.getYear() < 1 || moved.getYear() > YEAR_MAX) {
      throw new DateTimeException("no year of four digits");
    }
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
    return between(birth, at, ChronoUnit.YEARS);
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
