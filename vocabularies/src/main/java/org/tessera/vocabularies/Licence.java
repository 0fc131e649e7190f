package org.tessera.vocabularies;

/// Under which licence a vocabulary is here.
///
/// @param text in words
/// @param terms whether its terms may leave the node; codes always may
public record Licence(String text, boolean terms) {
  /// Of a vocabulary `licences.csv` has no line for.
  static final Licence UNKNOWN = new Licence("not recorded; terms stay here", false);
}
