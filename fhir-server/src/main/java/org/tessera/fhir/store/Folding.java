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
    String folded = isAscii(text) ? text : decomposed(text);
    return BLANKS.matcher(folded.strip().toLowerCase(Locale.ROOT)).replaceAll(" ");
  }

  private static String decomposed(String text) {
    String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
    // PostgreSQL takes neither NUL nor half a surrogate pair.
    return MARKS.matcher(decomposed).replaceAll("").replace('\0', ' ');
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128 || text.charAt(i) == 0) {
        return false;
      }
    }
    return true;
  }
}
