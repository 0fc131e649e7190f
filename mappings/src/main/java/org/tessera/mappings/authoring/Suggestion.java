package org.tessera.mappings.authoring;

import org.tessera.vocabularies.Code;

/// A code that may be meant by some words.
///
/// @param score 1 where the words are the term's own, less the more they differ
public record Suggestion(Code code, String display, double score) {
  /// The code as rule files write it, with its term and score, for a person to judge.
  public String words() {
    return "%.2f %s|%s %s".formatted(score, code.system(), code.value(), display).strip();
  }
}
