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

  private static int letters(Set<String> words) {
    return words.stream().mapToInt(String::length).sum();
  }
}
