package org.tessera.access.identity;

import java.util.Optional;
import org.springframework.core.env.Environment;

/// The OpenID provider people may sign in with, such as a hospital's Keycloak.
///
/// @param issuer its address, under which it publishes where everything is
/// @param client what the provider knows this node as; tokens must be meant for it
/// @param secret empty for a public client, which proves itself by PKCE alone
/// @param rolesClaim where the roles are, such as `realm_access.roles`
/// @param name what people call it
record Provider(String issuer, String client, String secret, String rolesClaim, String name) {
  /// The one the settings name: `tessera.oidc.issuer`, `.client-id` (or `.audience`),
  /// `.client-secret`, `.roles`, `.name`.
  static Optional<Provider> in(Environment settings) {
    String issuer = settings.getProperty("tessera.oidc.issuer", "");
    return issuer.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Provider(
                issuer,
                settings.getProperty(
                    "tessera.oidc.client-id",
                    settings.getProperty("tessera.oidc.audience", "tessera")),
                settings.getProperty("tessera.oidc.client-secret", ""),
                settings.getProperty("tessera.oidc.roles", "realm_access.roles"),
                settings.getProperty("tessera.oidc.name", "your organisation")));
  }

  /// Without the secret, for records are easily written into a log.
  @Override
  public String toString() {
    return issuer;
  }
}
