package org.tessera.dicom;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A stream that fails once more was read than a limit allows.
public final class Limited extends FilterInputStream {
  private long left;

  /// More came than was allowed.
  public static final class Exceeded extends IOException {
    private static final long serialVersionUID = 1;
  }

  /// @param bytesMax so much may be read
  public Limited(InputStream in, long bytesMax) {
    super(in);
    this.left = bytesMax;
  }

  private void take(long count) throws Exceeded {
    left -= Math.max(count, 0);
    if (left < 0) {
      throw new Exceeded();
    }
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    take(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] into, int start, int length) throws IOException {
    int count = in.read(into, start, length);
    take(count);
    return count;
  }

  @Override
  public long skip(long length) throws IOException {
    long count = in.skip(length);
    take(count);
    return count;
  }
}
