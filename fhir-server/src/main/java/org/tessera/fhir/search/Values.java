package org.tessera.fhir.search;

import java.util.ArrayList;
import java.util.List;

/// Splits what stands behind `=` in a search: a backslash makes `,` `|` `$` and itself ordinary.
/// https://hl7.org/fhir/R4/search.html#escaping
final class Values {
  /// Alternatives beyond this would only burden the database.
  private static final int ALTERNATIVES_MAX = 500;

  private Values() {}

  /// The alternatives between commas, still escaped.
  static List<String> alternatives(String name, String text) {
    List<String> parts = split(text, ',');
    if (parts.size() > ALTERNATIVES_MAX) {
      throw new InvalidSearch(name + " has more than " + ALTERNATIVES_MAX + " alternatives");
    }
    for (String part : parts) {
      if (part.isEmpty()) {
        throw new InvalidSearch(name + " has an empty value");
      }
      if (part.indexOf('\0') >= 0) {
        throw new InvalidSearch(name + " holds a NUL character");
      }
    }
    return parts;
  }

  /// Splits at a separator that is not escaped.
  static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == separator) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  static String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    var plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      plain.append(c == '\\' && i + 1 < text.length() ? text.charAt(++i) : c);
    }
    return plain.toString();
  }
}
