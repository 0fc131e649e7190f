package org.tessera.fhir.store;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/// Folds a string for comparison: no case, no accents, single blanks.
/// https://hl7.org/fhir/R4/search.html#string
public final class Folding {
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private Folding() {}

  public static String fold(String text) {
    if (isPlain(text)) {
      return text.toLowerCase(Locale.ROOT);
    }
    String folded = decomposed(text);
    return BLANKS.matcher(folded.strip().toLowerCase(Locale.ROOT)).replaceAll(" ");
  }

  private static String decomposed(String text) {
    String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
    // PostgreSQL takes neither NUL nor half a surrogate pair.
    return MARKS.matcher(decomposed).replaceAll("").replace('\0', ' ');
  }

  /// Whether there is nothing but visible ASCII with single blanks between, as almost always.
  private static boolean isPlain(String text) {
    char before = ' ';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || (c == ' ' && before == ' ')) {
        return false;
      }
      before = c;
    }
    return before != ' ' || text.isEmpty();
  }
}
