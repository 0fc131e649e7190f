package org.tessera.access;

import java.io.Serializable;
import java.util.Set;

/// Who is asking: a person, an external system or the node's own command line.
///
/// @param name the account's name, unique on this node
/// @param display the name shown to others
public record Person(String name, String display, Set<Role> roles) implements Serializable {
  public Person {
    roles = Set.copyOf(roles);
  }

  public boolean is(Role role) {
    return roles.contains(role);
  }
}
