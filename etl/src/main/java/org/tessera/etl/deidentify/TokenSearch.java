package org.tessera.etl.deidentify;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Looks for tokens in texts and bytes: whole words, and parts of words by their first two
/// characters. Remembers texts, for the instances of a study repeat them; for one thread.
final class TokenSearch {
  private static final int SLOTS = 1 << 12;
  private static final int REMEMBERED_MAX = 2_000;
  private static final int REMEMBERED_LENGTH_MAX = 128;

  private final Set<String> words;
  private final String[] parts;
  private final boolean[] starts = new boolean[SLOTS];
  private final boolean[] wordStarts = new boolean[SLOTS];
  private final Map<String, String> remembered = new HashMap<>();
  private final Supplier<List<byte[]>> inBytes;
  private @Nullable ByteSearch byteSearch;

  /// @param words folded; found as whole words
  /// @param parts folded; found anywhere
  /// @param encodings what is looked for in bytes, ASCII letters in lower case
  TokenSearch(Set<String> words, Collection<String> parts, Supplier<List<byte[]>> encodings) {
    this.words = words;
    this.parts = parts.stream().filter(part -> part.length() > 1).toArray(String[]::new);
    this.inBytes = encodings;
    for (String word : words) {
      if (word.length() > 1) {
        wordStarts[slot(word.charAt(0), word.charAt(1))] = true;
      }
    }
    for (String part : this.parts) {
      starts[slot(part.charAt(0), part.charAt(1))] = true;
    }
  }

  private static int slot(int first, int second) {
    return (first * 31 + second) & SLOTS - 1;
  }

  /// Whether anything stands in a text.
  boolean finds(String text) {
    return !without(text).equals(text);
  }

  /// The text without the words in which something was found, and the spaces they leave.
  String without(String text) {
    String known = remembered.get(text);
    if (known != null) {
      return known;
    }
    boolean[] gone = new boolean[text.length()];
    String left = marks(Folded.of(text), gone) ? TextCleaner.remaining(text, gone) : text;
    if (remembered.size() < REMEMBERED_MAX && text.length() < REMEMBERED_LENGTH_MAX) {
      remembered.put(text, left);
    }
    return left;
  }

  /// Marks each word with a find in it.
  private boolean marks(Folded folded, boolean[] gone) {
    String text = folded.text();
    boolean found = false;
    int start = -1;
    for (int at = 0; at <= text.length(); at++) {
      boolean inWord = at < text.length() && Character.isLetterOrDigit(text.charAt(at));
      if (inWord && start < 0) {
        start = at;
      } else if (!inWord && start >= 0) {
        if (at - start > 1
            && wordStarts[slot(text.charAt(start), text.charAt(start + 1))]
            && words.contains(text.substring(start, at))) {
          found = true;
          mark(folded, start, at, gone);
        }
        start = -1;
      }
    }
    for (int at = 0; at + 1 < text.length(); at++) {
      if (!starts[slot(text.charAt(at), text.charAt(at + 1))]) {
        continue;
      }
      for (String part : parts) {
        if (text.startsWith(part, at)) {
          found = true;
          markWhole(folded, at, at + part.length(), gone);
        }
      }
    }
    return found;
  }

  /// A word goes whole, or what is left of it would tell the rest.
  private static void markWhole(Folded folded, int from, int to, boolean[] gone) {
    String text = folded.text();
    int start = from;
    int end = to;
    while (start > 0 && Character.isLetterOrDigit(text.charAt(start - 1))) {
      start--;
    }
    while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
      end++;
    }
    mark(folded, start, end, gone);
  }

  private static void mark(Folded folded, int from, int to, boolean[] gone) {
    for (int i = folded.from(from); i < folded.from(to); i++) {
      gone[i] = true;
    }
  }

  /// Whether anything stands in bytes, whatever they are; most files have none to look through.
  boolean finds(byte[] bytes) {
    if (byteSearch == null) {
      byteSearch = new ByteSearch(inBytes.get());
    }
    return byteSearch.finds(bytes);
  }

  /// Encoded tokens, by their first two bytes.
  private static final class ByteSearch {
    private final boolean[] starts = new boolean[SLOTS];
    private final List<byte[]> encodings;

    ByteSearch(List<byte[]> encodings) {
      this.encodings = encodings;
      for (byte[] code : encodings) {
        starts[slot(lower(code[0]) & 0xFF, lower(code[1]) & 0xFF)] = true;
      }
    }

    boolean finds(byte[] bytes) {
      for (int at = 0; at + 1 < bytes.length; at++) {
        if (starts[slot(lower(bytes[at]) & 0xFF, lower(bytes[at + 1]) & 0xFF)]) {
          for (byte[] code : encodings) {
            if (startsAt(bytes, at, code)) {
              return true;
            }
          }
        }
      }
      return false;
    }

    private static boolean startsAt(byte[] bytes, int at, byte[] code) {
      if (at + code.length > bytes.length) {
        return false;
      }
      for (int i = 0; i < code.length; i++) {
        if (lower(bytes[at + i]) != lower(code[i])) {
          return false;
        }
      }
      return true;
    }

    private static int lower(byte code) {
      return code >= 'A' && code <= 'Z' ? code + 32 : code;
    }
  }
}
