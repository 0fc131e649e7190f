package org.tessera.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// An element whose value is bytes. One that was read remembers its header, so that it can be
/// written again as it stood.
public final class ValueElement implements Element {
  private final int tag;
  private final Vr vr;
  private final Encoding encoding;
  private final byte[] array;
  private final int header;
  private final int start;
  private final int length;
  private final @Nullable Region region;
  private final boolean truncated;

  private ValueElement(
      Header header, Encoding encoding, Span bytes, @Nullable Region region, boolean truncated) {
    this.tag = header.tag();
    this.vr = header.vr();
    this.encoding = encoding;
    this.array = bytes.array();
    this.header = bytes.start();
    this.start = bytes.start() + header.length();
    this.length = bytes.length() - header.length();
    this.region = region;
    this.truncated = truncated;
  }

  /// What precedes a value.
  ///
  /// @param length of the header itself; 0 when the element was made here
  record Header(int tag, Vr vr, int length) {}

  static ValueElement read(Header header, Encoding encoding, Span bytes, boolean truncated) {
    return new ValueElement(header, encoding, bytes, null, truncated);
  }

  static ValueElement read(
      Header header, Encoding encoding, Span bytes, Region region, boolean truncated) {
    return new ValueElement(header, encoding, bytes, region, truncated);
  }

  /// An element of these bytes, numbers in little endian; odd lengths are padded.
  public static ValueElement of(int tag, Vr vr, byte[] littleEndian) {
    int even = littleEndian.length + (littleEndian.length & 1);
    byte[] value = Arrays.copyOf(littleEndian, even);
    if (even > littleEndian.length) {
      value[even - 1] = vr.padding();
    }
    return new ValueElement(
        new Header(tag, vr, 0), Encoding.EXPLICIT_LITTLE, new Span(value, 0, even), null, false);
  }

  /// An element whose little-endian value stays where it is, such as pixel data of another file.
  public static ValueElement of(int tag, Vr vr, Value value) {
    var header = new Header(tag, vr, 0);
    return value.inMemory()
        ? read(
            header,
            Encoding.EXPLICIT_LITTLE,
            new Span(value.array(), value.start(), (int) value.length()),
            false)
        : read(header, Encoding.EXPLICIT_LITTLE, Span.EMPTY, value.region(), false);
  }

  @Override
  public int tag() {
    return tag;
  }

  @Override
  public Vr vr() {
    return vr;
  }

  /// Bytes of the value.
  public long length() {
    return region == null ? length : region.length();
  }

  /// Whether the file ended before the value did.
  public boolean isTruncated() {
    return truncated;
  }

  /// The value, in the byte order it was read in ([#isBigEndian()]).
  public Value value() {
    return region == null ? new Value(array, start, length) : new Value(region);
  }

  /// Whether numbers in the value have their high byte first.
  public boolean isBigEndian() {
    return encoding.big();
  }

  /// A copy of the value with numbers in little endian, whatever it was read in.
  ///
  /// @throws IOException when a value left in its file can no longer be read
  public byte[] littleEndian() throws IOException {
    byte[] bytes = value().bytes();
    if (encoding.big()) {
      ByteOrders.swap(bytes, bytes.length, vr.unit());
    }
    return bytes;
  }

  /// The value in little endian from front to back; close the stream.
  public InputStream openLittleEndian() throws IOException {
    InputStream stream = value().open();
    return encoding.big() && vr.unit() > 1 ? new ByteOrders.Swapped(stream, vr.unit()) : stream;
  }

  Encoding encoding() {
    return encoding;
  }

  boolean wasRead() {
    return start > header;
  }

  /// Whether the header names no representation that the standard knows.
  boolean hasUnknownLetters() {
    return encoding.explicit()
        && Tag.group(tag) != 0xFFFE
        && Vr.ofLetters(array[header + 4], array[header + 5]) == null;
  }

  /// The header as it was read, with the value when that is in memory.
  Span raw() {
    return new Span(array, header, start - header + length);
  }

  int headerLength() {
    return start - header;
  }

  byte[] array() {
    return array;
  }

  int start() {
    return start;
  }

  @Nullable Region region() {
    return region;
  }

  @Override
  public String toString() {
    return Tag.format(tag) + " " + vr + " " + length() + " bytes";
  }
}
