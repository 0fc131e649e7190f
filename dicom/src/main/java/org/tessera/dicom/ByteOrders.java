package org.tessera.dicom;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Turns the bytes of numbers around; an incomplete last number stays as it is.
final class ByteOrders {
  private ByteOrders() {}

  static void swap(byte[] bytes, int length, int unit) {
    if (unit < 2) {
      return;
    }
    for (int at = 0; at + unit <= length; at += unit) {
      for (int low = at, high = at + unit - 1; low < high; low++, high--) {
        byte kept = bytes[low];
        bytes[low] = bytes[high];
        bytes[high] = kept;
      }
    }
  }

  /// A stream of numbers turned around on the way.
  static final class Swapped extends FilterInputStream {
    private final int unit;
    private final byte[] block;
    private int position;
    private int limit;

    Swapped(InputStream in, int unit) {
      super(in);
      this.unit = unit;
      this.block = new byte[8192];
    }

    private boolean empty() throws IOException {
      if (position < limit) {
        return false;
      }
      position = 0;
      limit = in.readNBytes(block, 0, block.length);
      swap(block, limit, unit);
      return limit == 0;
    }

    @Override
    public int read() throws IOException {
      return empty() ? -1 : block[position++] & 0xFF;
    }

    @Override
    public int read(byte[] into, int start, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (empty()) {
        return -1;
      }
      int count = Math.min(length, limit - position);
      System.arraycopy(block, position, into, start, count);
      position += count;
      return count;
    }

    @Override
    public long skip(long length) throws IOException {
      long skipped = 0;
      while (skipped < length && read() >= 0) {
        skipped++;
      }
      return skipped;
    }

    @Override
    public int available() {
      return limit - position;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
