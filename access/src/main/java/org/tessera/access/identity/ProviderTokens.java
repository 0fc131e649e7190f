package org.tessera.access.identity;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.tessera.access.Person;
import org.tessera.access.Role;

/// Reads the tokens of an external OpenID provider, such as a hospital's Keycloak.
final class ProviderTokens {
  private final List<String> rolesPath;

  private ProviderTokens(List<String> rolesPath) {
    this.rolesPath = rolesPath;
  }

  /// @param issuer the provider's issuer address, asked for its keys at the first token
  /// @param audience what the token must be meant for; another application's token is refused
  /// @param rolesClaim where the roles are, such as `realm_access.roles`
  static JwtSignIn signIn(String issuer, String audience, String rolesClaim) {
    var provider = new ProviderTokens(List.of(rolesClaim.split("\\.", -1)));
    return new JwtSignIn(issuer, decoder(issuer, audience), provider::read);
  }

  private static JwtDecoder decoder(String issuer, String audience) {
    return new SupplierJwtDecoder(() -> {
      NimbusJwtDecoder decoder = NimbusJwtDecoder.withIssuerLocation(issuer).build();
      decoder.setJwtValidator(
          new DelegatingOAuth2TokenValidator<>(
              JwtValidators.createDefaultWithIssuer(issuer),
              new JwtClaimValidator<Collection<String>>(
                  JwtClaimNames.AUD, meantFor -> meantFor != null && meantFor.contains(audience))));
      return decoder;
    });
  }

  /// The subject is prefixed, because a provider could name somebody like an account of this node.
  SignedIn read(Jwt token) {
    String name = "provider:" + Objects.requireNonNull(token.getSubject());
    String display =
        Objects.requireNonNullElse(
            token.getClaimAsString("name"),
            Objects.requireNonNullElse(token.getClaimAsString("preferred_username"), name));
    return new SignedIn(new Person(name, display, roles(token)), false);
  }

  private Set<Role> roles(Jwt token) {
    @Nullable Object value = token.getClaims();
    for (String step : rolesPath) {
      value = value instanceof Map<?, ?> map ? map.get(step) : null;
    }
    var roles = EnumSet.noneOf(Role.class);
    if (value instanceof Collection<?> names) {
      names.forEach(name ->
          Arrays.stream(Role.values()).filter(role -> fits(role, name)).forEach(roles::add));
    }
    return roles;
  }

  private static boolean fits(Role role, @Nullable Object name) {
    return name instanceof String text
        && text.toUpperCase(Locale.ROOT).replace('-', '_').equals(role.name());
  }
}
