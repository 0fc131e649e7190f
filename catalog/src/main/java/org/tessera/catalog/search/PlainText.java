package org.tessera.catalog.search;

import java.util.Collections;
import java.util.List;

/// Holds what is typed into the search box against a text that is not in the index.
public final class PlainText {
  private PlainText() {}

  /// Whether the text meets every part of what was typed. A part that asks in a field of patients
  /// is met by no text.
  public static boolean meets(String typed, String text) {
    Asked asked = Asked.parse(typed);
    if (asked.isEmpty()) {
      return true;
    }
    List<String> words = Tokens.of(text);
    return asked.groups().stream()
        .allMatch(group -> group.stream().anyMatch(clause -> meets(clause, words)));
  }

  private static boolean meets(Clause clause, List<String> words) {
    boolean anywhere = List.of("", "title", "code").contains(clause.field());
    return anywhere && has(clause, words) != clause.unwanted();
  }

  private static boolean has(Clause clause, List<String> words) {
    List<String> wanted = Tokens.of(clause.text());
    if (wanted.isEmpty()) {
      return false;
    }
    return switch (clause.kind()) {
      case WORD -> words.containsAll(wanted);
      case PHRASE -> Collections.indexOfSubList(words, wanted) >= 0;
      case BEGINNING -> words.stream().anyMatch(word -> word.startsWith(wanted.getFirst()));
    };
  }
}
