package org.tessera.access.identity;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;

/// Sign-ins that were sent to the OpenID provider and are not back yet, in memory: one process owns
/// a home. A cookie ties each to the browser it began in, so that nobody is signed in by a link
/// somebody else prepared.
final class StartedSignIns implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {
  static final Duration LIMIT = Duration.ofMinutes(10);
  private static final int STARTED_MAX = 10_000;
  private static final String COOKIE = "tessera_sign_in";
  private static final String NEXT = StartedSignIns.class.getName() + ".next";

  private final InstantSource clock;
  private final boolean secure;
  private final Map<String, Started> started = new LinkedHashMap<>();

  StartedSignIns(InstantSource clock, boolean secure) {
    this.clock = clock;
    this.secure = secure;
  }

  private record Started(OAuth2AuthorizationRequest request, String next, Instant end) {}

  /// Where a sign-in that has come back wanted to go.
  static String next(HttpServletRequest request) {
    return request.getAttribute(NEXT) instanceof String next ? next : "/";
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
    return find(request).map(Started::request).orElse(null);
  }

  @Override
  public void saveAuthorizationRequest(
      @Nullable OAuth2AuthorizationRequest asked,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (asked == null) {
      return;
    }
    String state = Objects.requireNonNull(asked.getState());
    String next = LocalPath.of(request.getParameter("next"));
    synchronized (this) {
      started.put(state, new Started(asked, next, clock.instant().plus(LIMIT)));
      if (started.size() > STARTED_MAX) {
        var oldest = started.keySet().iterator();
        oldest.next();
        oldest.remove();
      }
    }
    // Lax, because the way back is a visit from the provider's site.
    response.addHeader(
        HttpHeaders.SET_COOKIE,
        ResponseCookie.from(COOKIE, state)
            .httpOnly(true)
            .secure(secure)
            .sameSite("Lax")
            .path("/sign-in")
            .maxAge(LIMIT)
            .build()
            .toString());
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
      HttpServletRequest request, HttpServletResponse response) {
    Optional<Started> found = find(request);
    found.ifPresent(one -> {
      request.setAttribute(NEXT, one.next());
      synchronized (this) {
        started.remove(String.valueOf(one.request().getState()));
      }
    });
    return found.map(Started::request).orElse(null);
  }

  private Optional<Started> find(HttpServletRequest request) {
    @Nullable String state = request.getParameter(OAuth2ParameterNames.STATE);
    Cookie[] cookies = request.getCookies();
    boolean begunHere =
        state != null
            && Stream.ofNullable(cookies)
                .flatMap(Arrays::stream)
                .anyMatch(one -> one.getName().equals(COOKIE) && one.getValue().equals(state));
    if (!begunHere) {
      return Optional.empty();
    }
    synchronized (this) {
      return Optional.ofNullable(started.get(state))
          .filter(one -> one.end().isAfter(clock.instant()));
    }
  }
}
