package org.tessera.mappings;

import tools.jackson.databind.JsonNode;

/// Turns a value into another type; `RuleCompiler` knows the usual ones by name, a house may add
/// its own.
@FunctionalInterface
public interface Conversion {
  /// The converted value, or a `MissingNode` when this value cannot be converted.
  ///
  /// @param value a value that is there
  JsonNode apply(JsonNode value, Scope scope);
}
