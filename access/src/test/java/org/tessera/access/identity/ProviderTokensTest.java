package org.tessera.access.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.tessera.access.Node;
import org.tessera.fhir.postgres.TestDatabase;

class ProviderTokensTest {
  private static HttpServer provider;
  private static RSAKey key;
  private static String issuer = "";
  private static TestDatabase database;
  private static Node node;

  @BeforeAll
  static void start(@TempDir Path home) throws Exception {
    key = new RSAKeyGenerator(2048).keyID("provider").generate();
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer = "http://localhost:" + provider.getAddress().getPort() + "/realms/hospital";
    serve(
        "/realms/hospital/.well-known/openid-configuration",
        "{\"issuer\":\"ISSUER\",\"jwks_uri\":\"ISSUER/keys\",\"subject_types_supported\":[\"public\"]}"
            .replace("ISSUER", issuer));
    serve("/realms/hospital/keys", new JWKSet(key.toPublicJWK()).toString());
    provider.start();
    database = TestDatabase.create("access");
    node = Node.start(database, home, "--tessera.oidc.issuer=" + issuer);
  }

  @AfterAll
  static void stop() {
    node.close();
    database.close();
    provider.stop(0);
  }

  private static void serve(String path, String json) {
    provider.createContext(
        path,
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, json.getBytes(UTF_8).length);
          exchange.getResponseBody().write(json.getBytes(UTF_8));
          exchange.close();
        });
  }

  private static String token(RSAKey signer, String audience, List<String> roles) {
    var claims =
        JwtClaimsSet.builder()
            .issuer(issuer)
            .subject("administrator")
            .audience(List.of(audience))
            .claim("name", "Dr. Ivanova")
            .claim("realm_access", Map.of("roles", roles))
            .issuedAt(Instant.now())
            .expiresAt(Instant.now().plusSeconds(600))
            .build();
    var encoder = new NimbusJwtEncoder(new ImmutableJWKSet<>(new JWKSet(signer)));
    var header = JwsHeader.with(SignatureAlgorithm.RS256).keyId("provider").build();
    return encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
  }

  @Test
  void a_token_of_the_provider_opens_what_its_roles_allow() {
    String token = token(key, "tessera", List.of("data-manager", "offline_access"));
    assertThat(node.get("/deliveries", token).statusCode()).isEqualTo(200);
    assertThat(node.get("/audit", token).statusCode()).isEqualTo(403);
  }

  @Test
  void a_subject_of_the_provider_is_never_an_account_of_the_node() {
    String token = token(key, "tessera", List.of("researcher"));
    assertThat(node.get("/account", token).body())
        .contains("Dr. Ivanova", "provider:administrator");
    assertThat(node.get("/people", token).statusCode()).isEqualTo(403);
  }

  @Test
  void a_token_meant_for_another_application_is_refused() {
    String token = token(key, "another-application", List.of("data-manager"));
    assertThat(node.get("/deliveries", token).statusCode()).isEqualTo(401);
  }

  @Test
  void a_token_signed_by_somebody_else_is_refused() throws Exception {
    RSAKey stranger = new RSAKeyGenerator(2048).keyID("provider").generate();
    String token = token(stranger, "tessera", List.of("data-manager"));
    assertThat(node.get("/deliveries", token).statusCode()).isEqualTo(401);
  }
}
