package org.tessera.mappings.authoring;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The FHIR codings some codebooks write beside a field: the code of its question, and of each
/// answer.
///
/// They are near to JSON and often not JSON, so they are found by their shape.
///
/// @param question `system|code`, empty for none
/// @param answers `system|code` by the answer's value
record Codings(String question, Map<String, String> answers) {
  private static final String OBJECT =
      "\\{\\s*\"system\"\\s*:\\s*\"([^\"]+)\"\\s*,\\s*\"code\"\\s*:\\s*\"([^\"]+)\"";
  private static final Pattern QUESTION = Pattern.compile(OBJECT);
  private static final Pattern ANSWER = Pattern.compile("(?<![\\d.])(\\d+)\\s*:\\s*" + OBJECT);
  private static final Pattern ANSWERS = Pattern.compile("\\{\\s*\\d+\\s*:");

  /// Reads what stands behind the other columns of a line.
  static Codings of(String text) {
    String plain = text.replace("\"\"", "\"");
    Matcher start = ANSWERS.matcher(plain);
    int split = start.find() ? start.start() : plain.length();
    Matcher question = QUESTION.matcher(plain.substring(0, split));
    String asked = question.find() ? question.group(1) + "|" + question.group(2) : "";
    Map<String, String> answers = new LinkedHashMap<>();
    Matcher answer = ANSWER.matcher(plain.substring(split));
    while (answer.find()) {
      answers.putIfAbsent(answer.group(1), answer.group(2) + "|" + answer.group(3));
    }
    return new Codings(asked, answers);
  }
}
