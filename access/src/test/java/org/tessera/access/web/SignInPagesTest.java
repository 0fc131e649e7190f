package org.tessera.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.access.Node;
import org.tessera.access.identity.DemoAccounts;
import org.tessera.fhir.postgres.TestDatabase;

class SignInPagesTest {
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

  @Test
  void a_page_asked_for_without_signing_in_leads_to_sign_in_and_back() {
    var browser = node.browser();
    var first = browser.open("/deliveries?state=waiting");
    assertThat(first.statusCode()).isEqualTo(302);
    String signIn = first.headers().firstValue("Location").map(SignInPagesTest::path).orElseThrow();
    assertThat(signIn).isEqualTo("/sign-in?next=%2Fdeliveries%3Fstate%3Dwaiting");
    assertThat(browser.open(signIn).body()).contains("value=\"/deliveries?state=waiting\"");
    var entered =
        browser.submit(
            "/sign-in",
            "username=demo-manager&password=tessera-demo-manager&next=/deliveries?state=waiting");
    assertThat(entered.headers().firstValue("Location").map(SignInPagesTest::path))
        .hasValue("/deliveries?state=waiting");
    assertThat(browser.open("/deliveries?state=waiting").body()).isEqualTo("reached");
  }

  @Test
  void sign_in_never_leads_to_another_site() {
    for (String next :
        new String[] {"//evil.example", "https://evil.example", "/%5Cevil.example"}) {
      var browser = node.browser();
      browser.open("/sign-in");
      var entered =
          browser.submit(
              "/sign-in", "username=demo-manager&password=tessera-demo-manager&next=" + next);
      assertThat(entered.headers().firstValue("Location").map(SignInPagesTest::path))
          .as(next)
          .hasValue("/");
    }
  }

  @Test
  void the_cookie_is_hidden_from_scripts_and_stays_on_this_site() {
    var browser = node.browser();
    var entered = browser.signIn("demo-manager", "tessera-demo-manager");
    assertThat(entered.headers().allValues("Set-Cookie"))
        .anySatisfy(cookie ->
            assertThat(cookie)
                .startsWith("tessera_session=")
                .contains("HttpOnly", "SameSite=Strict", "Path=/"));
  }

  @Test
  void what_a_page_loads_after_itself_does_not_void_its_forms() {
    var browser = node.browser();
    browser.signIn("demo-manager", "tessera-demo-manager");
    browser.open("/account");
    browser.open("/css/tessera.css");
    browser.open("/deliveries");
    assertThat(browser.submit("/sign-out", "a=b").statusCode()).isEqualTo(302);
  }

  @Test
  void a_token_from_before_the_sign_in_is_no_good_after_it() {
    var browser = node.browser();
    browser.open("/sign-in");
    browser.submit("/sign-in", "username=demo-manager&password=tessera-demo-manager");
    assertThat(browser.submit("/sign-out", "a=b").statusCode()).isEqualTo(403);
  }

  @Test
  void an_address_that_no_route_names_is_not_found_rather_than_refused() {
    var browser = node.browser();
    assertThat(browser.open("/nothing-here").statusCode()).isEqualTo(404);
    browser.signIn("demo-manager", "tessera-demo-manager");
    assertThat(browser.open("/nothing-here").statusCode()).isEqualTo(404);
    assertThat(browser.open("/audit").statusCode()).isEqualTo(403);
  }

  @Test
  void whoever_may_get_a_page_may_ask_for_its_headers() {
    assertThat(node.send("HEAD", "/sign-in", "", "").statusCode()).isEqualTo(200);
    assertThat(node.send("HEAD", "/audit", "", "").statusCode()).isEqualTo(401);
  }

  @Test
  void a_form_another_site_sends_with_the_cookie_is_refused() {
    var browser = node.browser();
    browser.signIn("demo-manager", "tessera-demo-manager");
    assertThat(browser.submitWithout("/deliveries", "a=b").statusCode()).isEqualTo(403);
    assertThat(browser.submit("/deliveries", "a=b").statusCode()).isEqualTo(200);
  }

  @Test
  void an_expired_form_and_a_missing_role_are_told_apart() {
    var browser = node.browser();
    browser.signIn("demo-researcher", "tessera-demo-researcher");
    var form = browser.submitWithout("/api/deliveries", "a=b");
    assertThat(form.statusCode()).isEqualTo(403);
    assertThat(form.body()).contains("reload it").doesNotContain("role");
    var role = browser.submit("/api/deliveries", "a=b");
    assertThat(role.statusCode()).isEqualTo(403);
    assertThat(role.body()).contains("None of your roles").doesNotContain("reload");
  }

  @Test
  void signing_out_ends_the_browsers_access() {
    var browser = node.browser();
    browser.signIn("demo-manager", "tessera-demo-manager");
    assertThat(browser.open("/deliveries").statusCode()).isEqualTo(200);
    browser.open("/account");
    browser.submit("/sign-out", "");
    assertThat(browser.open("/deliveries").statusCode()).isEqualTo(302);
  }

  @Test
  void the_first_administrator_must_change_the_one_time_password_before_anything_else() {
    var secret = Node.read(home.resolve("keys/first-administrator")).lines().toList();
    var browser = node.browser();
    var entered = browser.signIn(secret.get(0), secret.get(1));
    assertThat(entered.headers().firstValue("Location").map(SignInPagesTest::path))
        .hasValue("/account");
    assertThat(browser.open("/people").headers().firstValue("Location").map(SignInPagesTest::path))
        .hasValue("/account");
    browser.open("/account");
    var changed =
        browser.submit(
            "/account/password", "present=" + secret.get(1) + "&chosen=a+long+enough+one");
    assertThat(changed.headers().firstValue("Location").map(SignInPagesTest::path))
        .hasValue("/account?changed");
    assertThat(browser.open("/people").body()).contains("accounts");
    assertThat(home.resolve("keys/first-administrator")).doesNotExist();
  }

  @Test
  void an_administrator_opens_an_account_whose_password_is_shown_once() {
    var browser = node.browser();
    browser.signIn("demo-admin", "tessera-demo-admin");
    browser.open("/people");
    var page =
        browser.submit("/people", "name=ivanova&display=Dr.+Ivanova&roles=RESEARCHER").body();
    var password = Pattern.compile("<code>([a-z0-9-]{23})</code>").matcher(page);
    assertThat(password.find()).isTrue();
    assertThat(browser.open("/people").body())
        .contains("Dr. Ivanova")
        .doesNotContain(password.group(1));
    var hers = node.browser();
    assertThat(
            hers.signIn("ivanova", password.group(1))
                .headers()
                .firstValue("Location")
                .map(SignInPagesTest::path))
        .hasValue("/account");
  }

  @Test
  void nobody_closes_their_own_account() {
    var browser = node.browser();
    browser.signIn("demo-admin", "tessera-demo-admin");
    browser.open("/people");
    var answer = browser.submit("/people/demo-admin/active", "active=false");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("another administrator");
  }

  /// The path of an address on this very node; any other address stays as it is.
  private static String path(String location) {
    String root = node.uri("/").toString();
    return location.startsWith(root) ? location.substring(root.length() - 1) : location;
  }
}
