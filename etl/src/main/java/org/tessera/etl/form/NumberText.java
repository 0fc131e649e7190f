package org.tessera.etl.form;

/// Recognises numbers in text without deciding what their marks mean.
final class NumberText {
  private NumberText() {}

  /// Digits, one `mark`, digits; a sign may stand before.
  static boolean plain(String text, char mark) {
    int at = start(text);
    int whole = digits(text, at);
    int after = at + whole;
    return whole > 0
        && after < text.length()
        && text.charAt(after) == mark
        && digits(text, after + 1) > 0
        && after + 1 + digits(text, after + 1) == text.length();
  }

  /// Plain, and `mark` cannot group thousands: not one to three digits followed by exactly three.
  static boolean surely(String text, char mark) {
    if (!plain(text, mark)) {
      return false;
    }
    int at = start(text);
    int whole = digits(text, at);
    return text.length() - at - whole - 1 != 3 || whole > 3 || text.charAt(at) == '0';
  }

  /// One to three digits and groups of three between `group`, with or without a fraction behind
  /// `mark`; `1,234` and `12,345,678.9`.
  static boolean grouped(String text, char group, char mark) {
    int at = start(text);
    int first = digits(text, at);
    if (first < 1 || first > 3) {
      return false;
    }
    at += first;
    int groups = 0;
    while (at < text.length() && text.charAt(at) == group && digits(text, at + 1) == 3) {
      at += 4;
      groups++;
    }
    if (groups == 0) {
      return false;
    }
    return at == text.length()
        || (text.charAt(at) == mark
            && digits(text, at + 1) > 0
            && at + 1 + digits(text, at + 1) == text.length());
  }

  private static int start(String text) {
    return !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - from;
  }
}
