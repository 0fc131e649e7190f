package org.tessera.catalog.index;

/// A dimension the catalogue can be narrowed by, as `facets.csv` declares it.
///
/// @param field name in the index and in the page's address
/// @param label what people read
/// @param resource FHIR type the value comes from
/// @param path where in that resource, see `ElementPath` of `mappings`
/// @param characters how many leading characters make the value (3 turns ICD-10 `C50.4` into
///   `C50`), 0 for all
public record Facet(String field, String label, String resource, String path, int characters) {
  /// Cuts a code to the level of the hierarchy this facet shows.
  String level(String code) {
    return characters == 0 || code.length() <= characters ? code : code.substring(0, characters);
  }
}
