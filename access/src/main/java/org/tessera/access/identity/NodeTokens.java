package org.tessera.access.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.util.Optional;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/// Reads this node's own tokens. A signature is not enough: the account must still be open, and
/// unchanged since the token was issued.
final class NodeTokens {
  private final Accounts accounts;

  private NodeTokens(Accounts accounts) {
    this.accounts = accounts;
  }

  static JwtSignIn signIn(JWKSource<SecurityContext> keys, String issuer, Accounts accounts) {
    var own = new NodeTokens(accounts);
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
    return account(token).isPresent()
        ? OAuth2TokenValidatorResult.success()
        : OAuth2TokenValidatorResult.failure(
            new OAuth2Error(
                OAuth2ErrorCodes.INVALID_TOKEN,
                "The account was changed or closed after this token was issued.",
                null));
  }

  private SignedIn read(Jwt token) {
    Account account = account(token).orElseThrow();
    return new SignedIn(account.person(), account.oneTime());
  }

  private Optional<Account> account(Jwt token) {
    Number epoch = token.getClaim(Tokens.EPOCH);
    return Optional.ofNullable(token.getSubject())
        .flatMap(accounts::find)
        .filter(Account::active)
        .filter(account -> epoch != null && account.epoch() == epoch.intValue());
  }
}
