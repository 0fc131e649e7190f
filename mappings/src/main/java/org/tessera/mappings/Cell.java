package org.tessera.mappings;

import tools.jackson.databind.JsonNode;

/// What a cell's text turned out to be.
sealed interface Cell {
  /// A value of the column's type.
  record Value(JsonNode value) implements Cell {}

  /// A text the column does not allow.
  ///
  /// @param rule the class of the check that refused it
  record Refused(String rule, String message, String remedy) implements Cell {}
}
