package org.tessera.fhir.operation;

import java.util.Optional;
import java.util.stream.Stream;

/// A code system that can be asked.
interface Codes {
  String system();

  String name();

  String version();

  Optional<Concept> find(String code);

  /// All codes, in the order of the system, parents before children.
  Stream<Concept> all();

  /// Whether one code is the other or an ancestor of it.
  ///
  /// @throws OperationFailure if this server does not know the system's hierarchy
  boolean subsumes(String ancestor, String code);

  /// Whether every code of the system is here: if not, a code that is not found may exist all the
  /// same.
  boolean isComplete();
}
