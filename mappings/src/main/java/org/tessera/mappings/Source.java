package org.tessera.mappings;

import tools.jackson.databind.JsonNode;

/// Something a mapping reads: a form row by column name, or a FHIR resource by path.
public interface Source {
  /// The value under this name; a `MissingNode` when there is none.
  JsonNode value(String name);
}
