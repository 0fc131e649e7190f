package org.tessera.access.pack;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/// Moves all dates of one patient by the same number of days, so that the time between any two of
/// them stays what it was.
record DateShift(int days) {
  /// FHIR's date, dateTime and instant. https://hl7.org/fhir/R4/datatypes.html#dateTime
  private static final Pattern FHIR =
      Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(T.*)?|(\\d{4}-\\d{2})|(\\d{4})");

  LocalDate move(LocalDate date) {
    return date.plusDays(days);
  }

  LocalDateTime move(LocalDateTime moment) {
    return moment.plusDays(days);
  }

  /// Moves a FHIR date, keeping its precision and its time of day. A month or a year alone moves as
  /// its middle does, because there is no day to move.
  ///
  /// @return empty if the text is no date
  Optional<String> moveFhir(String text) {
    var matcher = FHIR.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      if (matcher.group(1) != null) {
        String time = matcher.group(2) == null ? "" : matcher.group(2);
        return Optional.of(move(LocalDate.parse(matcher.group(1))) + time);
      }
      if (matcher.group(3) != null) {
        return Optional.of(YearMonth.from(move(YearMonth.parse(text).atDay(15))).toString());
      }
      return Optional.of(Integer.toString(moveYear(Integer.parseInt(text))));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  int moveYear(int year) {
    return move(LocalDate.of(year, 7, 1)).getYear();
  }

  /// The latest day a FHIR date can mean.
  static Optional<LocalDate> lastDay(String text) {
    var matcher = FHIR.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      if (matcher.group(1) != null) {
        return Optional.of(LocalDate.parse(matcher.group(1)));
      }
      return Optional.of(
          matcher.group(3) != null
              ? YearMonth.parse(text).atEndOfMonth()
              : Year.parse(text).atMonth(12).atEndOfMonth());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
