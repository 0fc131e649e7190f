package org.tessera.access.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.tessera.access.Person;
import org.tessera.access.Role;

/// Reads this node's own tokens. A signature is not enough: the account must still be open, and
/// unchanged since the token was issued.
final class NodeTokens {
  private final Accounts accounts;
  private final Optional<Provider> provider;

  private NodeTokens(Accounts accounts, Optional<Provider> provider) {
    this.accounts = accounts;
    this.provider = provider;
  }

  static JwtSignIn signIn(
      JWKSource<SecurityContext> keys,
      String issuer,
      Accounts accounts,
      Optional<Provider> provider) {
    var own = new NodeTokens(accounts, provider);
    return new JwtSignIn(issuer, own.decoder(keys, issuer), own::read);
  }

  private JwtDecoder decoder(JWKSource<SecurityContext> keys, String issuer) {
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys));
    // Spring's validators below check the claims, and say which one is wrong.
    processor.setJWTClaimsSetVerifier((claims, context) -> {});
    var decoder = new NimbusJwtDecoder(processor);
    decoder.setJwtValidator(
        new DelegatingOAuth2TokenValidator<>(
            JwtValidators.createDefaultWithIssuer(issuer), this::validate));
    return decoder;
  }

  private OAuth2TokenValidatorResult validate(Jwt token) {
    return vouched(token) || account(token).isPresent()
        ? OAuth2TokenValidatorResult.success()
        : OAuth2TokenValidatorResult.failure(
            new OAuth2Error(
                OAuth2ErrorCodes.INVALID_TOKEN,
                "The account was changed or closed after this token was issued.",
                null));
  }

  private SignedIn read(Jwt token) {
    if (vouched(token)) {
      return new SignedIn(vouchedPerson(token), false);
    }
    Account account = account(token).orElseThrow();
    return new SignedIn(account.person(), account.oneTime());
  }

  /// Whether the node's own provider told who this is, when they signed in.
  private boolean vouched(Jwt token) {
    @Nullable String by = token.getClaimAsString(Tokens.PROVIDER);
    return by != null && provider.filter(known -> known.issuer().equals(by)).isPresent();
  }

  private static Person vouchedPerson(Jwt token) {
    Set<Role> roles =
        Objects.requireNonNull(token.getClaimAsStringList(Tokens.ROLES)).stream()
            .map(Role::valueOf)
            .collect(Collectors.toUnmodifiableSet());
    String name = Objects.requireNonNull(token.getSubject());
    return new Person(name, Objects.requireNonNull(token.getClaimAsString("name")), roles);
  }

  private Optional<Account> account(Jwt token) {
    Number epoch = token.getClaim(Tokens.EPOCH);
    return Optional.ofNullable(token.getSubject())
        .flatMap(accounts::find)
        .filter(Account::active)
        .filter(account -> epoch != null && account.epoch() == epoch.intValue());
  }
}
