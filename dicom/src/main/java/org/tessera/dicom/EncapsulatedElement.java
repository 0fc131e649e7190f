package org.tessera.dicom;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Pixel data in fragments, PS3.5 annex A.4; fragments are passed through unharmed.
public final class EncapsulatedElement implements Element {
  private final int tag;
  private final Vr vr;
  private final Encoding encoding;
  private final List<Value> items;
  private final @Nullable Span header;
  private final long missing;
  private final boolean closed;

  /// @param missing bytes by which the file ended before the last fragment did
  /// @param closed whether a sequence delimiter followed
  record Read(Encoding encoding, Span header, long missing, boolean closed) {}

  EncapsulatedElement(int tag, Vr vr, Read read, List<Value> items) {
    this.tag = tag;
    this.vr = vr;
    this.encoding = read.encoding;
    this.items = items;
    this.header = read.header;
    this.missing = read.missing;
    this.closed = read.closed;
  }

  private EncapsulatedElement(int tag, List<Value> items) {
    this.tag = tag;
    this.vr = Vr.OB;
    this.encoding = Encoding.EXPLICIT_LITTLE;
    this.items = items;
    this.header = null;
    this.missing = 0;
    this.closed = true;
  }

  /// Encapsulated values: the first is the basic offset table, which may be empty; the others are
  /// fragments of even length.
  ///
  /// @throws IllegalArgumentException when a fragment's length is odd
  public static EncapsulatedElement of(int tag, List<Value> offsetTableAndFragments) {
    if (offsetTableAndFragments.stream().anyMatch(value -> value.length() % 2 != 0)) {
      throw new IllegalArgumentException("a fragment's length is even, PS3.5 annex A.4");
    }
    return new EncapsulatedElement(tag, List.copyOf(offsetTableAndFragments));
  }

  @Override
  public int tag() {
    return tag;
  }

  @Override
  public Vr vr() {
    return vr;
  }

  /// The basic offset table: little-endian 32-bit offsets of each frame's first fragment; often
  /// empty.
  public Value offsetTable() {
    return items.isEmpty() ? new Value(Span.EMPTY.array(), 0, 0) : items.getFirst();
  }

  /// The fragments, in order, without the offset table.
  public List<Value> fragments() {
    return items.isEmpty() ? items : items.subList(1, items.size());
  }

  /// Whether the file ended before the last fragment did.
  public boolean isTruncated() {
    return missing > 0 || !closed;
  }

  List<Value> items() {
    return items;
  }

  Encoding encoding() {
    return encoding;
  }

  @Nullable Span header() {
    return header;
  }

  long missing() {
    return missing;
  }

  boolean closed() {
    return closed;
  }

  @Override
  public String toString() {
    return Tag.format(tag) + " " + vr + " " + items.size() + " fragments";
  }
}
