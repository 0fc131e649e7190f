package org.tessera.access.identity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.csrf.CsrfException;

/// Says no in the language of who asks: a page sends to sign-in, an interface gets a status and a
/// reason.
final class Refusal
    implements AuthenticationEntryPoint, AccessDeniedHandler, AuthenticationFailureHandler {
  private static final String JSON =
      """
      {"error":"%s","message":"%s"}\
      """;

  private static final String FHIR =
      """
      {"resourceType":"OperationOutcome",\
      "issue":[{"severity":"error","code":"%s","diagnostics":"%s"}]}\
      """;

  /// Tells the page of errors that not a role is missing but the form's own token.
  private static final String EXPIRED_FORM = "expiredForm";

  private final BearerTokenAuthenticationEntryPoint bearer =
      new BearerTokenAuthenticationEntryPoint();
  private final SessionCookie cookie;

  private final Routes routes;

  Refusal(SessionCookie cookie, Routes routes) {
    this.cookie = cookie;
    this.routes = routes;
  }

  /// Nobody is signed in.
  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException {
    String signIn = "/sign-in?next=" + URLEncoder.encode(here(request), StandardCharsets.UTF_8);
    if (isPage(request)) {
      if (routes.names(request)) {
        response.sendRedirect(signIn);
      } else {
        response.sendError(HttpServletResponse.SC_NOT_FOUND);
      }
      return;
    }
    bearer.commence(request, response, why);
    response.setHeader("HX-Redirect", "/sign-in");
    write(request, response, "login", "Sign in, or send a valid token as Authorization: Bearer.");
  }

  /// A token was sent and is no good. A browser whose cookie has expired is simply signed out.
  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException {
    if (!SessionCookie.hasHeader(request)) {
      cookie.clear(response);
      if (isPage(request)) {
        response.sendRedirect(here(request));
        return;
      }
    }
    commence(request, response, why);
  }

  /// Somebody is signed in and may not.
  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
      throws IOException {
    boolean mustChange =
        SecurityContextHolder.getContext().getAuthentication() instanceof SignedIn signedIn
            && signedIn.mustChangePassword();
    if (mustChange && isPage(request)) {
      response.sendRedirect("/account");
    } else if (isInterface(request)) {
      response.setStatus(HttpServletResponse.SC_FORBIDDEN);
      write(request, response, "forbidden", words(why, mustChange));
    } else if (isPage(request) && !routes.names(request)) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    } else {
      request.setAttribute(EXPIRED_FORM, why instanceof CsrfException);
      response.sendError(HttpServletResponse.SC_FORBIDDEN);
    }
  }

  private static String words(AccessDeniedException why, boolean mustChange) {
    if (why instanceof CsrfException) {
      return "The page was open too long or belongs to an earlier sign-in: reload it and send the"
          + " form again.";
    }
    return mustChange
        ? "Change the one-time password first, at /account."
        : "None of your roles allows this.";
  }

  private static void write(
      HttpServletRequest request, HttpServletResponse response, String code, String message)
      throws IOException {
    boolean fhir = request.getRequestURI().startsWith("/fhir");
    response.setContentType(fhir ? "application/fhir+json" : "application/json");
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    String body = (fhir ? FHIR : JSON).formatted(code, message);
    response.getWriter().write(body);
  }

  private static boolean isInterface(HttpServletRequest request) {
    String path = request.getRequestURI();
    return path.startsWith("/api/") || path.startsWith("/fhir");
  }

  private static boolean isPage(HttpServletRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return request.getMethod().equals("GET")
        && !isInterface(request)
        && accept != null
        && accept.contains("text/html");
  }

  private static String here(HttpServletRequest request) {
    String query = request.getQueryString();
    return request.getRequestURI() + (query == null ? "" : "?" + query);
  }
}
