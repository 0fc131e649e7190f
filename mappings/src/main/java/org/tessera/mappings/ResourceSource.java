package org.tessera.mappings;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A FHIR resource as something rules read: names are paths such as `code.coding.code`, with lists
/// gone through item by item, and `coding[system=http://loinc.org]` to choose among items.
///
/// A house whose conversions need more than the resource gives them a source of its own.
@FunctionalInterface
public interface ResourceSource extends Source {
  /// What is read.
  ObjectNode resource();

  /// The first value at a path; a `MissingNode` when there is none.
  @Override
  default JsonNode value(String path) {
    return ElementPath.of(path).map(known -> known.first(resource())).orElseGet(Rule::none);
  }

  /// All values at a path, in the order of the resource.
  default List<JsonNode> values(String path) {
    return ElementPath.of(path).map(known -> known.all(resource())).orElse(List.of());
  }
}
