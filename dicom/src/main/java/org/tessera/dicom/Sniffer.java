package org.tessera.dicom;

import java.io.IOException;
import java.util.Optional;

/// Tells from the first bytes what they are, for files that do not say or say it wrong.
final class Sniffer {
  private static final byte[] PREFIX = {'D', 'I', 'C', 'M'};
  private static final int GROUP_MAX = 0x7FE0;

  private Sniffer() {}

  /// Where elements begin: after the prefix, at once, after a preamble without prefix, or after a
  /// byte that a careless cut left behind; -1 when none begin.
  static int start(Window window) throws IOException {
    byte[] bytes = window.buffer();
    int at = window.position();
    if (window.held() >= 132 && isPrefix(bytes, at + 128)) {
      return 132;
    }
    for (int candidate : new int[] {0, 128, 1}) {
      if (window.held() >= candidate + 8 && encoding(window, candidate).isPresent()) {
        return candidate;
      }
    }
    return -1;
  }

  private static boolean isPrefix(byte[] bytes, int at) {
    for (int i = 0; i < PREFIX.length; i++) {
      if (bytes[at + i] != PREFIX[i]) {
        return false;
      }
    }
    return true;
  }

  /// Whether group 0002 stands here.
  static boolean isMeta(Window window) throws IOException {
    return window.has(8)
        && (Encoding.EXPLICIT_LITTLE.getShort(window.buffer(), window.position()) == 2
            || Encoding.EXPLICIT_BIG.getShort(window.buffer(), window.position()) == 2);
  }

  /// Explicit little endian as the standard demands, or what the bytes look like.
  static Encoding metaEncoding(Window window) {
    byte[] bytes = window.buffer();
    int at = window.position();
    boolean letters = Vr.ofLetters(bytes[at + 4], bytes[at + 5]) != null;
    boolean big = Encoding.EXPLICIT_LITTLE.getShort(bytes, at) != 2;
    return letters
        ? big ? Encoding.EXPLICIT_BIG : Encoding.EXPLICIT_LITTLE
        : Encoding.IMPLICIT_LITTLE;
  }

  /// How the element where the window stands is encoded; nothing when no element stands there.
  static Optional<Encoding> guess(Window window) throws IOException {
    window.has(16);
    return window.held() < 8 ? Optional.empty() : encoding(window, 0);
  }

  private static Optional<Encoding> encoding(Window window, int ahead) {
    byte[] bytes = window.buffer();
    int at = window.position() + ahead;
    boolean letters = Vr.ofLetters(bytes[at + 4], bytes[at + 5]) != null;
    int little = Encoding.EXPLICIT_LITTLE.getTag(bytes, at);
    int big = Encoding.EXPLICIT_BIG.getTag(bytes, at);
    boolean littleSound = isFirst(little);
    boolean bigSound = isFirst(big);
    if (letters && (littleSound || bigSound)) {
      boolean isBig = !littleSound || (bigSound && Tag.group(big) < Tag.group(little));
      return Optional.of(isBig ? Encoding.EXPLICIT_BIG : Encoding.EXPLICIT_LITTLE);
    }
    long length = Encoding.IMPLICIT_LITTLE.getInt(bytes, at + 4) & HeaderParser.UNDEFINED;
    boolean fits =
        length == HeaderParser.UNDEFINED || length <= window.size() - window.offset() - ahead - 8;
    if (littleSound && fits) {
      return Optional.of(Encoding.IMPLICIT_LITTLE);
    }
    // Letters the standard does not know, in an element it does: explicit all the same.
    boolean unknownLetters = isCapital(bytes[at + 4]) && isCapital(bytes[at + 5]);
    return littleSound && unknownLetters ? Optional.of(Encoding.EXPLICIT_LITTLE) : Optional.empty();
  }

  private static boolean isCapital(byte letter) {
    return letter >= 'A' && letter <= 'Z';
  }

  /// A data set begins with a tag the dictionary knows, a group length or a low private group;
  /// never with one of the retired repeating groups, whose patterns match too much.
  private static boolean isFirst(int tag) {
    int group = Tag.group(tag);
    boolean repeating = group >= 0x1000 && group < 0x2000;
    boolean low = group < 0x60;
    return group > 0
        && group <= GROUP_MAX
        && ((!repeating && Dictionary.lookup(tag) != null)
            || (low && Tag.isGroupLength(tag))
            || (low && Tag.isPrivate(tag) && Tag.element(tag) <= 0x10FF));
  }
}
