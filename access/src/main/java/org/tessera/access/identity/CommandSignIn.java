package org.tessera.access.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.tessera.access.Person;
import org.tessera.access.Role;

/// Accepts the command line of this home as the local operator.
final class CommandSignIn implements AuthenticationProvider {
  private static final Person OPERATOR =
      new Person("local operator", "Local operator", Set.of(Role.ADMINISTRATOR, Role.DATA_MANAGER));

  private final CommandToken expected;

  CommandSignIn(CommandToken expected) {
    this.expected = expected;
  }

  @Override
  public @Nullable Authentication authenticate(Authentication authentication) {
    var bearer = (BearerTokenAuthenticationToken) authentication;
    boolean accepted =
        bearer.getDetails() instanceof WebAuthenticationDetails details
            && expected.accepts(bearer.getToken(), details.getRemoteAddress());
    return accepted ? new SignedIn(OPERATOR, false) : null;
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return BearerTokenAuthenticationToken.class.isAssignableFrom(authentication);
  }
}
