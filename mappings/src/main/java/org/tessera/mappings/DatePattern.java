package org.tessera.mappings;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One way to write a date, such as `dd/MM/yyyy`; without day or month the date stays that
/// imprecise.
///
/// Letters: `yyyy`, `MM`, `M` (one or two digits), `MMM` (Jan, Feb, …), `dd`, `d`. Anything else
/// stands for itself. A two-digit year is not offered, because nobody knows its century.
public final class DatePattern {
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final int MONTH_LETTERS = 3;

  /// @param letter `y`, `M`, `d`, or 0 for a character that stands for itself
  /// @param width how many characters; 1 for one or two digits
  private record Part(char letter, int width, char fixed) {}

  private final String text;
  private final List<Part> parts;

  private DatePattern(String text, List<Part> parts) {
    this.text = text;
    this.parts = parts;
  }

  /// Reads a pattern; nothing when it is none.
  public static Optional<DatePattern> of(String text) {
    List<Part> parts = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      int end = i;
      while (end < text.length() && text.charAt(end) == c) {
        end++;
      }
      if (c == 'y' || c == 'M' || c == 'd') {
        parts.add(new Part(c, end - i, ' '));
        i = end;
      } else {
        parts.add(new Part('\0', 1, c));
        i++;
      }
    }
    return fits(parts) ? Optional.of(new DatePattern(text, parts)) : Optional.empty();
  }

  private static boolean fits(List<Part> parts) {
    boolean year = has(parts, 'y');
    boolean widths =
        parts.stream()
            .allMatch(part ->
                switch (part.letter()) {
                  case 'y' -> part.width() == 4;
                  case 'M' -> part.width() <= MONTH_LETTERS;
                  case 'd' -> part.width() <= 2;
                  default -> true;
                });
    return year && widths && (has(parts, 'M') || !has(parts, 'd'));
  }

  private static boolean has(List<Part> parts, char letter) {
    return parts.stream().anyMatch(part -> part.letter() == letter);
  }

  /// The pattern as it was written.
  public String text() {
    return text;
  }

  /// The date in ISO's writing, as precise as the pattern; nothing when the text is no such date.
  public Optional<String> read(String written) {
    int[] found = new int[3];
    int at = 0;
    for (Part part : parts) {
      int length =
          part.letter() == '\0' ? fixed(part, written, at) : value(part, written, at, found);
      if (length == 0) {
        return Optional.empty();
      }
      at += length;
    }
    return at == written.length() ? iso(found) : Optional.empty();
  }

  private static int fixed(Part part, String written, int at) {
    return at < written.length() && written.charAt(at) == part.fixed() ? 1 : 0;
  }

  private static int value(Part part, String written, int at, int[] found) {
    int slot = part.letter() == 'y' ? 0 : part.letter() == 'M' ? 1 : 2;
    if (part.width() == MONTH_LETTERS) {
      if (at + MONTH_LETTERS > written.length()) {
        return 0;
      }
      String name = written.substring(at, at + MONTH_LETTERS).toLowerCase(Locale.ROOT);
      found[slot] = MONTHS.indexOf(name) + 1;
      return found[slot] == 0 ? 0 : MONTH_LETTERS;
    }
    int longest = part.width() == 1 ? 2 : part.width();
    int length = 0;
    int number = 0;
    while (length < longest
        && at + length < written.length()
        && digit(written.charAt(at + length))) {
      number = number * 10 + written.charAt(at + length) - '0';
      length++;
    }
    found[slot] = number;
    return length < part.width() || number == 0 ? 0 : length;
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private static Optional<String> iso(int[] found) {
    try {
      LocalDate date =
          LocalDate.of(found[0], found[1] == 0 ? 1 : found[1], found[2] == 0 ? 1 : found[2]);
      int length = found[1] == 0 ? 4 : found[2] == 0 ? 7 : 10;
      return Optional.of(date.toString().substring(0, length));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// Whether some text could be read both ways as two different dates.
  boolean ambiguousWith(DatePattern other) {
    return read("03/04/2020".replace('/', separator())).isPresent()
        && other
            .read("03/04/2020".replace('/', separator()))
            .filter(
                iso -> read("03/04/2020".replace('/', separator())).filter(iso::equals).isEmpty())
            .isPresent();
  }

  private char separator() {
    return parts.stream()
        .filter(part -> part.letter() == '\0')
        .map(Part::fixed)
        .findFirst()
        .orElse('/');
  }
}
