package org.tessera.access.audit;

import java.time.LocalDate;
import java.util.Optional;

/// Which rows somebody wants to see, newest first.
///
/// @param actor the whole name, empty for everybody
/// @param action the whole action, empty for all
/// @param target a part of the target, empty for all
/// @param from the first day, in UTC
/// @param to the last day, in UTC
/// @param before only rows older than this one; the page after a page
public record AuditQuestion(
    String actor,
    String action,
    String target,
    Optional<LocalDate> from,
    Optional<LocalDate> to,
    long before) {
  /// Everything.
  public static AuditQuestion all() {
    return new AuditQuestion("", "", "", Optional.empty(), Optional.empty(), Long.MAX_VALUE);
  }
}
