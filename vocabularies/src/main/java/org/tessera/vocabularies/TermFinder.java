package org.tessera.vocabularies;

import java.util.List;
import java.util.Set;

/// Finds codes by anything they are called, forgiving typing errors.
public interface TermFinder {
  /// A code and the designation it was found by.
  record Near(Code code, String text) {}

  /// The nearest designations, the best first; at least half of the words are in each.
  ///
  /// @param systems only these
  List<Near> nearest(String text, Set<String> systems, int most);

  /// Of what is found; another whenever that may be something else.
  String stamp();
}
