package org.tessera.etl.form;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the name somebody meant who mistyped it: the one that takes the fewest single keystrokes
/// (letter more, less, other, or two swapped), if few enough.
public final class NearestName {
  private static final int CHARACTERS_MAX = 80;

  private NearestName() {}

  /// The nearest of some names, empty where none is near.
  public static Optional<String> of(String written, Collection<String> names) {
    String folded = folded(written);
    if (folded.length() < 2 || folded.length() > CHARACTERS_MAX) {
      return Optional.empty();
    }
    record Near(String name, int strokes) {}
    return names.stream()
        .map(name -> new Near(name, strokes(folded, folded(name))))
        .filter(near -> near.strokes() <= allowed(folded.length()))
        .min(Comparator.comparingInt(Near::strokes).thenComparing(Near::name))
        .map(Near::name);
  }

  /// A third of a short word may be wrong; more would be a guess.
  private static int allowed(int length) {
    return Math.min(3, Math.max(1, length / 3));
  }

  private static String folded(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[\\s_.-]+", "");
  }

  private static int strokes(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] now = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      now[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int other = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        now[j] = Math.min(other, Math.min(last[j], now[j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        now[j] = swapped ? Math.min(now[j], beforeLast[j - 2] + 1) : now[j];
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = now;
      now = free;
    }
    return last[b.length()];
  }
}
