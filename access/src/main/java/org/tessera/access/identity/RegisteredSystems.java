package org.tessera.access.identity;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/// The accounts of external systems, as the authorization server knows its clients.
final class RegisteredSystems implements RegisteredClientRepository {
  private final Accounts accounts;

  RegisteredSystems(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public void save(RegisteredClient client) {
    throw new UnsupportedOperationException("Systems are registered on the page of people.");
  }

  @Override
  public @Nullable RegisteredClient findById(String id) {
    return findByClientId(id);
  }

  @Override
  public @Nullable RegisteredClient findByClientId(String clientId) {
    return accounts
        .stored(clientId)
        .filter(stored -> stored.account().kind() == Account.Kind.SYSTEM)
        .filter(stored -> stored.account().active())
        .map(RegisteredSystems::client)
        .orElse(null);
  }

  private static RegisteredClient client(Accounts.Stored system) {
    String name = system.account().name();
    return RegisteredClient.withId(name)
        .clientId(name)
        .clientName(system.account().display())
        .clientSecret(system.password())
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
        .tokenSettings(TokenSettings.builder().accessTokenTimeToLive(Tokens.API).build())
        .build();
  }
}
