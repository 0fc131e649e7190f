package org.tessera.dicom;

import java.io.IOException;
import java.io.InputStream;

/// A value that stays where it is until somebody asks for it.
record Region(ByteSource source, long offset, long length) {
  InputStream open() throws IOException {
    return new Bounded(source.open(offset), length);
  }

  /// Ends after so many bytes.
  private static final class Bounded extends InputStream {
    private final InputStream stream;
    private long left;

    Bounded(InputStream stream, long left) {
      this.stream = stream;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      int value = left > 0 ? stream.read() : -1;
      left -= value < 0 ? left : 1;
      return value;
    }

    @Override
    public int read(byte[] into, int start, int length) throws IOException {
      if (left <= 0) {
        return length == 0 ? 0 : -1;
      }
      int count = stream.read(into, start, (int) Math.min(length, left));
      left -= count < 0 ? left : count;
      return count;
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
