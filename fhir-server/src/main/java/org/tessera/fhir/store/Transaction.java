package org.tessera.fhir.store;

import java.util.List;

/// Writes that become visible together or not at all.
///
/// @param owner who may change these resources later: `rest`, `catalogue`, or `study:<name>` for
///   what a delivery brought
/// @param writes at most one per resource
public record Transaction(String owner, List<Write> writes, Rules rules) {
  /// What is asked of the writes beyond being sound.
  ///
  /// @param checksReferences whether a reference must name a resource that is there, and a resource
  ///   that is referred to cannot be deleted
  /// @param crossesOwners whether resources of others may be changed; they stay theirs
  public record Rules(boolean checksReferences, boolean crossesOwners) {}

  /// A transaction of somebody who answers for the references, such as a study's intake.
  public Transaction(String owner, List<Write> writes) {
    this(owner, writes, new Rules(false, false));
  }
}
