package org.tessera.access.identity;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/// Refuses a token that nobody else knew, so that it counts as a bad token and not as a fault here.
final class UnknownToken implements AuthenticationProvider {
  @Override
  public Authentication authenticate(Authentication authentication) {
    throw new InvalidBearerTokenException("The token is not one of this node's.");
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return BearerTokenAuthenticationToken.class.isAssignableFrom(authentication);
  }
}
