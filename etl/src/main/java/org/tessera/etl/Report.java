package org.tessera.etl;

import java.util.List;

/// What became of a delivery.
///
/// @param rules what was found, one entry a rule, most frequent first
public record Report(Delivery delivery, List<RuleCount> rules) {
  /// How often one rule was broken.
  ///
  /// @param severity `ERROR` or `WARNING`
  /// @param message what the rule says at its first occurrence
  public record RuleCount(
      String rule, String severity, long cells, String message, String remedy) {}
}
