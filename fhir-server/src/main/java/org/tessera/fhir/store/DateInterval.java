package org.tessera.fhir.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The time a FHIR date covers, because a date of any precision is an interval: a year is all its
/// days. https://hl7.org/fhir/R4/search.html#date
///
/// @param lo first microsecond since 1970 UTC
/// @param hi the microsecond after the last one
public record DateInterval(long lo, long hi) {
  /// Open on the left.
  public static final long PAST = Long.MIN_VALUE;

  /// Open on the right.
  public static final long FUTURE = Long.MAX_VALUE;

  private static final long SECOND = 1_000_000L;
  private static final long DAY = 86_400 * SECOND;
  private static final Pattern DATE =
      Pattern.compile("(\\d{4})(?:-(\\d{2})(?:-(\\d{2})(?:T(.*))?)?)?");
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,12}))?)?(Z|([+-])(\\d{2}):(\\d{2}))?");

  /// Reads a date, dateTime or instant; a time without a zone is taken as UTC.
  ///
  /// @return empty if the text is no FHIR date
  public static Optional<DateInterval> parse(String text) {
    Matcher date = DATE.matcher(text);
    if (!date.matches()) {
      return Optional.empty();
    }
    try {
      int year = Integer.parseInt(date.group(1));
      if (date.group(2) == null) {
        return Optional.of(days(LocalDate.of(year, 1, 1), LocalDate.of(year + 1, 1, 1)));
      }
      int month = Integer.parseInt(date.group(2));
      if (date.group(3) == null) {
        YearMonth first = YearMonth.of(year, month);
        return Optional.of(days(first.atDay(1), first.plusMonths(1).atDay(1)));
      }
      LocalDate day = LocalDate.of(year, month, Integer.parseInt(date.group(3)));
      return date.group(4) == null
          ? Optional.of(days(day, day.plusDays(1)))
          : time(day.toEpochDay() * DAY, date.group(4));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static DateInterval days(LocalDate first, LocalDate end) {
    return new DateInterval(first.toEpochDay() * DAY, end.toEpochDay() * DAY);
  }

  private static Optional<DateInterval> time(long day, String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      return Optional.empty();
    }
    int hour = Integer.parseInt(time.group(1));
    int minute = Integer.parseInt(time.group(2));
    int second = time.group(3) == null ? 0 : Integer.parseInt(time.group(3));
    if (hour > 24 || minute > 59 || second > 60) {
      return Optional.empty();
    }
    long offset =
        time.group(6) == null
            ? 0
            : (Integer.parseInt(time.group(7)) * 3600L + Integer.parseInt(time.group(8)) * 60L)
                * (time.group(6).equals("-") ? -1 : 1);
    long start = day + (hour * 3600L + minute * 60L + second - offset) * SECOND;
    if (time.group(3) == null) {
      return Optional.of(new DateInterval(start, start + 60 * SECOND));
    }
    String fraction = time.group(4) == null ? "" : time.group(4);
    String micros = (fraction + "000000").substring(0, 6);
    long width = SECOND;
    for (int i = 0; i < Math.min(6, fraction.length()); i++) {
      width /= 10;
    }
    long lo = start + Long.parseLong(micros);
    return Optional.of(new DateInterval(lo, lo + width));
  }

  /// The time as the database takes it.
  static OffsetDateTime timestamp(long micros) {
    return Instant.ofEpochSecond(
            Math.floorDiv(micros, SECOND), Math.floorMod(micros, SECOND) * 1000)
        .atOffset(ZoneOffset.UTC);
  }

  /// The interval's first microsecond as an instant's text would name it.
  public static long micros(Instant at) {
    return Math.addExact(Math.multiplyExact(at.getEpochSecond(), SECOND), at.getNano() / 1000);
  }
}
