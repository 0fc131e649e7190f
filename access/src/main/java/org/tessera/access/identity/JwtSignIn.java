package org.tessera.access.identity;

import com.nimbusds.jwt.JWTParser;
import java.text.ParseException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;

/// Accepts the tokens of one issuer and leaves all others to the next.
final class JwtSignIn implements AuthenticationProvider {
  private final String issuer;
  private final JwtAuthenticationProvider tokens;

  JwtSignIn(String issuer, JwtDecoder decoder, Function<Jwt, SignedIn> reader) {
    this.issuer = issuer;
    this.tokens = new JwtAuthenticationProvider(decoder);
    this.tokens.setJwtAuthenticationConverter(reader::apply);
  }

  @Override
  public @Nullable Authentication authenticate(Authentication authentication) {
    var bearer = (BearerTokenAuthenticationToken) authentication;
    return isMine(bearer.getToken()) ? tokens.authenticate(bearer) : null;
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return BearerTokenAuthenticationToken.class.isAssignableFrom(authentication);
  }

  private boolean isMine(String token) {
    try {
      return issuer.equals(JWTParser.parse(token).getJWTClaimsSet().getIssuer());
    } catch (ParseException e) {
      return false;
    }
  }
}
