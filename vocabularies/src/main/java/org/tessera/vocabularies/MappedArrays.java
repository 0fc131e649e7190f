package org.tessera.vocabularies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Arrays in files, read through the page cache: five million concepts cost no heap, and a start
/// costs no reading.
final class MappedArrays {
  private static final int BUFFER_BYTES = 1 << 20;

  private MappedArrays() {}

  /// The whole file, mapped until nobody refers to it any more.
  static MemorySegment open(Path file) {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int intAt(MemorySegment array, long index) {
    return array.getAtIndex(ValueLayout.JAVA_INT, index);
  }

  static long longAt(MemorySegment array, long index) {
    return array.getAtIndex(ValueLayout.JAVA_LONG, index);
  }

  static int shortAt(MemorySegment array, long index) {
    return array.getAtIndex(ValueLayout.JAVA_SHORT, index);
  }

  static byte[] bytes(MemorySegment array, int from, int to) {
    var bytes = new byte[to - from];
    MemorySegment.copy(array, ValueLayout.JAVA_BYTE, from, bytes, 0, bytes.length);
    return bytes;
  }

  /// Appends numbers of this machine's byte order to a new file.
  static final class Writer implements AutoCloseable {
    private final FileChannel channel;
    private final ByteBuffer buffer =
        ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.nativeOrder());
    private long written;

    Writer(Path file) throws IOException {
      channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
    }

    void putInt(int value) throws IOException {
      room(Integer.BYTES).putInt(value);
    }

    void putLong(long value) throws IOException {
      room(Long.BYTES).putLong(value);
    }

    void putShort(int value) throws IOException {
      room(Short.BYTES).putShort((short) value);
    }

    void put(byte value) throws IOException {
      room(1).put(value);
    }

    void put(byte[] bytes) throws IOException {
      if (bytes.length > BUFFER_BYTES) {
        throw new IllegalArgumentException("a text of " + bytes.length + " bytes");
      }
      room(bytes.length).put(bytes);
    }

    /// Bytes written so far.
    ///
    /// @throws ArithmeticException beyond two gigabytes, which no array here may have
    int position() {
      return Math.toIntExact(written);
    }

    private ByteBuffer room(int bytes) throws IOException {
      if (buffer.remaining() < bytes) {
        flush();
      }
      written += bytes;
      return buffer;
    }

    private void flush() throws IOException {
      buffer.flip();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      buffer.clear();
    }

    /// On the disk when it returns: what the database calls current must survive a power cut.
    @Override
    public void close() throws IOException {
      try (channel) {
        flush();
        channel.force(true);
      }
    }
  }
}
