package org.tessera.access.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/// An OpenID provider on the loopback address: publishes who it is and its key, and signs tokens.
final class OpenIdProvider implements AutoCloseable {
  private static final Duration VALID = Duration.ofMinutes(10);

  private final HttpServer server;
  private final RSAKey key = newKey();
  final String issuer;

  /// @param endpoints further members of the discovery document, each begun with a comma; `ISSUER`
  ///   in them stands for the issuer
  OpenIdProvider(String endpoints) throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer = "http://localhost:" + server.getAddress().getPort() + "/realms/hospital";
    String discovery =
        "{\"issuer\":\"ISSUER\",\"jwks_uri\":\"ISSUER/keys\",\"subject_types_supported\":[\"public\"]"
            + endpoints
            + "}";
    serve("/.well-known/openid-configuration", body -> discovery.replace("ISSUER", issuer));
    serve("/keys", body -> new JWKSet(key.toPublicJWK()).toString());
    server.start();
  }

  static RSAKey newKey() throws Exception {
    return new RSAKeyGenerator(2048).keyID("provider").generate();
  }

  /// Answers a request's body with JSON at a path below the issuer.
  void serve(String path, UnaryOperator<String> answer) {
    server.createContext(
        "/realms/hospital" + path,
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          byte[] json = answer.apply(body).getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, json.length);
          exchange.getResponseBody().write(json);
          exchange.close();
        });
  }

  /// A token for Dr. Ivanova.
  String token(String subject, String audience, Map<String, Object> further) {
    return token(key, subject, audience, further);
  }

  /// The same signed by anybody.
  String token(RSAKey signer, String subject, String audience, Map<String, Object> further) {
    var claims =
        JwtClaimsSet.builder()
            .issuer(issuer)
            .subject(subject)
            .audience(List.of(audience))
            .claim("name", "Dr. Ivanova")
            .issuedAt(Instant.now())
            .expiresAt(Instant.now().plus(VALID))
            .claims(all -> all.putAll(further))
            .build();
    var encoder = new NimbusJwtEncoder(new ImmutableJWKSet<>(new JWKSet(signer)));
    var header = JwsHeader.with(SignatureAlgorithm.RS256).keyId("provider").build();
    return encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
  }

  /// The claim a Keycloak puts roles into.
  static Map<String, Object> roles(String... names) {
    return Map.of("realm_access", Map.of("roles", List.of(names)));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
