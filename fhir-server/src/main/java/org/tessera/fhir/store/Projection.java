package org.tessera.fhir.store;

import java.util.List;

/// A view derived from the change log alone: nobody else writes it, and it can be rebuilt from
/// zero.
public interface Projection {
  /// A short name for logs and commands, such as `omop`.
  String name();

  /// The sequence of the last change this view contains, 0 for an empty view.
  long checkpoint();

  /// Takes in changes in log order and moves the checkpoint with them, both or neither.
  void apply(List<Change> changes);

  /// Begins the view anew and sets the checkpoint to 0. What was made before may go on answering
  /// until the new one holds as much.
  void reset();

  /// Called when no further change waits, and when somebody waits for those that were applied: what
  /// only readers need may have been put off till then.
  default void caughtUp() {}
}
