package org.tessera.dicom;

import java.util.ArrayList;
import java.util.List;

/// Takes values apart and trims what PS3.5 section 6.2 calls insignificant.
final class TextValues {
  private TextValues() {}

  /// The values of a text, each without its padding.
  static List<String> split(String text) {
    List<String> values = new ArrayList<>(1);
    int from = 0;
    for (int at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', from)) {
      values.add(trim(text, from, at));
      from = at + 1;
    }
    values.add(trim(text, from, text.length()));
    return values.size() == 1 && values.getFirst().isEmpty() ? List.of() : values;
  }

  /// Without leading spaces and trailing spaces or nulls.
  static String trim(String text, int from, int to) {
    int start = from;
    int end = to;
    while (end > start && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == 0)) {
      end--;
    }
    while (start < end && text.charAt(start) == ' ') {
      start++;
    }
    return text.substring(start, end);
  }

  /// Long texts keep their leading spaces.
  static String trimEnd(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == 0)) {
      end--;
    }
    return text.substring(0, end);
  }
}
