package org.tessera.access.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.access.Node;
import org.tessera.access.Role;
import org.tessera.fhir.postgres.TestDatabase;

class TokensTest {
  private static TestDatabase database;
  @TempDir static Path home;
  private static Node node;

  @BeforeAll
  static void start() {
    database = TestDatabase.create("access");
    node = Node.start(database, home);
    node.bean(DemoAccounts.class).create();
  }

  @AfterAll
  static void stop() {
    node.close();
    database.close();
  }

  private static String manager() {
    return node.token("demo-manager", "tessera-demo-manager");
  }

  @Test
  void a_token_survives_a_restart() {
    String token = manager();
    node.close();
    node = Node.start(database, home);
    assertThat(node.get("/fhir/Patient", token).statusCode()).isEqualTo(200);
  }

  @Test
  void after_a_change_of_keys_the_new_one_signs_and_the_old_ones_tokens_stay_good() {
    String before = manager();
    node.bean(SigningKeys.class).rotate();
    String after = manager();
    assertThat(header(after)).isNotEqualTo(header(before));
    assertThat(node.get("/fhir/Patient", before).statusCode()).isEqualTo(200);
    assertThat(node.get("/fhir/Patient", after).statusCode()).isEqualTo(200);
    String published = node.get("/oauth2/jwks", "").body();
    assertThat(published.split("\"kid\"", -1)).hasSizeGreaterThan(2);
    assertThat(published).doesNotContain("\"d\"");
    String system =
        node.post(
                "/oauth2/token",
                "",
                "grant_type=client_credentials&client_id=demo-hospital-system"
                    + "&client_secret=tessera-demo-hospital-system")
            .body()
            .replaceAll(".*\"access_token\":\"([^\"]+)\".*", "$1");
    assertThat(header(system)).contains(kid(after));
  }

  private static String header(String token) {
    return new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[0]), UTF_8);
  }

  private static String kid(String token) {
    return header(token).replaceAll(".*\"kid\":\"([^\"]+)\".*", "$1");
  }

  @Test
  void a_key_leaves_when_the_last_token_it_signed_has_ended(@TempDir Path keys) {
    var start = Instant.parse("2026-01-01T00:00:00Z");
    var first = SigningKeys.in(keys, InstantSource.fixed(start));
    Instant end = first.rotate();
    assertThat(end).isAfter(start.plus(Tokens.BROWSER));
    assertThat(idsAt(keys, end.minusSeconds(1))).hasSize(2);
    assertThat(idsAt(keys, end)).hasSize(1);
    SigningKeys.in(keys, InstantSource.fixed(end)).rotate();
    assertThat(idsAt(keys, end)).hasSize(2);
  }

  private static Set<String> idsAt(Path keys, Instant now) {
    var all = new JWKSelector(new JWKMatcher.Builder().build());
    return SigningKeys.in(keys, InstantSource.fixed(now)).get(all, null).stream()
        .map(JWK::getKeyID)
        .collect(Collectors.toSet());
  }

  @Test
  void a_wrong_password_gets_no_token() {
    var answer = node.post("/api/token", "", "username=demo-manager&password=wrong");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).doesNotContain("access_token");
  }

  @Test
  void a_refusal_names_the_place_for_systems_and_never_tells_whether_the_name_is_one() {
    var wrong = node.post("/api/token", "", "username=nobody-here&password=wrong");
    var system =
        node.post(
            "/api/token",
            "",
            "username=demo-hospital-system&password=tessera-demo-hospital-system");
    assertThat(system.statusCode()).isEqualTo(401);
    assertThat(system.body()).contains("/oauth2/token").isEqualTo(wrong.body());
  }

  @Test
  void a_token_signed_by_another_node_is_refused(@TempDir Path elsewhere) {
    var tokens =
        new Tokens(
            SigningKeys.in(elsewhere, InstantSource.system()), Node.ISSUER, InstantSource.system());
    var account = node.bean(Accounts.class).find("demo-manager").orElseThrow();
    assertThat(node.get("/fhir/Patient", tokens.issue(account, Tokens.API)).statusCode())
        .isEqualTo(401);
  }

  @Test
  void a_token_that_has_expired_is_refused() {
    var account = node.bean(Accounts.class).find("demo-manager").orElseThrow();
    var clock = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
    var keys = SigningKeys.in(home.resolve("keys"), InstantSource.system());
    String old = new Tokens(keys, Node.ISSUER, clock).issue(account, Duration.ofHours(1));
    assertThat(node.get("/fhir/Patient", old).statusCode()).isEqualTo(401);
    String other =
        new Tokens(keys, "http://elsewhere", InstantSource.system())
            .issue(account, Duration.ofHours(1));
    assertThat(node.get("/fhir/Patient", other).statusCode()).isEqualTo(401);
  }

  @Test
  void closing_an_account_or_changing_its_roles_ends_its_tokens_at_once() {
    var accounts = node.bean(Accounts.class);
    accounts.insert(
        "leaver",
        "Leaver",
        Account.Kind.PERSON,
        Set.of(Role.DATA_MANAGER),
        new Accounts.Secret("some password", false, false));
    String token = node.token("leaver", "some+password");
    assertThat(node.get("/fhir/Patient", token).statusCode()).isEqualTo(200);
    accounts.changeRoles("leaver", Set.of(Role.RESEARCHER));
    assertThat(node.get("/fhir/Patient", token).statusCode()).isEqualTo(401);
    token = node.token("leaver", "some+password");
    assertThat(node.get("/account", token).statusCode()).isEqualTo(200);
    accounts.setActive("leaver", false);
    assertThat(node.get("/account", token).statusCode()).isEqualTo(401);
  }

  @Test
  void the_command_token_acts_as_the_local_operator() {
    String token = Node.read(home.resolve("keys/command.token"));
    assertThat(node.get("/api/node/status", token).body()).isEqualTo("reached");
    assertThat(node.get("/api/node/status", manager()).statusCode()).isEqualTo(403);
    assertThat(node.get("/account", token).body()).contains("Local operator");
  }

  @Test
  void the_command_token_is_accepted_from_loopback_only(@TempDir Path keys) {
    var command = CommandToken.fresh();
    command.publish(keys);
    String value = Node.read(keys.resolve("command.token"));
    assertThat(command.accepts(value, "127.0.0.1")).isTrue();
    assertThat(command.accepts(value, "0:0:0:0:0:0:0:1")).isTrue();
    assertThat(command.accepts(value, "192.168.1.7")).isFalse();
    assertThat(command.accepts(value + "x", "127.0.0.1")).isFalse();
  }

  @Test
  void keys_and_passwords_are_files_only_the_nodes_user_can_read() throws Exception {
    for (String file : Set.of("signing.jwks", "command.token", "first-administrator")) {
      var permissions = Files.getPosixFilePermissions(home.resolve("keys").resolve(file));
      assertThat(PosixFilePermissions.toString(permissions)).as(file).isEqualTo("rw-------");
    }
  }

  @Test
  void an_external_system_gets_its_token_by_client_credentials() {
    var answer =
        node.post(
            "/oauth2/token",
            "",
            "grant_type=client_credentials&client_id=demo-hospital-system"
                + "&client_secret=tessera-demo-hospital-system");
    assertThat(answer.statusCode()).isEqualTo(200);
    String token = answer.body().replaceAll(".*\"access_token\":\"([^\"]+)\".*", "$1");
    assertThat(node.post("/fhir", token, "").statusCode()).isEqualTo(200);
    assertThat(node.get("/deliveries", token).statusCode()).isEqualTo(403);
  }

  @Test
  void a_wrong_client_secret_gets_nothing() {
    var answer =
        node.post(
            "/oauth2/token",
            "",
            "grant_type=client_credentials&client_id=demo-hospital-system&client_secret=no");
    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @Test
  void the_public_key_and_the_end_points_are_published_and_the_private_key_is_not() {
    assertThat(node.get("/oauth2/jwks", "").body())
        .contains("\"kty\":\"RSA\"")
        .doesNotContain("\"d\"");
    assertThat(node.get("/.well-known/oauth-authorization-server", "").body())
        .contains(Node.ISSUER);
  }

  @Test
  void demo_accounts_refuse_an_address_that_is_not_loopback(@TempDir Path other) throws Exception {
    var outside = new DemoAccounts(node.bean(Accounts.class), InetAddress.getByName("0.0.0.0"));
    assertThatThrownBy(outside::create)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("127.0.0.1");
    assertThatThrownBy(() -> Node.start(database, other, "--server.address=0.0.0.0"))
        .hasMessageContaining("demo accounts");
  }

  @Test
  void a_name_that_is_not_local_is_not_answered_on_loopback() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), node.uri("/").getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 400");
    }
  }
}
