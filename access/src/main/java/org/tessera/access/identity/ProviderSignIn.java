package org.tessera.access.identity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.web.util.HtmlUtils;
import org.tessera.access.Person;
import org.tessera.access.audit.AuditEntry;
import org.tessera.access.audit.AuditTrail;

/// Signs a browser in whose user the OpenID provider has vouched for: from here on it carries a
/// token of this node, with the roles the provider gave.
final class ProviderSignIn implements AuthenticationSuccessHandler {
  private final Tokens tokens;
  private final SessionCookie cookie;
  private final AuditTrail trail;
  private final String issuer;

  ProviderSignIn(Tokens tokens, SessionCookie cookie, AuditTrail trail, String issuer) {
    this.tokens = tokens;
    this.cookie = cookie;
    this.trail = trail;
    this.issuer = issuer;
  }

  @Override
  public void onAuthenticationSuccess(
      HttpServletRequest request, HttpServletResponse response, Authentication authentication)
      throws IOException {
    Person person = ((ProviderUser) Objects.requireNonNull(authentication.getPrincipal())).person();
    trail.record(AuditEntry.of(person, "sign-in", "", "done"));
    // A token known from before the sign-in must not be good after it.
    new CookieCsrfTokenRepository().saveToken(null, request, response);
    cookie.set(response, tokens.issue(person, issuer));
    response.setContentType("text/html");
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    // A redirect would still count as a visit from the provider's site, and the browser would keep
    // its strict cookie back; a page of this node that goes on by itself does not.
    response
        .getWriter()
        .write(
            """
            <!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Signed in · Tessera</title>
            <meta http-equiv="refresh" content="0;url=%1$s">
            <p>You are signed in. <a href="%1$s">Go on</a></p></html>
            """
                .formatted(HtmlUtils.htmlEscape(StartedSignIns.next(request))));
  }
}
