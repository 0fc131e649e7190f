package org.tessera.access.identity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.tessera.access.Person;
import org.tessera.access.Role;

/// Reads the tokens of an external OpenID provider, such as a hospital's Keycloak.
final class ProviderTokens {
  private final List<String> rolesPath;

  private ProviderTokens(Provider provider) {
    this.rolesPath = List.of(provider.rolesClaim().split("\\.", -1));
  }

  /// Accepts tokens a program brings; the provider is asked for its keys at the first one.
  static JwtSignIn signIn(Provider provider) {
    var reader = new ProviderTokens(provider);
    var decoder =
        new SupplierJwtDecoder(() -> decoder(provider.issuer(), audience(provider.client())));
    return new JwtSignIn(
        provider.issuer(), decoder, token -> new SignedIn(reader.person(token.getClaims()), false));
  }

  /// Reads who comes back from the provider's sign-in page. Keycloak writes roles into the access
  /// token alone, which comes over the same connection and is looked at where the other has none.
  static OAuth2UserService<OidcUserRequest, OidcUser> users(Provider provider) {
    var reader = new ProviderTokens(provider);
    var decoder = new SupplierJwtDecoder(() -> decoder(provider.issuer(), List.of()));
    return asked -> {
      Map<String, Object> claims = asked.getIdToken().getClaims();
      Person person = reader.person(claims);
      if (reader.claim(claims) == null) {
        person =
            new Person(
                person.name(),
                person.display(),
                reader.roles(claims(decoder, asked.getAccessToken().getTokenValue())));
      }
      return new ProviderUser(person, asked.getIdToken());
    };
  }

  /// A provider may give an access token that only it can read; then it says no roles.
  private static Map<String, Object> claims(JwtDecoder decoder, String token) {
    try {
      return decoder.decode(token).getClaims();
    } catch (JwtException e) {
      return Map.of();
    }
  }

  private static JwtDecoder decoder(
      String issuer, List<OAuth2TokenValidator<Jwt>> furtherValidators) {
    NimbusJwtDecoder decoder = NimbusJwtDecoder.withIssuerLocation(issuer).build();
    List<OAuth2TokenValidator<Jwt>> all = new ArrayList<>(furtherValidators);
    all.add(JwtValidators.createDefaultWithIssuer(issuer));
    decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(all));
    return decoder;
  }

  /// Another application's token is refused.
  private static List<OAuth2TokenValidator<Jwt>> audience(String client) {
    return List.of(
        new JwtClaimValidator<Collection<String>>(
            JwtClaimNames.AUD, meantFor -> meantFor != null && meantFor.contains(client)));
  }

  /// The subject is prefixed, because a provider could name somebody like an account of this node.
  private Person person(Map<String, Object> claims) {
    String name = "provider:" + Objects.requireNonNull(claims.get("sub"));
    Object display =
        Objects.requireNonNullElse(
            claims.get("name"), Objects.requireNonNullElse(claims.get("preferred_username"), name));
    return new Person(name, display.toString(), roles(claims));
  }

  private @Nullable Object claim(Map<String, Object> claims) {
    @Nullable Object value = claims;
    for (String step : rolesPath) {
      value = value instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return value;
  }

  private Set<Role> roles(Map<String, Object> claims) {
    @Nullable Object value = claim(claims);
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
