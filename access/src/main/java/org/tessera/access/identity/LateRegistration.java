package org.tessera.access.identity;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;

/// What the OpenID provider publishes of itself, asked for at the first sign-in and again until it
/// answers: a node must start without its provider.
final class LateRegistration implements ClientRegistrationRepository {
  private final String id;
  private final Supplier<ClientRegistration> provider;
  private @Nullable ClientRegistration known;

  LateRegistration(String id, Supplier<ClientRegistration> provider) {
    this.id = id;
    this.provider = provider;
  }

  @Override
  public synchronized @Nullable ClientRegistration findByRegistrationId(String asked) {
    if (!asked.equals(id)) {
      return null;
    }
    if (known == null) {
      known = provider.get();
    }
    return known;
  }
}
