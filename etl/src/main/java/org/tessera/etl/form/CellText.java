package org.tessera.etl.form;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.apache.poi.ss.usermodel.BuiltinFormats;
import org.apache.poi.ss.usermodel.DateUtil;

/// The text of a cell's value, as exact as the cell and as short as a person would type it.
final class CellText {
  private static final LocalDate EPOCH_1904 = LocalDate.of(1904, 1, 1);
  private static final LocalDate BEFORE_LEAP = LocalDate.of(1899, 12, 31);
  private static final LocalDate AFTER_LEAP = LocalDate.of(1899, 12, 30);

  /// 31 December 9999, the last day a spreadsheet knows.
  private static final int SERIAL_MAX = 2_958_465;

  private static final int SECONDS_A_DAY = 86_400;

  /// A spreadsheet computes with 15 digits; what a file stores beyond them is binary noise.
  private static final MathContext DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);

  private static final double EXACT_MAX = 9_007_199_254_740_992d;

  private CellText() {}

  /// How a number is shown: as a date, padded with zeros to `zeros` digits, or plain.
  record Format(boolean date, int zeros) {
    static final Format PLAIN = new Format(false, 0);

    /// @param id the number of a built-in format
    /// @param code the format's own code, empty for a built-in one
    static Format of(int id, String code) {
      String builtIn = BuiltinFormats.getBuiltinFormat(id);
      String effective = !code.isEmpty() ? code : builtIn == null ? "General" : builtIn;
      if (DateUtil.isADateFormat(id, effective)) {
        return new Format(true, 0);
      }
      // A record number kept as 000123 is a number with the format 000000.
      boolean padded = effective.length() >= 3 && effective.chars().allMatch(c -> c == '0');
      return padded ? new Format(false, effective.length()) : PLAIN;
    }
  }

  /// A number as it is stored in a file, shown in `format`.
  ///
  /// @return empty where the number is no day of the calendar
  static Optional<String> number(String raw, Format format, boolean from1904) {
    if (!format.date()) {
      String plain = plain(raw);
      return Optional.of(padded(plain, format.zeros()));
    }
    return date(Double.parseDouble(raw), from1904);
  }

  private static String padded(String plain, int zeros) {
    boolean digits = zeros > plain.length() && plain.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? "0".repeat(zeros - plain.length()) + plain : plain;
  }

  /// Without `.0`, exponent or binary noise: 12, 0.3, 1200000000000.
  static String plain(String raw) {
    int point = -1;
    int start = raw.startsWith("-") ? 1 : 0;
    for (int at = start; at < raw.length(); at++) {
      char c = raw.charAt(at);
      if (c == '.' && point < 0) {
        point = at;
      } else if (c < '0' || c > '9') {
        return plain(Double.parseDouble(raw));
      }
    }
    int whole = (point < 0 ? raw.length() : point) - start;
    boolean leading = whole == 0 || (whole > 1 && raw.charAt(start) == '0');
    if (raw.length() > 15 || leading) {
      return plain(Double.parseDouble(raw));
    }
    return point < 0 ? raw : withoutZeros(raw, point);
  }

  private static String withoutZeros(String raw, int point) {
    int end = raw.length();
    while (raw.charAt(end - 1) == '0') {
      end--;
    }
    String text = raw.substring(0, end - 1 == point ? point : end);
    return text.equals("-0") ? "0" : text;
  }

  static String plain(double number) {
    if (!Double.isFinite(number)) {
      throw new NumberFormatException("not a finite number");
    }
    if (number == Math.rint(number) && Math.abs(number) <= EXACT_MAX) {
      return Long.toString((long) number);
    }
    BigDecimal exact = new BigDecimal(number).round(DIGITS).stripTrailingZeros();
    return exact.scale() > 40 || exact.scale() < -40 ? exact.toString() : exact.toPlainString();
  }

  /// A serial day as ISO: `2020-03-01`, with a time of day where it has one, a time alone below
  /// one. 29 February 1900, serial 60 of the 1900 system, never was.
  static Optional<String> date(double serial, boolean from1904) {
    if (!(serial >= 0 && serial < SERIAL_MAX + 1)) {
      return Optional.empty();
    }
    int day = (int) Math.floor(serial);
    long second = Math.round((serial - day) * SECONDS_A_DAY);
    if (second == SECONDS_A_DAY) {
      day++;
      second = 0;
    }
    if (!from1904 && day == 60) {
      return Optional.empty();
    }
    LocalTime time = LocalTime.ofSecondOfDay(second);
    if (day == 0 && second > 0) {
      return Optional.of(time.format(DateTimeFormatter.ISO_LOCAL_TIME));
    }
    LocalDate epoch = from1904 ? EPOCH_1904 : day < 60 ? BEFORE_LEAP : AFTER_LEAP;
    return Optional.of(iso(epoch.plusDays(day).atTime(time)));
  }

  /// A date as Strict workbooks write it.
  static Optional<String> isoDate(String text) {
    try {
      if (text.length() == 10) {
        return Optional.of(LocalDate.parse(text).toString());
      }
      String local = text.endsWith("Z") ? text.substring(0, text.length() - 1) : text;
      return Optional.of(iso(LocalDateTime.parse(local).plusNanos(500_000_000).withNano(0)));
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }

  private static String iso(LocalDateTime moment) {
    return moment.toLocalTime().equals(LocalTime.MIDNIGHT)
        ? moment.toLocalDate().toString()
        : moment.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
  }

  /// Undoes Excel's spelling of control characters, `_x000D_`.
  static String unescaped(String text) {
    int at = text.indexOf("_x");
    if (at < 0) {
      return text;
    }
    var result = new StringBuilder();
    int from = 0;
    while (at >= 0) {
      int code = at + 7 <= text.length() && text.charAt(at + 6) == '_' ? hex(text, at + 2) : -1;
      if (code >= 0) {
        result.append(text, from, at).append((char) code);
        from = at + 7;
      }
      at = text.indexOf("_x", Math.max(from, at + 1));
    }
    return result.append(text, from, text.length()).toString();
  }

  private static int hex(String text, int from) {
    int code = 0;
    for (int at = from; at < from + 4; at++) {
      int digit = Character.digit(text.charAt(at), 16);
      if (digit < 0) {
        return -1;
      }
      code = code * 16 + digit;
    }
    return code;
  }
}
