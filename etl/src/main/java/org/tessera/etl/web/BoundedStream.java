package org.tessera.etl.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A stream that fails once more than a limit was read.
final class BoundedStream extends FilterInputStream {
  private long bytesLeft;

  BoundedStream(InputStream in, long bytesMax) {
    super(in);
    this.bytesLeft = bytesMax;
  }

  /// More came than is allowed.
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1;
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    spend(b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    spend(Math.max(count, 0));
    return count;
  }

  private void spend(int bytes) throws TooLong {
    bytesLeft -= bytes;
    if (bytesLeft < 0) {
      throw new TooLong();
    }
  }
}
