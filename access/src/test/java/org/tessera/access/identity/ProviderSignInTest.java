package org.tessera.access.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tessera.access.identity.OpenIdProvider.roles;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.access.Node;
import org.tessera.access.audit.AuditQuestion;
import org.tessera.access.audit.AuditTrail;
import org.tessera.fhir.postgres.TestDatabase;

/// A browser that signs in at an OpenID provider and comes back (OpenID Connect Core section 3.1).
class ProviderSignInTest {
  private static OpenIdProvider provider;
  private static volatile String tokens = "";
  private static volatile Map<String, String> asked = Map.of();
  private static TestDatabase database;
  private static Node node;

  @BeforeAll
  static void start(@TempDir Path home) throws Exception {
    provider =
        new OpenIdProvider(
            """
            ,"authorization_endpoint":"ISSUER/authorize","token_endpoint":"ISSUER/token",
            "response_types_supported":["code"],"id_token_signing_alg_values_supported":["RS256"]\
            """);
    provider.serve(
        "/token",
        body -> {
          asked = form(body);
          return tokens;
        });
    database = TestDatabase.create("access");
    node =
        Node.start(
            database,
            home,
            "--tessera.oidc.issuer=" + provider.issuer,
            "--tessera.oidc.name=St. Anna");
  }

  @AfterAll
  static void stop() {
    node.close();
    database.close();
    provider.close();
  }

  private static Map<String, String> form(String text) {
    return Arrays.stream(text.split("&", -1))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], UTF_8)));
  }

  private static String token(Map<String, Object> further) {
    return provider.token("7f3a", "tessera", further);
  }

  private static void answer(String idToken, String accessToken) {
    tokens =
        "{\"token_type\":\"Bearer\",\"expires_in\":300,\"id_token\":\"%s\",\"access_token\":\"%s\"}"
            .formatted(idToken, accessToken);
  }

  private static Map<String, Object> with(Map<String, Object> claims, String name, Object value) {
    Map<String, Object> all = new TreeMap<>(claims);
    all.put(name, value);
    return all;
  }

  private static String nonce(Map<String, String> question) {
    return question.getOrDefault("nonce", "");
  }

  /// What the provider's sign-in page is asked.
  private static Map<String, String> leave(Node.Browser browser, String next) {
    var there = browser.open("/sign-in/with/provider?next=" + next);
    String location = there.headers().firstValue("Location").orElse("none");
    assertThat(location).startsWith(provider.issuer + "/authorize?");
    return form(URI.create(location).getRawQuery());
  }

  @Test
  void the_sign_in_page_offers_the_provider() {
    assertThat(node.browser().open("/sign-in?next=/deliveries").body())
        .contains("Sign in with St. Anna", "/sign-in/with/provider?next=/deliveries");
  }

  @Test
  void who_signed_in_there_comes_back_with_the_roles_they_have_there() throws Exception {
    var browser = node.browser();
    var question = leave(browser, "/deliveries");
    assertThat(question.get("scope")).contains("openid");
    answer(token(with(roles("data-manager"), "nonce", nonce(question))), "opaque");

    var back = browser.open("/sign-in/from/provider?code=c&state=" + question.get("state"));

    assertThat(back.statusCode()).isEqualTo(200);
    assertThat(back.body()).contains("url=/deliveries");
    assertThat(browser.open("/deliveries").body()).isEqualTo("reached");
    assertThat(browser.open("/account").body()).contains("Dr. Ivanova", "provider:7f3a");
    assertThat(browser.open("/people").statusCode()).isEqualTo(403);
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest(asked.getOrDefault("code_verifier", "").getBytes(UTF_8));
    assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(digest))
        .isEqualTo(question.get("code_challenge"));
    assertThat(node.bean(AuditTrail.class).find(AuditQuestion.all()))
        .anySatisfy(row -> {
          assertThat(row.entry().action()).isEqualTo("sign-in");
          assertThat(row.entry().actor()).isEqualTo("provider:7f3a");
        });
    browser.open("/sign-in");
    browser.submit("/sign-out", "a=b");
    assertThat(browser.open("/deliveries").statusCode()).isEqualTo(302);
  }

  @Test
  void roles_that_only_the_access_token_tells_count() {
    var browser = node.browser();
    var question = leave(browser, "/");
    answer(token(Map.of("nonce", nonce(question))), token(roles("auditor")));
    browser.open("/sign-in/from/provider?code=c&state=" + question.get("state"));
    assertThat(browser.open("/audit").statusCode()).isEqualTo(200);
    assertThat(browser.open("/deliveries").statusCode()).isEqualTo(403);
  }

  @Test
  void a_way_back_that_began_in_another_browser_signs_nobody_in() {
    var question = leave(node.browser(), "/");
    answer(token(with(roles("administrator"), "nonce", nonce(question))), "opaque");
    var other = node.browser();
    var back = other.open("/sign-in/from/provider?code=c&state=" + question.get("state"));
    assertThat(back.headers().firstValue("Location").orElse("")).contains("problem=provider");
    assertThat(other.open("/people").statusCode()).isEqualTo(302);
    assertThat(other.open("/sign-in?problem=provider").body()).contains("did not come to an end");
  }

  @Test
  void an_answer_to_another_question_is_refused() {
    var browser = node.browser();
    var question = leave(browser, "/");
    answer(token(with(roles("administrator"), "nonce", "stolen")), "opaque");
    var back = browser.open("/sign-in/from/provider?code=c&state=" + question.get("state"));
    assertThat(back.headers().firstValue("Location").orElse("")).contains("problem=provider");
    assertThat(browser.open("/people").statusCode()).isEqualTo(302);
  }
}
