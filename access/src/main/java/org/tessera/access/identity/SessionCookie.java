package org.tessera.access.identity;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/// Finds a request's token: in its Authorization header, or in the cookie a browser got when its
/// user signed in. A request with an Authorization header never falls back to the cookie.
public final class SessionCookie implements AuthenticationConverter {
  private static final String NAME = "tessera_session";

  private final AuthenticationConverter header = new BearerTokenAuthenticationConverter();
  private final boolean secure;

  /// @param secure whether browsers reach this node by https only
  SessionCookie(boolean secure) {
    this.secure = secure;
  }

  @Override
  public @Nullable Authentication convert(HttpServletRequest request) {
    return hasHeader(request) ? header.convert(request) : fromCookie(request);
  }

  private static @Nullable Authentication fromCookie(HttpServletRequest request) {
    String token = read(request);
    return token == null ? null : new BearerTokenAuthenticationToken(token);
  }

  /// Signs a browser in.
  public void set(HttpServletResponse response, String token) {
    response.addHeader(HttpHeaders.SET_COOKIE, cookie(token, Tokens.BROWSER));
  }

  /// Signs a browser out.
  public void clear(HttpServletResponse response) {
    response.addHeader(HttpHeaders.SET_COOKIE, cookie("", Duration.ZERO));
  }

  static boolean hasHeader(HttpServletRequest request) {
    return request.getHeader(HttpHeaders.AUTHORIZATION) != null;
  }

  static boolean isSent(HttpServletRequest request) {
    return read(request) != null;
  }

  private static @Nullable String read(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(NAME) && !cookie.getValue().isEmpty()) {
          return cookie.getValue();
        }
      }
    }
    return null;
  }

  private String cookie(String value, Duration age) {
    return ResponseCookie.from(NAME, value)
        .httpOnly(true)
        .secure(secure)
        .sameSite("Strict")
        .path("/")
        .maxAge(age)
        .build()
        .toString();
  }
}
