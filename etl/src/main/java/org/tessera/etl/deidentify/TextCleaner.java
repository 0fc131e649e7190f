package org.tessera.etl.deidentify;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.tessera.mappings.Problems;
import org.tessera.mappings.RuleNode;

/// Leaves of a free text the words everybody may read. Unknown words go, for a dictionary of what
/// is harmless can be written and one of all names cannot.
final class TextCleaner {
  private static final int REMEMBERED_MAX = 20_000;
  private static final int REMEMBERED_LENGTH_MAX = 256;
  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{N}\\p{M}]+(?:[.,](?=\\p{N})\\p{N}+[\\p{L}\\p{N}]*)*");
  private static final Pattern PIECE =
      Pattern.compile("\\p{Lu}+(?!\\p{Ll})|\\p{Lu}?\\p{Ll}+|\\p{N}+|[\\p{L}\\p{M}]");

  private final Set<String> words;
  private final Set<String> fillers;
  private final List<Pattern> removals;
  private final List<Pattern> wordForms;
  private final Map<String, String> remembered = new ConcurrentHashMap<>();

  private TextCleaner(Vocabulary vocabulary, List<Pattern> removals, List<Pattern> wordForms) {
    this.words = vocabulary.words;
    this.fillers = vocabulary.fillers;
    this.removals = removals;
    this.wordForms = wordForms;
  }

  /// @param fillers words that say nothing by themselves, such as "for"
  private record Vocabulary(Set<String> words, Set<String> fillers) {}

  static TextCleaner read(
      List<RuleNode.Fields> wordRows, List<RuleNode.Fields> patternRows, Problems problems) {
    var vocabulary = new Vocabulary(new HashSet<>(), new HashSet<>());
    for (RuleNode.Fields row : wordRows) {
      for (String word : row.text("words", "").split("\\s+", -1)) {
        boolean filler = row.text("group", "").equals("filler");
        (filler ? vocabulary.fillers : vocabulary.words).add(Folded.fold(word));
      }
    }
    List<Pattern> removals = new ArrayList<>();
    List<Pattern> wordForms = new ArrayList<>();
    for (RuleNode.Fields row : patternRows) {
      try {
        Pattern pattern =
            Pattern.compile(
                row.text("pattern", ""), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        switch (row.text("use", "")) {
          case "remove" -> removals.add(pattern);
          case "word" -> wordForms.add(pattern);
          default -> problems.add(row, "no such use", "remove or word");
        }
      } catch (PatternSyntaxException _) {
        problems.add(row, "the pattern is no regular expression", "see java.util.regex.Pattern");
      }
    }
    vocabulary.words.remove("");
    return new TextCleaner(vocabulary, removals, wordForms);
  }

  /// Whether a folded word may stay.
  boolean knows(String folded) {
    return words.contains(folded) || fillers.contains(folded);
  }

  /// What of a text may stay; empty when nothing of meaning does.
  String clean(String text) {
    String known = remembered.get(text);
    if (known != null) {
      return known;
    }
    String cleaned = work(text);
    if (text.length() <= REMEMBERED_LENGTH_MAX && remembered.size() < REMEMBERED_MAX) {
      remembered.put(text, cleaned);
    }
    return cleaned;
  }

  private String work(String text) {
    boolean[] gone = new boolean[text.length()];
    for (Pattern removal : removals) {
      Matcher match = removal.matcher(text);
      while (match.find()) {
        java.util.Arrays.fill(gone, match.start(), match.end(), true);
      }
    }
    boolean meaning = false;
    List<int[]> kept = new ArrayList<>();
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      String folded = Folded.fold(word.group());
      boolean filler = fillers.contains(folded);
      boolean form = !filler && hasForm(folded);
      boolean stays =
          !touched(gone, word.start(), word.end()) && (filler || form || mayStay(word.group()));
      if (stays) {
        kept.add(new int[] {word.start(), word.end(), filler ? 1 : 0});
      } else {
        java.util.Arrays.fill(gone, word.start(), word.end(), true);
      }
      meaning |= stays && !filler && !isNumber(folded);
    }
    dropDangling(kept, gone);
    return meaning ? remaining(text, gone) : "";
  }

  private static boolean isNumber(String word) {
    return word.chars().noneMatch(Character::isLetter);
  }

  /// A filler in front of what is gone leads nowhere.
  private static void dropDangling(List<int[]> kept, boolean[] gone) {
    for (int i = kept.size() - 1; i >= 0; i--) {
      int[] word = kept.get(i);
      int next = word[1];
      while (next < gone.length
          && !gone[next]
          && (i + 1 == kept.size() || next < kept.get(i + 1)[0])) {
        next++;
      }
      boolean dangles = next == gone.length || gone[next];
      if (word[2] == 1 && dangles) {
        java.util.Arrays.fill(gone, word[0], word[1], true);
        kept.remove(i);
      }
    }
  }

  private static boolean touched(boolean[] gone, int from, int to) {
    for (int i = from; i < to; i++) {
      if (gone[i]) {
        return true;
      }
    }
    return false;
  }

  private boolean mayStay(String word) {
    String folded = Folded.fold(word);
    if (words.contains(folded)) {
      return true;
    }
    return isOfTwo(word) || isOfPieces(word);
  }

  /// Words run together, as in `AxT2`: parted where small letters, capitals and digits meet.
  private boolean isOfTwo(String word) {
    for (int at = 2; at + 1 < word.length(); at++) {
      if (Character.getType(word.charAt(at - 1)) != Character.getType(word.charAt(at))
          && isKnown(word.substring(0, at))
          && isKnown(word.substring(at))) {
        return true;
      }
    }
    return false;
  }

  private boolean isOfPieces(String word) {
    Matcher piece = PIECE.matcher(word);
    int pieces = 0;
    while (piece.find()) {
      if (!isKnown(piece.group())) {
        return false;
      }
      pieces++;
    }
    return pieces > 1;
  }

  private boolean isKnown(String part) {
    String folded = Folded.fold(part);
    return (folded.length() > 1 && words.contains(folded)) || hasForm(folded);
  }

  private boolean hasForm(String folded) {
    return wordForms.stream().anyMatch(form -> form.matcher(folded).matches());
  }

  /// What is not gone, with single spaces and no punctuation left over at its ends.
  static String remaining(String text, boolean[] gone) {
    var left = new StringBuilder(text.length());
    boolean gap = false;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (gone[i]) {
        gap = true;
        continue;
      }
      boolean sign = !Character.isLetterOrDigit(character);
      boolean doubled =
          sign && (left.isEmpty() || !Character.isLetterOrDigit(left.charAt(left.length() - 1)));
      if (gap && doubled && character != '\n') {
        continue;
      }
      if (gap
          && !sign
          && !left.isEmpty()
          && Character.isLetterOrDigit(left.charAt(left.length() - 1))) {
        left.append(' ');
      }
      gap = gap && doubled;
      left.append(character);
    }
    String trimmed =
        left.toString()
            .replaceAll("[\\s,;:^=/(\\[_@&-]+$", "")
            .replaceAll("^[\\s,;:^=/)\\]_@&.-]+", "");
    return trimmed.codePoints().anyMatch(Character::isLetterOrDigit) ? trimmed : "";
  }
}
