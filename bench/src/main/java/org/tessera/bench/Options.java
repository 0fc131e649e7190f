package org.tessera.bench;

import java.util.HashMap;
import java.util.Map;

/// The words behind a program's name, `--name value` in any order.
record Options(Map<String, String> values) {
  static Options of(String... words) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i + 1 < words.length; i += 2) {
      if (!words[i].startsWith("--")) {
        throw new IllegalArgumentException("not an option: " + words[i]);
      }
      values.put(words[i].substring(2), words[i + 1]);
    }
    return new Options(Map.copyOf(values));
  }

  /// @throws IllegalArgumentException if it was not given
  String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("--" + name + " is missing");
    }
    return value;
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  int number(String name, int otherwise) {
    return Integer.parseInt(text(name, Integer.toString(otherwise)));
  }
}
