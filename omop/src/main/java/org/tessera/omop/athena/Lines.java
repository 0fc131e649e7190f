package org.tessera.omop.athena;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// The lines of a file as they stand in one buffer: no copy and no text is made of them.
final class Lines {
  private static final int BYTES_MAX = 1 << 20;

  private final InputStream in;
  private byte[] buffer = new byte[1 << 18];
  private int filled;
  private int next;
  private int from;
  private int to;
  private long number;
  private long read;

  Lines(InputStream in) {
    this.in = in;
  }

  byte[] buffer() {
    return buffer;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /// The number of the line, from 1.
  long number() {
    return number;
  }

  /// Bytes taken in so far.
  long read() {
    return read;
  }

  /// Moves to the next line; a carriage return at its end does not belong to it.
  ///
  /// @throws EOFException for a line that does not end
  boolean next() throws IOException {
    int scan = next;
    while (true) {
      for (; scan < filled; scan++) {
        if (buffer[scan] == '\n') {
          line(scan, scan + 1);
          return true;
        }
      }
      int kept = filled - next;
      if (kept > BYTES_MAX) {
        throw new EOFException("a line of more than a megabyte");
      }
      if (kept == buffer.length) {
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
      } else if (next > 0) {
        System.arraycopy(buffer, next, buffer, 0, kept);
        next = 0;
        filled = kept;
      }
      scan = next + kept;
      int more = in.read(buffer, filled, buffer.length - filled);
      if (more < 0) {
        if (kept == 0) {
          return false;
        }
        line(filled, filled);
        return true;
      }
      read += more;
      filled += more;
    }
  }

  private void line(int end, int following) {
    from = next;
    to = end > from && buffer[end - 1] == '\r' ? end - 1 : end;
    next = following;
    number++;
  }
}
