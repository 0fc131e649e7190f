package org.tessera.fhir.structure;

import java.time.DateTimeException;
import java.time.YearMonth;

/// The forms of text values, looked at character by character: regular expressions would cost more
/// than all other checks together.
final class Lexical {
  private static final int ID_MAX = 64;

  private Lexical() {}

  /// Not empty, no control characters but tab and line ends, no half surrogate pairs.
  static boolean isText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        if (c != '\t' && c != '\n' && c != '\r') {
          return false;
        }
      } else if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return !text.isEmpty();
  }

  static boolean isUri(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isWhitespace(text.charAt(i))) {
        return false;
      }
    }
    return isText(text);
  }

  static boolean isCode(String text) {
    boolean space = true;
    for (int i = 0; i < text.length(); i++) {
      boolean now = Character.isWhitespace(text.charAt(i));
      if (now && space) {
        return false;
      }
      space = now;
    }
    return !space && isText(text);
  }

  static boolean isId(String text) {
    if (text.isEmpty() || text.length() > ID_MAX) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !isDigit(c) && c != '-' && c != '.') {
        return false;
      }
    }
    return true;
  }

  static boolean isDate(String text) {
    return switch (text.length()) {
      case 4 -> digits(text, 0, 4);
      case 7 -> digits(text, 0, 4) && text.charAt(4) == '-' && between(text, 5, 1, 12);
      case 10 -> isDay(text);
      default -> false;
    };
  }

  private static boolean isDay(String text) {
    if (!digits(text, 0, 4)
        || text.charAt(4) != '-'
        || !between(text, 5, 1, 12)
        || text.charAt(7) != '-'
        || !between(text, 8, 1, 31)) {
      return false;
    }
    int day = number(text, 8);
    return day <= 28 || day <= daysOf(text);
  }

  private static int daysOf(String text) {
    try {
      return YearMonth.of(Integer.parseInt(text.substring(0, 4)), number(text, 5)).lengthOfMonth();
    } catch (DateTimeException _) {
      return 0;
    }
  }

  static boolean isDateTime(String text) {
    return text.length() <= 10 ? isDate(text) : isInstant(text);
  }

  static boolean isInstant(String text) {
    int length = text.length();
    if (length < 20 || text.charAt(10) != 'T' || !isDay(text)) {
      return false;
    }
    if (text.charAt(length - 1) == 'Z') {
      return isTime(text, 11, length - 1);
    }
    int zone = length - 6;
    char sign = text.charAt(zone);
    return (sign == '+' || sign == '-')
        && text.charAt(zone + 3) == ':'
        && between(text, zone + 1, 0, 14)
        && between(text, zone + 4, 0, 59)
        && isTime(text, 11, zone);
  }

  /// `hh:mm:ss` with any fraction of a second.
  static boolean isTime(String text, int from, int to) {
    int length = to - from;
    if (length < 8
        || !between(text, from, 0, 23)
        || text.charAt(from + 2) != ':'
        || !between(text, from + 3, 0, 59)
        || text.charAt(from + 5) != ':'
        || !between(text, from + 6, 0, 60)) {
      return false;
    }
    return length == 8
        || (length > 9 && text.charAt(from + 8) == '.' && digits(text, from + 9, to));
  }

  static boolean isBase64(String text) {
    int symbols = 0;
    boolean padded = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (letter || isDigit(c) || c == '+' || c == '/') {
        if (padded) {
          return false;
        }
        symbols++;
      } else if (c == '=') {
        padded = true;
        symbols++;
      } else if (!Character.isWhitespace(c)) {
        return false;
      }
    }
    return symbols > 0 && symbols % 4 == 0;
  }

  private static boolean digits(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return to <= text.length();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean between(String text, int at, int min, int max) {
    if (at + 2 > text.length() || !isDigit(text.charAt(at)) || !isDigit(text.charAt(at + 1))) {
      return false;
    }
    int number = number(text, at);
    return number >= min && number <= max;
  }

  private static int number(String text, int at) {
    return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
  }
}
