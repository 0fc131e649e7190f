package org.tessera.access.audit;

import org.tessera.access.Person;
import org.tessera.access.Role;

/// Something somebody did or tried.
///
/// @param roles what the actor was allowed to be at that time
/// @param action what kind of thing, such as `fhir`, `decision`, `package`
/// @param target on what, without identifiers: resource types, pseudonymous ids, names of
///   parameters
/// @param outcome what came of it
public record AuditEntry(String actor, String roles, String action, String target, String outcome) {
  private static final int TARGET_CHARACTERS_MAX = 500;

  public AuditEntry {
    target = target.substring(0, Math.min(target.length(), TARGET_CHARACTERS_MAX));
  }

  /// An entry about a signed-in person's act.
  public static AuditEntry of(Person actor, String action, String target, String outcome) {
    String roles = String.join(" ", actor.roles().stream().map(Role::name).sorted().toList());
    return new AuditEntry(actor.name(), roles, action, target, outcome);
  }
}
