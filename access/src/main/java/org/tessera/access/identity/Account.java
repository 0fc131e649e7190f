package org.tessera.access.identity;

import java.util.Set;
import org.tessera.access.Person;
import org.tessera.access.Role;

/// Somebody who can sign in here.
///
/// @param oneTime the password was given by another person: it opens nothing but the page where it
///   is changed
/// @param demo belongs to a demonstration and works on a loopback address only
/// @param epoch the generation of tokens that is still good
public record Account(
    String name,
    String display,
    Kind kind,
    Set<Role> roles,
    boolean oneTime,
    boolean active,
    boolean demo,
    int epoch) {
  /// A person signs in with a password, a system fetches tokens with a client secret.
  public enum Kind {
    PERSON,
    SYSTEM
  }

  public Account {
    roles = Set.copyOf(roles);
  }

  /// The account as the rest of the house knows it; without roles until a one-time password is
  /// changed.
  public Person person() {
    return new Person(name, display, oneTime ? Set.of() : roles);
  }
}
