package org.tessera.omop.athena;

import java.util.Arrays;

/// Rows in COPY's text format on their way to the database.
///
/// https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2
final class CopyBuffer {
  private byte[] bytes = new byte[1 << 17];
  private int size;

  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  void put(byte value) {
    room(1);
    bytes[size++] = value;
  }

  void putNull() {
    room(2);
    bytes[size++] = '\\';
    bytes[size++] = 'N';
  }

  void put(byte[] source, int from, int to) {
    room(to - from);
    System.arraycopy(source, from, bytes, size, to - from);
    size += to - from;
  }

  void putEscaped(byte[] source, int from, int to) {
    room(2 * (to - from));
    for (int i = from; i < to; i++) {
      switch (source[i]) {
        case '\\' -> {
          bytes[size++] = '\\';
          bytes[size++] = '\\';
        }
        case '\r' -> {
          bytes[size++] = '\\';
          bytes[size++] = 'r';
        }
        default -> bytes[size++] = source[i];
      }
    }
  }

  /// Takes back what was put since.
  void cut(int to) {
    size = to;
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }
}
