package org.tessera.mappings.authoring;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Writes texts so that they are read back as they are.
final class Yaml {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*");
  private static final Set<String> WORDS =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private Yaml() {}

  static String text(String text) {
    return PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(java.util.Locale.ROOT))
        ? text
        : quoted(text);
  }

  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        default -> quoted.append(c < ' ' ? ' ' : c);
      }
    }
    return quoted.append('"').toString();
  }

  /// As a text of a rule, where braces are placeholders.
  static String literal(String text) {
    return quoted(text.replace("{", "{{").replace("}", "}}"));
  }

  static String list(Collection<String> texts) {
    return texts.stream().map(Yaml::text).collect(Collectors.joining(", ", "[", "]"));
  }

  /// One line of a comment.
  static String comment(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
