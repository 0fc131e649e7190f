package org.tessera.app.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether pages are light, dark, or as the reader's system has it.
enum Theme {
  AUTO,
  LIGHT,
  DARK;

  /// The parameter and the cookie it is chosen by.
  static final String PARAMETER = "theme";

  static final String COOKIE = "tessera_theme";

  /// What this request chooses, if it does.
  static Optional<Theme> chosen(HttpServletRequest request) {
    return read(request.getParameter(PARAMETER));
  }

  /// What this request is answered in.
  static Theme of(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    return chosen(request)
        .or(() ->
            Arrays.stream(cookies == null ? new Cookie[0] : cookies)
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .flatMap(cookie -> read(cookie.getValue()).stream())
                .findFirst())
        .orElse(AUTO);
  }

  /// The word in addresses, cookies and the page's own attribute.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static Optional<Theme> read(@Nullable String word) {
    return Arrays.stream(values()).filter(theme -> theme.word().equals(word)).findFirst();
  }
}
