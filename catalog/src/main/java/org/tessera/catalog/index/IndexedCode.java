package org.tessera.catalog.index;

import org.tessera.vocabularies.Code;

/// A code a patient has, and what it says of the patient, as one term of the index.
///
/// @param what in the words of `codes.csv`, such as `diagnosis`
public record IndexedCode(String what, Code code) {
  private static final String BETWEEN = "\u001f";

  /// Reads a term back.
  public static IndexedCode parse(String term) {
    String[] parts = term.split(BETWEEN, 3);
    return new IndexedCode(parts[0], new Code(parts[1], parts[2]));
  }

  /// The term of the index.
  public String term() {
    return what + BETWEEN + code.system() + BETWEEN + code.value();
  }
}
