package org.tessera.dicom;

import java.io.IOException;

/// Reads element headers (PS3.5 section 7.1) where the window stands, without moving it.
final class HeaderParser {
  static final long UNDEFINED = 0xFFFFFFFFL;
  private static final int LOOK_AHEAD_MAX = 64 * 1024;

  private final Window window;
  private final Log log;
  private int tag;
  private Vr vr = Vr.UN;
  private long length;
  private int headerLength;

  HeaderParser(Window window, Log log) {
    this.window = window;
    this.log = log;
  }

  int tag() {
    return tag;
  }

  Vr vr() {
    return vr;
  }

  /// The value's length, [#UNDEFINED] when left open.
  long length() {
    return length;
  }

  int headerLength() {
    return headerLength;
  }

  /// Reads the header of an element of the frame; false when the source ends within it.
  boolean read(Frame frame) throws IOException {
    if (!window.has(8)) {
      return false;
    }
    byte[] bytes = window.buffer();
    int at = window.position();
    Encoding encoding = frame.encoding;
    tag = encoding.getTag(bytes, at);
    if (!encoding.explicit() || Tag.group(tag) == 0xFFFE) {
      implicit(frame);
      return true;
    }
    Vr known = Vr.ofLetters(bytes[at + 4], bytes[at + 5]);
    if (known == null) {
      return unknown(frame);
    }
    vr = known;
    if (!known.longForm()) {
      length = encoding.getShort(bytes, at + 6);
      headerLength = 8;
      return true;
    }
    return longForm(encoding);
  }

  private boolean longForm(Encoding encoding) throws IOException {
    if (!window.has(12)) {
      return false;
    }
    length = encoding.getInt(window.buffer(), window.position() + 8) & UNDEFINED;
    headerLength = 12;
    return true;
  }

  private void implicit(Frame frame) {
    length = frame.encoding.getInt(window.buffer(), window.position() + 4) & UNDEFINED;
    headerLength = 8;
    vr = Dictionary.vr(tag);
    if (vr == Vr.US && Dictionary.followsPixelRepresentation(tag) && frame.signedPixels()) {
      vr = Vr.SS;
    }
  }

  /// Letters nobody knows: the standard promises the long form for representations to come (PS3.5
  /// section 6.2), writers of old used the short one, and careless ones leave the letters out. The
  /// first form after which a sound header stands wins.
  private boolean unknown(Frame frame) throws IOException {
    Encoding encoding = frame.encoding;
    log.note(window.offset(), tag, Irregularity.Kind.UNKNOWN_VR);
    window.has(12);
    byte[] bytes = window.buffer();
    int at = window.position();
    boolean letters = isLetter(bytes[at + 4]) && isLetter(bytes[at + 5]);
    vr = Vr.UN;
    if (letters && window.held() >= 12 && encoding.getShort(bytes, at + 6) == 0) {
      longForm(encoding);
      if (isSoundAfter(frame)) {
        return true;
      }
    }
    length = encoding.getShort(window.buffer(), window.position() + 6);
    headerLength = 8;
    if (isSoundAfter(frame)) {
      return true;
    }
    long asShort = length;
    implicit(frame);
    if (isSoundAfter(frame)) {
      return true;
    }
    vr = Vr.UN;
    length = asShort;
    return true;
  }

  private static boolean isLetter(byte letter) {
    return letter >= 'A' && letter <= 'Z';
  }

  /// Whether another header, or the end, follows the value that the header announces.
  private boolean isSoundAfter(Frame frame) throws IOException {
    if (length == UNDEFINED) {
      return headerLength == 8 || vr == Vr.UN;
    }
    long end = window.offset() + headerLength + length;
    if (end == frame.end || end == window.size()) {
      return true;
    }
    if (length > LOOK_AHEAD_MAX || end > frame.end || end > window.size()) {
      return false;
    }
    int next = headerLength + (int) length;
    if (!window.has(next + 8)) {
      return false;
    }
    byte[] bytes = window.buffer();
    int at = window.position() + next;
    int following = frame.encoding.getTag(bytes, at);
    return Tag.group(following) == 0xFFFE
        || (Integer.compareUnsigned(following, tag) > 0
            && Vr.ofLetters(bytes[at + 4], bytes[at + 5]) != null);
  }
}
