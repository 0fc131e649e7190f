package org.tessera.vocabularies.search;

import org.tessera.vocabularies.Code;

/// One of the things a code is called.
///
/// @param language as in BCP 47, empty where nobody says
/// @param use what kind of term it is: `preferred`, `synonym`
/// @param standard whether the concept may stand in OMOP's concept columns
/// @param leaves whether the licence of whoever calls it so lets the text leave the node
public record Designation(
    Code code, String text, String language, String use, boolean standard, boolean leaves) {
  /// The term of a code.
  public static final String PREFERRED = "preferred";

  /// Another term of it.
  public static final String SYNONYM = "synonym";
}
