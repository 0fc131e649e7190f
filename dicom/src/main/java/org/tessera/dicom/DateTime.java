package org.tessera.dicom;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A date, time or both, as precise as it was given (DA, TM and DT of PS3.5 section 6.2).
///
/// @param earliest the first moment it may mean; a time alone stands on 1 January of year 0
/// @param precision the smallest unit that was given
/// @param offset from UTC, when a DT says it
public record DateTime(LocalDateTime earliest, Precision precision, Optional<ZoneOffset> offset) {
  /// What was given last.
  public enum Precision {
    YEAR(ChronoUnit.YEARS),
    MONTH(ChronoUnit.MONTHS),
    DAY(ChronoUnit.DAYS),
    HOUR(ChronoUnit.HOURS),
    MINUTE(ChronoUnit.MINUTES),
    SECOND(ChronoUnit.SECONDS),
    FRACTION(ChronoUnit.MICROS);

    private final ChronoUnit unit;

    Precision(ChronoUnit unit) {
      this.unit = unit;
    }
  }

  private static final Pattern DATE =
      Pattern.compile("(\\d{4})(?:[.-]?(\\d{2})(?:[.-]?(\\d{2}))?)?");
  private static final Pattern TIME =
      Pattern.compile("(\\d{2})(?::?(\\d{2})(?::?(\\d{2})(?:\\.(\\d{1,6})\\d*)?)?)?");
  private static final List<Precision> CLOCK =
      List.of(
          Precision.DAY, Precision.HOUR, Precision.MINUTE, Precision.SECOND, Precision.FRACTION);
  private static final Pattern ZONED = Pattern.compile("([\\d.]*)([+-])(\\d{2})(\\d{2})");

  /// Reads a value of one of the three representations; the older forms `1994.12.31` and `10:15:00`
  /// too.
  public static Optional<DateTime> parse(Vr vr, String value) {
    try {
      return switch (vr) {
        case DA -> date(value);
        case TM -> time(LocalDateTime.of(0, 1, 1, 0, 0), value);
        case DT -> dateTime(value);
        default -> Optional.empty();
      };
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Optional<DateTime> date(String value) {
    Matcher parts = DATE.matcher(value);
    if (!parts.matches()) {
      return Optional.empty();
    }
    Precision precision =
        parts.group(3) != null
            ? Precision.DAY
            : parts.group(2) != null ? Precision.MONTH : Precision.YEAR;
    var earliest =
        LocalDateTime.of(
            Integer.parseInt(parts.group(1)), number(parts, 2, 1), number(parts, 3, 1), 0, 0);
    return Optional.of(new DateTime(earliest, precision, Optional.empty()));
  }

  private static Optional<DateTime> time(LocalDateTime day, String value) {
    Matcher parts = TIME.matcher(value);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int given = 1;
    while (given < 4 && parts.group(given + 1) != null) {
      given++;
    }
    String fraction = given == 4 ? parts.group(4) : "0";
    int micros = Integer.parseInt((fraction + "00000").substring(0, 6));
    // A leap second is the last moment of its minute, as java.time counts.
    int second = Math.min(number(parts, 3, 0), number(parts, 3, 0) == 60 ? 59 : 99);
    var earliest =
        day.plusHours(limit(number(parts, 1, 0), 23))
            .plusMinutes(limit(number(parts, 2, 0), 59))
            .plusSeconds(limit(second, 59))
            .plusNanos(micros * 1000L);
    return Optional.of(new DateTime(earliest, CLOCK.get(given), Optional.empty()));
  }

  private static Optional<DateTime> dateTime(String value) {
    Matcher zoned = ZONED.matcher(value);
    Optional<ZoneOffset> offset = Optional.empty();
    String local = value;
    if (zoned.matches()) {
      int sign = zoned.group(2).equals("-") ? -1 : 1;
      offset =
          Optional.of(
              ZoneOffset.ofHoursMinutes(
                  sign * Integer.parseInt(zoned.group(3)),
                  sign * Integer.parseInt(zoned.group(4))));
      local = zoned.group(1);
    }
    Optional<DateTime> parsed;
    if (local.length() <= 8) {
      parsed = date(local);
    } else {
      String clock = local.substring(8);
      parsed = date(local.substring(0, 8)).flatMap(day -> time(day.earliest, clock));
    }
    Optional<ZoneOffset> zone = offset;
    return parsed.map(moment -> new DateTime(moment.earliest, moment.precision, zone));
  }

  private static int number(Matcher parts, int group, int otherwise) {
    return parts.group(group) == null ? otherwise : Integer.parseInt(parts.group(group));
  }

  private static int limit(int value, int most) {
    if (value > most) {
      throw new DateTimeException("out of range");
    }
    return value;
  }

  /// The first moment it no longer means.
  public LocalDateTime end() {
    return earliest.plus(1, precision.unit);
  }
}
