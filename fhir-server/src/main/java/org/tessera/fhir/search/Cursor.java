package org.tessera.fhir.search;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Where a page begins: behind the match with these sort keys and this row number.
record Cursor(List<Optional<String>> keys, long pid) {
  static Cursor parse(String text) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      String[] parts = plain.split("\n", -1);
      List<Optional<String>> keys = new ArrayList<>();
      for (int i = 1; i < parts.length; i++) {
        keys.add(
            parts[i].equals("-") ? Optional.empty() : Optional.of(decoded(parts[i].substring(1))));
      }
      return new Cursor(keys, Long.parseLong(parts[0]));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new InvalidSearch("_cursor is not one this server handed out");
    }
  }

  String text() {
    var plain = new StringBuilder(Long.toString(pid));
    for (Optional<String> key : keys) {
      plain.append('\n').append(key.map(text -> "=" + encoded(text)).orElse("-"));
    }
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n");
  }

  private static String decoded(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("no text of the database holds a NUL");
    }
    var plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        char escaped = text.charAt(++i);
        plain.append(escaped == 'n' ? '\n' : escaped);
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
