package org.tessera.dicom;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Bytes of a value: on the heap, or a region of the file they were read from, which must stay
/// unchanged as long as it is referred to.
public final class Value {
  private final byte[] array;
  private final int start;
  private final int length;
  private final @Nullable Region region;

  Value(byte[] array, int start, int length) {
    this.array = array;
    this.start = start;
    this.length = length;
    this.region = null;
  }

  Value(Region region) {
    this.array = Span.EMPTY.array();
    this.start = 0;
    this.length = 0;
    this.region = region;
  }

  /// A value of these bytes, which are copied.
  public static Value of(byte[] bytes) {
    return new Value(bytes.clone(), 0, bytes.length);
  }

  /// How many bytes there are.
  public long length() {
    return region == null ? length : region.length();
  }

  /// Whether the bytes are on the heap already.
  public boolean inMemory() {
    return region == null;
  }

  /// The bytes from front to back; close the stream.
  public InputStream open() throws IOException {
    return region == null ? new ByteArrayInputStream(array, start, length) : region.open();
  }

  /// The bytes from a place on; close the stream.
  ///
  /// @throws IllegalArgumentException when the value ends before that place
  public InputStream open(long from) throws IOException {
    if (from < 0 || from > length()) {
      throw new IllegalArgumentException("the value ends before that place");
    }
    return region == null
        ? new ByteArrayInputStream(array, start + (int) from, length - (int) from)
        : new Region(region.source(), region.offset() + from, region.length() - from).open();
  }

  /// A copy of the bytes; a region is read whole, so ask for its length first.
  ///
  /// @throws IOException when the region's file is gone or shorter, or the length exceeds an array
  public byte[] bytes() throws IOException {
    if (region == null) {
      return Arrays.copyOfRange(array, start, start + length);
    }
    if (region.length() > Integer.MAX_VALUE - 8) {
      throw new IOException("value of " + region.length() + " bytes does not fit an array");
    }
    try (InputStream stream = region.open()) {
      byte[] bytes = stream.readNBytes((int) region.length());
      if (bytes.length < region.length()) {
        throw new EOFException("the file is shorter than when it was read");
      }
      return bytes;
    }
  }

  byte[] array() {
    return array;
  }

  int start() {
    return start;
  }

  Region region() {
    return Objects.requireNonNull(region);
  }
}
