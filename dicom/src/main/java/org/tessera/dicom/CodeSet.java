package org.tessera.dicom;

import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/// The registered code sets that ISO 2022 escapes invoke (PS3.3 tables C.12-3 and C.12-4).
enum CodeSet {
  ASCII("(B", 0, 1, "US-ASCII"),
  ROMAJI("(J", 0, 1, "US-ASCII"),
  KATAKANA(")I", 1, 1, "Shift_JIS"),
  LATIN1("-A", 1, 1, "ISO-8859-1"),
  LATIN2("-B", 1, 1, "ISO-8859-2"),
  LATIN3("-C", 1, 1, "ISO-8859-3"),
  LATIN4("-D", 1, 1, "ISO-8859-4"),
  GREEK("-F", 1, 1, "ISO-8859-7"),
  ARABIC("-G", 1, 1, "ISO-8859-6"),
  HEBREW("-H", 1, 1, "ISO-8859-8"),
  CYRILLIC("-L", 1, 1, "ISO-8859-5"),
  LATIN5("-M", 1, 1, "ISO-8859-9"),
  THAI("-T", 1, 1, "TIS-620"),
  LATIN9("-b", 1, 1, "ISO-8859-15"),
  JISX0208("$B", 0, 2, "EUC-JP"),
  JISX0208_1978("$@", 0, 2, "EUC-JP"),
  JISX0212("$(D", 0, 2, "EUC-JP"),
  KSX1001("$)C", 1, 2, "EUC-KR"),
  GB2312("$)A", 1, 2, "GB2312");

  static final byte ESCAPE = 0x1B;
  static final char REPLACEMENT = '\uFFFD';
  private static final int SINGLE_SHIFT = 0x8F;

  private final String escape;
  private final int half;
  private final int width;
  private final Charset charset;

  @SuppressWarnings("ImmutableEnumChecker")
  private final char @Nullable [] table;

  CodeSet(String escape, int half, int width, String charset) {
    this.escape = escape;
    this.half = half;
    this.width = width;
    this.charset = Charset.forName(charset);
    this.table = width == 1 ? table() : null;
  }

  private char[] table() {
    char[] chars = new char[256];
    for (int code = 0; code < 256; code++) {
      chars[code] = new String(new byte[] {(byte) code}, charset).charAt(0);
    }
    return chars;
  }

  /// Whether the set is invoked into G1, the bytes with the high bit.
  boolean isRight() {
    return half == 1;
  }

  /// Bytes of one character.
  int width() {
    return width;
  }

  /// What follows the escape byte.
  String escape() {
    return escape;
  }

  /// The set whose escape stands at this place (after the escape byte).
  static @Nullable CodeSet escaped(byte[] bytes, int at, int end) {
    for (CodeSet set : values()) {
      if (set.matches(bytes, at, end)) {
        return set;
      }
    }
    return null;
  }

  private boolean matches(byte[] bytes, int at, int end) {
    if (at + escape.length() > end) {
      return false;
    }
    for (int i = 0; i < escape.length(); i++) {
      if (bytes[at + i] != escape.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// The character of one or two bytes; the replacement character when there is none.
  char decode(int first, int second) {
    if (table != null) {
      return table[first & 0xFF];
    }
    byte high = (byte) (first | 0x80);
    byte low = (byte) (second | 0x80);
    String text =
        this == JISX0212
            ? new String(new byte[] {(byte) SINGLE_SHIFT, high, low}, charset)
            : new String(new byte[] {high, low}, charset);
    return text.length() == 1 ? text.charAt(0) : REPLACEMENT;
  }

  /// The bytes of a character in this set, or nothing when it has none.
  byte @Nullable [] encode(char character) {
    if (character == REPLACEMENT || Character.isSurrogate(character)) {
      return null;
    }
    if (table != null) {
      return single(character);
    }
    byte[] bytes = String.valueOf(character).getBytes(charset);
    boolean shifted = bytes.length == 3 && (bytes[0] & 0xFF) == SINGLE_SHIFT;
    boolean fits =
        this == JISX0212
            ? shifted
            : bytes.length == 2 && bytes[0] < 0 && bytes[1] < 0 && (bytes[0] & 0xFF) != 0x8E;
    if (!fits) {
      return null;
    }
    int mask = half == 0 ? 0x7F : 0xFF;
    int from = shifted ? 1 : 0;
    return new byte[] {(byte) (bytes[from] & mask), (byte) (bytes[from + 1] & mask)};
  }

  private byte @Nullable [] single(char character) {
    char[] chars = table == null ? new char[0] : table;
    int from = half == 0 ? 0 : 0x80;
    for (int code = from; code < Math.min(from + 0x80, chars.length); code++) {
      if (chars[code] == character) {
        return new byte[] {(byte) code};
      }
    }
    return null;
  }
}
