package org.tessera.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Bytes to be written: stretches of what was read, new ones in a buffer, and regions of files.
/// Lengths in the buffer can be set when what they count is known.
@SuppressWarnings("ReferenceEquality")
final class WritePlan {
  private sealed interface Piece {}

  /// A stretch of an array; of the buffer as it is at the end when the array is [#BUFFER].
  private record Stretch(Span span) implements Piece {}

  /// A value, with the size of its numbers when they must be turned around.
  private record Stored(Value value, int unit) implements Piece {}

  private static final byte[] BUFFER = new byte[0];

  private final List<Piece> pieces = new ArrayList<>();
  private byte[] buffer = new byte[4096];
  private int filled;
  private byte[] from = BUFFER;
  private int start;
  private int length;
  private long total;

  /// Bytes planned so far.
  long total() {
    return total;
  }

  /// Makes room for so many new bytes and returns where they go.
  int grow(int count) {
    if (filled + count > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, filled + count));
    }
    int at = filled;
    filled += count;
    extend(BUFFER, at, count);
    return at;
  }

  /// The array new bytes are put into; it changes when it grows.
  byte[] buffer() {
    return buffer;
  }

  /// Copies a stretch into the buffer, to be changed later; returns where.
  int copy(Span span) {
    int at = grow(span.length());
    System.arraycopy(span.array(), span.start(), buffer, at, span.length());
    return at;
  }

  /// Refers to a stretch that stays as it is.
  void refer(byte[] array, int at, int count) {
    if (count > 0) {
      extend(array, at, count);
    }
  }

  void refer(Span span) {
    refer(span.array(), span.start(), span.length());
  }

  void refer(Value value) {
    if (value.inMemory()) {
      refer(value.array(), value.start(), (int) value.length());
    } else {
      flush();
      pieces.add(new Stored(value, 0));
      total += value.length();
    }
  }

  void swapped(Value value, int unit) {
    flush();
    pieces.add(new Stored(value, unit));
    total += value.length();
  }

  private void extend(byte[] source, int at, int count) {
    if (source != from || at != start + length) {
      flush();
      from = source;
      start = at;
    }
    length += count;
    total += count;
  }

  private void flush() {
    if (length > 0) {
      pieces.add(new Stretch(new Span(from, start, length)));
    }
    from = BUFFER;
    start = filled;
    length = 0;
  }

  /// Writes all of it.
  void writeTo(OutputStream out) throws IOException {
    flush();
    byte[] block = new byte[0];
    for (Piece piece : pieces) {
      switch (piece) {
        case Stretch(Span span) ->
            out.write(span.array() == BUFFER ? buffer : span.array(), span.start(), span.length());
        case Stored stored when isOnDisk(stored) && out instanceof ChannelOutput file -> {
          Region region = stored.value.region();
          ByteSource.OnDisk source = (ByteSource.OnDisk) region.source();
          file.transfer(source.path(), region.offset(), region.length());
        }
        case Stored stored -> {
          block = block.length == 0 ? new byte[64 * 1024] : block;
          pump(stored, block, out);
        }
      }
    }
  }

  private static boolean isOnDisk(Stored stored) {
    return stored.unit < 2
        && !stored.value.inMemory()
        && stored.value.region().source() instanceof ByteSource.OnDisk;
  }

  private static void pump(Stored piece, byte[] block, OutputStream out) throws IOException {
    try (InputStream in = open(piece)) {
      long left = piece.value.length();
      while (left > 0) {
        int count = in.read(block, 0, (int) Math.min(block.length, left));
        if (count < 0) {
          throw new IOException("a file that values refer to has become shorter");
        }
        out.write(block, 0, count);
        left -= count;
      }
    }
  }

  private static InputStream open(Stored piece) throws IOException {
    InputStream in = piece.value.open();
    return piece.unit > 1 ? new ByteOrders.Swapped(in, piece.unit) : in;
  }
}
