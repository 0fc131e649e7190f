package org.tessera.dicom;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A Specific Character Set (PS3.3 C.12.1.1.2): one set without code extensions, or several between
/// which ISO 2022 escapes switch (PS3.5 section 6.1.2.5).
public final class CharacterSet {
  private static final int CACHED_MAX = 256;
  private static final Map<String, Term> TERMS = new HashMap<>();
  private static final Map<String, CharacterSet> CACHE = new ConcurrentHashMap<>();

  static {
    for (String[] row : Table.rows("character-sets.tsv")) {
      TERMS.put(
          row[0],
          new Term(
              row[1].isEmpty() ? null : CodeSet.valueOf(row[1]),
              row[2].isEmpty() ? null : CodeSet.valueOf(row[2]),
              row[3].isEmpty() ? null : Charset.forName(row[3])));
    }
  }

  /// The default repertoire, which no attribute declares: ISO IR 6.
  public static final CharacterSet DEFAULT = new CharacterSet(List.of());

  /// UTF-8.
  public static final CharacterSet UTF_8 = new CharacterSet(List.of("ISO_IR 192"));

  private final List<String> names;
  private final List<Term> terms = new ArrayList<>();
  private final boolean known;

  private record Term(@Nullable CodeSet left, @Nullable CodeSet right, @Nullable Charset whole) {}

  /// Text and how many of its characters are replaced or guessed, because the bytes are not of the
  /// declared set.
  public record Decoded(String text, int doubtful) {}

  private CharacterSet(List<String> names) {
    this.names = names;
    boolean all = true;
    for (String name : names) {
      Term term = TERMS.get(canonical(name));
      all &= term != null || name.isBlank();
      if (term != null) {
        terms.add(term);
      } else if (terms.isEmpty()) {
        terms.add(new Term(CodeSet.ASCII, null, null));
      }
    }
    if (terms.isEmpty()) {
      terms.add(new Term(CodeSet.ASCII, null, null));
    }
    this.known = all;
  }

  /// The set of these values of (0008,0005); unknown terms count as the default repertoire, see
  /// [#isKnown()].
  public static CharacterSet of(List<String> values) {
    String key = String.join("\\", values);
    CharacterSet cached = CACHE.get(key);
    if (cached == null) {
      cached = new CharacterSet(List.copyOf(values));
      if (CACHE.size() < CACHED_MAX) {
        CACHE.put(key, cached);
      }
    }
    return cached;
  }

  static CharacterSet declaredBy(ValueElement element, CharacterSet inherited) {
    if (element.region() != null) {
      return inherited;
    }
    String text =
        new String(
            element.array(), element.start(), (int) element.length(), StandardCharsets.ISO_8859_1);
    CharacterSet cached = CACHE.get(text);
    return cached != null ? cached : of(TextValues.split(text));
  }

  /// Writers spell the terms with hyphens, underscores or without a space.
  private static String canonical(String name) {
    String words = name.strip().toUpperCase(Locale.ROOT).replaceAll("[ _-]+", " ");
    words = words.replaceFirst("^ISO ?2022 ?IR ?", "ISO IR ").replaceFirst("^ISO ?IR ?", "ISO IR ");
    return switch (words) {
      case "UTF 8", "UTF8" -> "ISO IR 192";
      case "LATIN1", "ISO 8859 1" -> "ISO IR 100";
      default -> words;
    };
  }

  /// The values of (0008,0005), empty for the default.
  public List<String> names() {
    return names;
  }

  /// Whether every term is one of the standard's.
  public boolean isKnown() {
    return known;
  }

  /// Reads bytes as text of a representation, whose delimiters end escapes.
  public Decoded decode(byte[] bytes, Vr vr) {
    return decode(new Span(bytes, 0, bytes.length), vr);
  }

  Decoded decode(Span span, Vr vr) {
    boolean plain = true;
    for (int i = span.start(); plain && i < span.start() + span.length(); i++) {
      plain = span.array()[i] > 0 && span.array()[i] != CodeSet.ESCAPE;
    }
    if (plain || !vr.usesCharacterSet()) {
      return latin(span);
    }
    Charset whole = first().whole();
    if (whole != null) {
      String text = new String(span.array(), span.start(), span.length(), whole);
      return new Decoded(text, (int) text.chars().filter(c -> c == CodeSet.REPLACEMENT).count());
    }
    boolean single = terms.size() == 1 && first().right() == null;
    return single && !hasEscape(span) ? guessed(span) : new Iso2022(this).decode(span, vr);
  }

  private static boolean hasEscape(Span span) {
    for (int i = span.start(); i < span.start() + span.length(); i++) {
      if (span.array()[i] == CodeSet.ESCAPE) {
        return true;
      }
    }
    return false;
  }

  private static Decoded latin(Span span) {
    return new Decoded(
        new String(span.array(), span.start(), span.length(), StandardCharsets.ISO_8859_1), 0);
  }

  /// Bytes with the high bit where the default repertoire has none: UTF-8 if they are that, else
  /// Latin-1, which is what most such writers meant.
  private static Decoded guessed(Span span) {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(span.array(), span.start(), span.length()))
              .toString();
    } catch (CharacterCodingException _) {
      text = latin(span).text();
    }
    return new Decoded(text, (int) text.chars().filter(c -> c > 0x7E).count());
  }

  /// The bytes of a text in this set, or nothing when a character is not in it.
  public Optional<byte[]> encode(String text, Vr vr) {
    Charset whole = first().whole();
    if (text.chars().allMatch(c -> c > 0 && c < 0x7F && c != CodeSet.ESCAPE)
        || !vr.usesCharacterSet()) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      boolean same = text.equals(new String(bytes, StandardCharsets.US_ASCII));
      return same ? Optional.of(bytes) : Optional.empty();
    }
    if (whole != null) {
      byte[] bytes = text.getBytes(whole);
      return new String(bytes, whole).equals(text) ? Optional.of(bytes) : Optional.empty();
    }
    return new Iso2022(this).encode(text, vr);
  }

  private Term first() {
    return terms.getFirst();
  }

  /// What G0 holds at the start of each value.
  CodeSet initialLeft() {
    CodeSet left = first().left();
    return left == null || left.width() == 2 ? CodeSet.ASCII : left;
  }

  /// What G1 holds at the start of each value.
  @Nullable CodeSet initialRight() {
    return first().right();
  }

  /// The sets that may be escaped to, in the order declared.
  List<CodeSet> invocable() {
    List<CodeSet> sets = new ArrayList<>();
    for (Term term : terms.size() > 1 ? terms : List.<Term>of()) {
      for (CodeSet set : new @Nullable CodeSet[] {term.left(), term.right()}) {
        if (set != null && !sets.contains(set)) {
          sets.add(set);
        }
      }
    }
    return sets;
  }

  @Override
  public String toString() {
    return String.join("\\", names);
  }
}
