package org.tessera.access.identity;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;

/// Remembers the newest authorizations for introspection and revocation requests. Bounded, because
/// tokens carry all that is needed to accept them, and a client may fetch one a second for years.
final class RecentAuthorizations implements OAuth2AuthorizationService {
  private static final int AUTHORIZATIONS_MAX = 10_000;

  private final Map<String, OAuth2Authorization> recent = new LinkedHashMap<>();

  @Override
  public synchronized void save(OAuth2Authorization authorization) {
    recent.put(authorization.getId(), authorization);
    if (recent.size() > AUTHORIZATIONS_MAX) {
      var oldest = recent.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  @Override
  public synchronized void remove(OAuth2Authorization authorization) {
    recent.remove(authorization.getId());
  }

  @Override
  public synchronized @Nullable OAuth2Authorization findById(String id) {
    return recent.get(id);
  }

  @Override
  public synchronized @Nullable OAuth2Authorization findByToken(
      String token, @Nullable OAuth2TokenType tokenType) {
    return recent.values().stream()
        .filter(authorization -> authorization.getToken(token) != null)
        .findFirst()
        .orElse(null);
  }
}
