package org.tessera.access.identity;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.tessera.access.Person;
import org.tessera.access.Role;

/// Issues the tokens this node signs.
public final class Tokens {
  /// How long a token fetched by a program is good.
  public static final Duration API = Duration.ofHours(1);

  /// How long a browser stays signed in.
  public static final Duration BROWSER = Duration.ofHours(8);

  static final String ROLES = "roles";
  static final String EPOCH = "epoch";
  static final String PROVIDER = "provider";
  static final String MUST_CHANGE = "must_change_password";

  private final JwtEncoder encoder;
  private final String issuer;
  private final InstantSource clock;

  Tokens(JWKSource<SecurityContext> keys, String issuer, InstantSource clock) {
    this.encoder = encoder(keys);
    this.issuer = issuer;
    this.clock = clock;
  }

  /// Signs with the newest of the keys.
  static JwtEncoder encoder(JWKSource<SecurityContext> keys) {
    var encoder = new NimbusJwtEncoder(keys);
    encoder.setJwkSelector(List::getFirst);
    return encoder;
  }

  /// A signed token for an account.
  public String issue(Account account, Duration lifetime) {
    return issue(account.name(), lifetime, claims(account));
  }

  /// A signed token for the browser of somebody an OpenID provider has vouched for; it is good as
  /// long as the node works with that provider.
  String issue(Person person, String provider) {
    return issue(
        person.name(),
        BROWSER,
        Map.of(
            "name",
            person.display(),
            ROLES,
            person.roles().stream().map(Role::name).sorted().toList(),
            PROVIDER,
            provider));
  }

  private String issue(String subject, Duration lifetime, Map<String, Object> further) {
    Instant now = clock.instant();
    var claims =
        JwtClaimsSet.builder()
            .issuer(issuer)
            .subject(subject)
            .id(UUID.randomUUID().toString())
            .issuedAt(now)
            .expiresAt(now.plus(lifetime))
            .claims(all -> all.putAll(further))
            .build();
    var header = JwsHeader.with(SignatureAlgorithm.RS256).build();
    return encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
  }

  /// What a token says of an account beside its name.
  static Map<String, Object> claims(Account account) {
    List<String> roles = account.person().roles().stream().map(Role::name).sorted().toList();
    return Map.of(
        "name",
        account.display(),
        ROLES,
        roles,
        EPOCH,
        account.epoch(),
        MUST_CHANGE,
        account.oneTime());
  }
}
