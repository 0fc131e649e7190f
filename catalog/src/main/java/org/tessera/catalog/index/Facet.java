package org.tessera.catalog.index;

import java.math.BigDecimal;
import java.util.List;

/// A dimension the catalogue can be narrowed by, as `facets.csv` declares it.
///
/// @param field name in the index and in the page's address
/// @param label what people read
/// @param resource FHIR type the value comes from
/// @param path where in that resource, see `ElementPath` of `mappings`
/// @param characters how many leading characters make the value (3 turns ICD-10 `C50.4` into
///   `C50`), 0 for all
/// @param bounds where the values are numbers: the upper ends of the ranges they are told in
public record Facet(
    String field,
    String label,
    String resource,
    String path,
    int characters,
    List<BigDecimal> bounds) {
  /// Cuts a code to the level of the hierarchy this facet shows, a number to its range; what is no
  /// number there is told as it stands.
  String level(String code) {
    if (!bounds.isEmpty() && code.matches("\\d{1,9}(\\.\\d{1,30})?")) {
      BigDecimal number = new BigDecimal(code);
      for (BigDecimal bound : bounds) {
        if (number.compareTo(bound) <= 0) {
          return "up to " + bound.toPlainString();
        }
      }
      return "above " + bounds.getLast().toPlainString();
    }
    return characters == 0 || code.length() <= characters ? code : code.substring(0, characters);
  }
}
