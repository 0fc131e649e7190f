package org.tessera.access.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.access.Node;
import org.tessera.fhir.postgres.TestDatabase;

class ProviderTokensTest {
  private static OpenIdProvider provider;
  private static TestDatabase database;
  private static Node node;

  @BeforeAll
  static void start(@TempDir Path home) throws Exception {
    provider = new OpenIdProvider("");
    database = TestDatabase.create("access");
    node = Node.start(database, home, "--tessera.oidc.issuer=" + provider.issuer);
  }

  @AfterAll
  static void stop() {
    node.close();
    database.close();
    provider.close();
  }

  private static String token(String audience, String... roles) {
    return provider.token("administrator", audience, OpenIdProvider.roles(roles));
  }

  @Test
  void a_token_of_the_provider_opens_what_its_roles_allow() {
    String token = token("tessera", "data-manager", "offline_access");
    assertThat(node.get("/deliveries", token).statusCode()).isEqualTo(200);
    assertThat(node.get("/audit", token).statusCode()).isEqualTo(403);
  }

  @Test
  void a_subject_of_the_provider_is_never_an_account_of_the_node() {
    String token = token("tessera", "researcher");
    assertThat(node.get("/account", token).body())
        .contains("Dr. Ivanova", "provider:administrator");
    assertThat(node.get("/people", token).statusCode()).isEqualTo(403);
  }

  @Test
  void a_token_meant_for_another_application_is_refused() {
    String token = token("another-application", "data-manager");
    assertThat(node.get("/deliveries", token).statusCode()).isEqualTo(401);
  }

  @Test
  void a_token_signed_by_somebody_else_is_refused() throws Exception {
    String token =
        provider.token(
            OpenIdProvider.newKey(),
            "administrator",
            "tessera",
            OpenIdProvider.roles("data-manager"));
    assertThat(node.get("/deliveries", token).statusCode()).isEqualTo(401);
  }
}
