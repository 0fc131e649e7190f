package org.tessera.mappings;

import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong with rule files, so that all of it is told at once.
public final class Problems {
  private final List<Problem> found = new ArrayList<>();

  public void add(RuleNode node, String message, String remedy) {
    add(node.file(), node.line(), message, remedy);
  }

  public void add(String file, int line, String message, String remedy) {
    Problem problem = new Problem(file, line, message, remedy);
    // A file that several studies extend is read once for each; its author needs to hear it once.
    if (!found.contains(problem)) {
      found.add(problem);
    }
  }

  public List<Problem> found() {
    return List.copyOf(found);
  }

  /// Throws all that was found, if anything was.
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new BrokenRules(found);
    }
  }
}
