package org.tessera.mappings.authoring;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The words of a term, made comparable: without accents, case, plural and filling words.
///
/// @param text all words in their order
/// @param words each once
record TermWords(String text, Set<String> words) {
  private static final double FORGIVEN_COST = 0.1;
  private static final Pattern TAG = Pattern.compile("\\s*\\([^()]*\\)\\s*$");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern BREAK = Pattern.compile("(?<=[a-z])(?=[A-Z])|[^\\p{L}\\p{N}+%/]+");
  private static final Set<String> FILLING =
      Set.of("of", "the", "and", "in", "at", "by", "for", "a", "an", "to", "or", "with", "on");

  static TermWords of(String term) {
    String plain =
        MARKS
            .matcher(Normalizer.normalize(TAG.matcher(term).replaceAll(""), Normalizer.Form.NFD))
            .replaceAll("");
    Set<String> words = new LinkedHashSet<>();
    for (String word : BREAK.split(plain, -1)) {
      String folded = folded(word.toLowerCase(Locale.ROOT));
      if (!folded.isEmpty() && !FILLING.contains(folded)) {
        words.add(folded);
      }
    }
    return new TermWords(String.join(" ", words), words);
  }

  /// British and American spellings, and a plural's s, make no difference.
  private static String folded(String word) {
    String same = word.replace("tumour", "tumor").replace("oestr", "estr").replace("aem", "em");
    boolean plural = same.length() > 3 && same.endsWith("s") && !same.endsWith("ss");
    return plural && !same.endsWith("is") && !same.endsWith("us")
        ? same.substring(0, same.length() - 1)
        : same;
  }

  /// How much two terms have in common: 1 for the same words.
  double likeness(TermWords other) {
    if (words.isEmpty() || other.words.isEmpty()) {
      return 0;
    }
    int shared = 0;
    int letters = 0;
    for (String word : words) {
      if (other.words.contains(word)) {
        shared++;
        letters += word.length();
      }
    }
    double byWord = 2.0 * shared / (words.size() + other.words.size());
    double byLetter = 2.0 * letters / (letters(words) + letters(other.words));
    double both = (byWord + byLetter) / 2;
    // The same words in another order are not the same term for certain.
    return both > 0.999 && !text.equals(other.text) ? 0.99 : both;
  }

  /// The same, where a word counts as shared for nine tenths if it is the other's with a letter
  /// wrong, missing or too many; two letters in words of eight.
  double forgivingLikeness(TermWords other) {
    Set<String> meant = new LinkedHashSet<>();
    int forgiven = 0;
    for (String word : words) {
      String same = other.words.contains(word) ? word : other.like(word);
      forgiven += same.equals(word) || same.isEmpty() ? 0 : 1;
      meant.add(same.isEmpty() ? word : same);
    }
    double likeness = new TermWords(String.join(" ", meant), meant).likeness(other);
    return words.isEmpty() ? 0 : likeness * (1 - FORGIVEN_COST * forgiven / words.size());
  }

  private String like(String word) {
    int most = word.length() < 4 ? 0 : word.length() < 8 ? 1 : 2;
    for (String own : words) {
      if (most > 0 && Edits.between(word, own) <= most) {
        return own;
      }
    }
    return "";
  }

  private static int letters(Set<String> words) {
    return words.stream().mapToInt(String::length).sum();
  }
}
