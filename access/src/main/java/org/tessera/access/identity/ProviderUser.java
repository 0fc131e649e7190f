package org.tessera.access.identity;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.tessera.access.Person;

/// Somebody the OpenID provider has vouched for, as this node knows them.
record ProviderUser(Person person, OidcIdToken token) implements OidcUser {
  @Override
  public Map<String, Object> getClaims() {
    return token.getClaims();
  }

  @Override
  public OidcUserInfo getUserInfo() {
    return new OidcUserInfo(token.getClaims());
  }

  @Override
  public OidcIdToken getIdToken() {
    return token;
  }

  @Override
  public Map<String, Object> getAttributes() {
    return token.getClaims();
  }

  @Override
  public Collection<? extends GrantedAuthority> getAuthorities() {
    return List.of();
  }

  @Override
  public String getName() {
    return person.name();
  }
}
