package org.tessera.mappings;

import java.util.List;
import java.util.stream.Collectors;

/// Rule files that cannot be right and are therefore not applied at all.
public final class BrokenRules extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  BrokenRules(List<Problem> problems) {
    super(
        problems.stream()
            .map(Problem::toString)
            .collect(Collectors.joining("\n  ", "rule files refused:\n  ", "")));
    this.problems = List.copyOf(problems);
  }

  /// Everything that is wrong, in the order it was found.
  public List<Problem> problems() {
    return problems;
  }
}
