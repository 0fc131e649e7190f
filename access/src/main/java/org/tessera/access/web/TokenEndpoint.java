package org.tessera.access.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tessera.access.identity.SignIn;
import org.tessera.access.identity.Tokens;

/// Gives a token for a person's name and password, in one line of curl.
@RestController
class TokenEndpoint {
  /// The same for everybody, or it would tell which names are systems.
  private static final String WRONG =
      "Name or password is not right. A system gets its token elsewhere: POST /oauth2/token with"
          + " grant_type=client_credentials, client_id and client_secret.";

  private final SignIn signIn;
  private final Tokens tokens;

  TokenEndpoint(SignIn signIn, Tokens tokens) {
    this.signIn = signIn;
    this.tokens = tokens;
  }

  @PostMapping("/api/token")
  ResponseEntity<Map<String, Object>> token(
      @RequestParam("username") String username,
      @RequestParam("password") String password,
      HttpServletRequest request) {
    return switch (signIn.check(username, password, request.getRemoteAddr())) {
      case SignIn.Outcome.Accepted accepted ->
          ResponseEntity.ok()
              .header(HttpHeaders.CACHE_CONTROL, "no-store")
              .body(
                  Map.of(
                      "access_token",
                      tokens.issue(accepted.account(), Tokens.API),
                      "token_type",
                      "Bearer",
                      "expires_in",
                      Tokens.API.toSeconds()));
      case SignIn.Outcome.Wrong _ ->
          ResponseEntity.status(HttpStatus.UNAUTHORIZED)
              .body(Map.of("error", "invalid_grant", "message", WRONG));
      case SignIn.Outcome.Wait wait ->
          ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
              .header(HttpHeaders.RETRY_AFTER, Long.toString(wait.atLeast().toSeconds() + 1))
              .body(
                  Map.of(
                      "error",
                      "slow_down",
                      "message",
                      "Too many wrong passwords: try again in "
                          + (wait.atLeast().toSeconds() + 1)
                          + " seconds."));
    };
  }
}
