package org.tessera.access.identity;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.tessera.access.Person;

/// A request whose token was accepted.
public final class SignedIn extends AbstractAuthenticationToken {
  private static final long serialVersionUID = 1;

  private final Person person;
  private final boolean mustChangePassword;

  SignedIn(Person person, boolean mustChangePassword) {
    super(
        person.roles().stream().map(role -> new SimpleGrantedAuthority(role.authority())).toList());
    this.person = person;
    this.mustChangePassword = mustChangePassword;
    setAuthenticated(true);
  }

  /// Who asks.
  ///
  /// @throws ClassCastException for a route that is open to anyone, where nobody need be signed in
  public static Person person(@Nullable Authentication authentication) {
    return ((SignedIn) Objects.requireNonNull(authentication)).person;
  }

  /// Whether the one-time password is still to be replaced.
  public boolean mustChangePassword() {
    return mustChangePassword;
  }

  @Override
  public String getName() {
    return person.name();
  }

  @Override
  public Person getPrincipal() {
    return person;
  }

  @Override
  public String getCredentials() {
    return "";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SignedIn that
        && person.equals(that.person)
        && mustChangePassword == that.mustChangePassword;
  }

  @Override
  public int hashCode() {
    return Objects.hash(person, mustChangePassword);
  }
}
