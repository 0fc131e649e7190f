package org.tessera.fhir.operation;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Definitions that ship with the product, found by their canonical address.
public interface DefinitionSource {
  /// Finds one definition, to be read and never changed.
  ///
  /// @param type such as `ValueSet`
  /// @param url without a version
  Optional<ObjectNode> find(String type, String url);

  /// Finds one definition by its id, for those that can be read under one.
  default Optional<ObjectNode> read(String type, String id) {
    return Optional.empty();
  }
}
