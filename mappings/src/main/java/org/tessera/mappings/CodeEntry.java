package org.tessera.mappings;

import java.util.Optional;
import org.tessera.vocabularies.Code;

/// One line of a study's `codes.csv`: what a cell's value means in a standard code system.
///
/// @param value what stands in the cell
/// @param label the same in words, accepted in a cell as well
/// @param code its standard code, empty when there is none
/// @param display the code's term, empty when its licence keeps it away
public record CodeEntry(
    String list,
    String value,
    String label,
    Optional<Code> code,
    String display,
    Relationship relationship,
    String comment) {
  /// How the standard code relates to the value, as FHIR's ConceptMap says it.
  public enum Relationship {
    EQUIVALENT,
    WIDER,
    NARROWER,
    INEXACT,
    UNMATCHED
  }
}
