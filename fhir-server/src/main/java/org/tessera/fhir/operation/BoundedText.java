package org.tessera.fhir.operation;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A text that a regular expression may look at so often and no more: some expressions would go on
/// for ever.
final class BoundedText implements CharSequence {
  private static final int LOOKS_MAX = 100_000;
  private static final int LENGTH_MAX = 500;
  private static final int PATTERNS_MAX = 100;
  private static final ConcurrentMap<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  private final String text;
  private int looks;

  private BoundedText(String text) {
    this.text = text;
  }

  /// Whether an expression fits the whole of a text.
  ///
  /// @throws OperationFailure for an expression that is none, or that does not come to an end
  static boolean matches(String expression, String text) {
    return pattern(expression).matcher(new BoundedText(text)).matches();
  }

  private static Pattern pattern(String expression) {
    if (expression.length() > LENGTH_MAX) {
      throw OperationFailure.unprocessable(
          "too-costly", "a regular expression has more than " + LENGTH_MAX + " characters");
    }
    if (PATTERNS.size() > PATTERNS_MAX) {
      PATTERNS.clear();
    }
    try {
      return PATTERNS.computeIfAbsent(expression, Pattern::compile);
    } catch (PatternSyntaxException e) {
      throw OperationFailure.unprocessable(
          "invalid", "a filter of the value set is no regular expression");
    }
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (++looks > LOOKS_MAX) {
      throw OperationFailure.unprocessable(
          "too-costly", "a regular expression of the value set does not come to an end");
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
