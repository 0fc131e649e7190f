package org.tessera.catalog.index;

import java.util.List;
import java.util.Map;

/// What one resource says of its patient.
///
/// @param values by attribute and number of its source, such as `age#1`
/// @param codes as [IndexedCode#term()]
record ResourceFacts(
    Map<String, List<String>> values, List<Entry> entries, List<String> codes, List<String> texts) {
  /// A day nobody states.
  static final int UNDATED = Integer.MIN_VALUE;

  /// One entry of a level.
  ///
  /// @param day days since 1970-01-01, or [#UNDATED]
  record Entry(String level, int day, Map<String, List<String>> values) {}

  boolean isEmpty() {
    return values.isEmpty() && entries.isEmpty() && codes.isEmpty() && texts.isEmpty();
  }
}
