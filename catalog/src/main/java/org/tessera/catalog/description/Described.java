package org.tessera.catalog.description;

import java.util.List;
import java.util.Map;

/// A network, a biobank or a collection as somebody describes it, in the attributes of MIABIS Core
/// 3.
///
/// @param entity `network`, `biobank` or `collection`
/// @param id a collection's is that of its study
/// @param said values by attribute, in the order of the table
public record Described(String entity, String id, String name, Map<String, List<String>> said) {
  /// The values of an attribute; none when nobody says any.
  public List<String> values(String attribute) {
    return said.getOrDefault(attribute, List.of());
  }

  /// The first value, empty for none.
  public String first(String attribute) {
    return values(attribute).stream().findFirst().orElse("");
  }
}
