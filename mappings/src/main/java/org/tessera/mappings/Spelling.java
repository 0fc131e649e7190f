package org.tessera.mappings;

import java.util.Locale;

/// Whether somebody may have meant another word.
final class Spelling {
  private Spelling() {}

  /// Whether one letter too many, too few, wrong or swapped with its neighbour, or a capital, makes
  /// the difference between two words.
  static boolean oneSlip(String written, String meant) {
    if (written.equals(meant)) {
      return false;
    }
    String word = written.toLowerCase(Locale.ROOT);
    if (word.equals(meant)) {
      return true;
    }
    int same = 0;
    int least = Math.min(word.length(), meant.length());
    while (same < least && word.charAt(same) == meant.charAt(same)) {
      same++;
    }
    String rest = word.substring(same);
    String right = meant.substring(same);
    return switch (word.length() - meant.length()) {
      case 1 -> rest.substring(1).equals(right);
      case -1 -> right.substring(1).equals(rest);
      case 0 ->
          rest.substring(1).equals(right.substring(1))
              || (rest.length() > 1 && swapped(rest).equals(right));
      default -> false;
    };
  }

  private static String swapped(String text) {
    return "" + text.charAt(1) + text.charAt(0) + text.substring(2);
  }
}
