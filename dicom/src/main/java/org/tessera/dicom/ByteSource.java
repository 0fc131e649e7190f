package org.tessera.dicom;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// Bytes that can be opened again at an offset, so that large values need not be held.
sealed interface ByteSource {
  /// Opens the bytes from an offset on.
  InputStream open(long offset) throws IOException;

  /// Bytes of the heap.
  record Memory(Span span) implements ByteSource {
    @Override
    public InputStream open(long offset) {
      int start = (int) Math.min(offset, span.length());
      return new java.io.ByteArrayInputStream(
          span.array(), span.start() + start, span.length() - start);
    }
  }

  /// A file; it must stay as it is while data sets refer to it.
  record OnDisk(Path path) implements ByteSource {
    @Override
    public InputStream open(long offset) throws IOException {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      channel.position(offset);
      return Channels.newInputStream(channel);
    }
  }

  /// What a raw deflate stream at an offset of another source expands to (PS3.5 annex A.5).
  record Deflated(ByteSource source, long start) implements ByteSource {
    @Override
    public InputStream open(long offset) throws IOException {
      var stream = new InflatedStream(source.open(start));
      try {
        stream.skipNBytes(offset);
      } catch (EOFException e) {
        stream.close();
        throw e;
      }
      return stream;
    }
  }

  /// Inflates and gives the native memory back when closed.
  final class InflatedStream extends InflaterInputStream {
    InflatedStream(InputStream compressed) {
      super(compressed, new Inflater(true), 8192);
    }

    @Override
    public void close() throws IOException {
      super.close();
      inf.end();
    }
  }

  /// What is read once from front to back, of known size or of unknown (-1).
  final class Forward implements Closeable {
    private final InputStream stream;
    private final long size;
    private boolean ended;

    Forward(InputStream stream, long size) {
      this.stream = stream;
      this.size = size;
    }

    long size() {
      return size;
    }

    /// Reads up to `length` bytes and returns how many there were.
    int read(byte[] into, int start, int length) throws IOException {
      int total = 0;
      while (total < length && !ended) {
        int count = stream.read(into, start + total, length - total);
        if (count < 0) {
          ended = true;
        } else {
          total += count;
        }
      }
      return total;
    }

    /// Skips and returns how many bytes there were to skip.
    long skip(long length) throws IOException {
      long total = 0;
      while (total < length && !ended) {
        long skipped = stream.skip(length - total);
        if (skipped <= 0) {
          ended = stream.read() < 0;
          skipped = ended ? 0 : 1;
        }
        total += skipped;
      }
      return total;
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }

  /// A file read by position, because skipping is then free.
  final class FileStream extends InputStream {
    private final FileChannel channel;
    private long position;

    FileStream(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int start, int length) throws IOException {
      int count = channel.read(ByteBuffer.wrap(into, start, length), position);
      position += Math.max(count, 0);
      return count;
    }

    @Override
    public long skip(long length) throws IOException {
      long skipped = Math.clamp(channel.size() - position, 0, length);
      position += skipped;
      return skipped;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
