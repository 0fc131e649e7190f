package org.tessera.dicom;

import java.util.Arrays;

/// Tells whether bytes of unknown representation are a sequence of items in implicit VR, by walking
/// their lengths: private sequences in implicit VR, and sequences passed on as UN, look so.
final class SequenceProbe {
  private static final int ITEM = Tag.Item;
  private static final long OPEN = Long.MAX_VALUE;

  private final Encoding encoding;
  private final byte[] bytes;
  private final int limit;
  private final int depthMax;

  /// Ends of the containers around; a sequence and its item take turns, the sequence first.
  private long[] ends = new long[8];

  private int depth;
  private long at;

  private SequenceProbe(Encoding encoding, Span span, int depthMax) {
    this.encoding = encoding;
    this.bytes = span.array();
    this.limit = span.start() + span.length();
    this.at = span.start();
    this.depthMax = depthMax;
  }

  static boolean startsWithItem(byte[] bytes, int at, Encoding encoding) {
    return encoding.getTag(bytes, at) == ITEM;
  }

  /// Whether the span is exactly a series of items.
  static boolean isSequence(Span span, Encoding encoding, int depthMax) {
    return span.length() >= 8 && new SequenceProbe(encoding, span, depthMax).walk();
  }

  private boolean walk() {
    push(limit);
    while (depth > 0) {
      boolean sound = ends[depth - 1] == at ? pop() : depth % 2 == 1 ? item() : element();
      if (!sound) {
        return false;
      }
    }
    return at == limit;
  }

  private boolean item() {
    if (at + 8 > limit) {
      return false;
    }
    int tag = encoding.getTag(bytes, (int) at);
    long length = length();
    at += 8;
    if (tag == Tag.SequenceDelimitationItem) {
      return length == 0 && ends[depth - 1] == OPEN && pop();
    }
    return tag == ITEM && open(length);
  }

  private boolean element() {
    if (at + 8 > limit) {
      return false;
    }
    int tag = encoding.getTag(bytes, (int) at);
    long length = length();
    at += 8;
    if (tag == Tag.ItemDelimitationItem) {
      return length == 0 && ends[depth - 1] == OPEN && pop();
    }
    if (Tag.group(tag) == 0xFFFE || Tag.group(tag) == 0) {
      return false;
    }
    if (length == HeaderParser.UNDEFINED || Dictionary.vr(tag) == Vr.SQ) {
      return open(length);
    }
    at += length;
    return at <= bound();
  }

  private long length() {
    return encoding.getInt(bytes, (int) at + 4) & HeaderParser.UNDEFINED;
  }

  private boolean open(long length) {
    if (length == HeaderParser.UNDEFINED) {
      return push(OPEN);
    }
    return at + length <= bound() && push(at + length);
  }

  /// The innermost end that is known.
  private long bound() {
    for (int i = depth - 1; i >= 0; i--) {
      if (ends[i] != OPEN) {
        return ends[i];
      }
    }
    return limit;
  }

  private boolean push(long end) {
    if (depth > 2 * depthMax) {
      return false;
    }
    if (depth == ends.length) {
      ends = Arrays.copyOf(ends, depth * 2);
    }
    ends[depth++] = end;
    return true;
  }

  private boolean pop() {
    depth--;
    return true;
  }
}
