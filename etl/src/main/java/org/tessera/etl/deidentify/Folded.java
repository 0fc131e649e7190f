package org.tessera.etl.deidentify;

import java.text.Normalizer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A text as it is compared: lower case, without accents and widths, and from which place each of
/// its characters came.
///
/// @param places in the original of each character, and the original's length at the end; nothing
///   when they are the same
@SuppressWarnings("ArrayRecordComponent")
record Folded(String text, int @Nullable [] places) {
  static Folded of(String original) {
    if (isAscii(original)) {
      return new Folded(lower(original), null);
    }
    var text = new StringBuilder(original.length() * 2);
    int[] from = new int[original.length() * 4 + 1];
    for (int at = 0; at < original.length(); ) {
      int next = at + Character.charCount(original.codePointAt(at));
      String folded = foldOne(original.substring(at, next));
      if (text.length() + folded.length() >= from.length) {
        from = Arrays.copyOf(from, from.length * 2 + folded.length());
      }
      Arrays.fill(from, text.length(), text.length() + folded.length(), at);
      text.append(folded);
      at = next;
    }
    from = Arrays.copyOf(from, text.length() + 1);
    from[text.length()] = original.length();
    return new Folded(text.toString(), from);
  }

  /// Where a character stood in the original.
  int from(int at) {
    return places == null ? at : places[at];
  }

  /// The folded text alone.
  static String fold(String original) {
    return isAscii(original) ? lower(original) : of(original).text;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7E) {
        return false;
      }
    }
    return true;
  }

  private static String lower(String ascii) {
    return ascii.toLowerCase(java.util.Locale.ROOT);
  }

  private static String foldOne(String character) {
    String plain =
        switch (character) {
          case "ß", "ẞ" -> "ss";
          case "ø", "Ø" -> "o";
          case "ł", "Ł" -> "l";
          case "đ", "Đ", "ð", "Ð" -> "d";
          case "æ", "Æ" -> "ae";
          case "œ", "Œ" -> "oe";
          case "ı", "İ" -> "i";
          case "þ", "Þ" -> "th";
          default -> Normalizer.normalize(character, Normalizer.Form.NFKD);
        };
    var kept = new StringBuilder(plain.length());
    for (int i = 0; i < plain.length(); i++) {
      if (Character.getType(plain.charAt(i)) != Character.NON_SPACING_MARK) {
        kept.append(plain.charAt(i));
      }
    }
    return kept.toString().toLowerCase(java.util.Locale.ROOT);
  }
}
