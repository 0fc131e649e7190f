package org.tessera.dicom;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A source seen through a buffer that moves forward. Buffers are never reused, because elements
/// refer to them; nothing is allocated that the source has not shown to have.
final class Window {
  private static final int CHUNK_LEAST = 1024;
  private static final int CHUNK_FIRST = 8 * 1024;
  private static final int CHUNK_MOST = 64 * 1024;
  private static final byte[] NONE = new byte[0];

  private final ByteSource.@Nullable Forward feed;
  private byte[] buffer;
  private int position;
  private int limit;
  private long start;
  private int chunk = CHUNK_FIRST;
  private long allocated;

  private Window(byte[] whole) {
    this.feed = null;
    this.buffer = whole;
    this.limit = whole.length;
  }

  private Window(ByteSource.Forward feed) {
    this.feed = feed;
    this.buffer = NONE;
  }

  static Window over(byte[] whole) {
    return new Window(whole);
  }

  static Window over(ByteSource.Forward feed) {
    return new Window(feed);
  }

  byte[] buffer() {
    return buffer;
  }

  int position() {
    return position;
  }

  /// Bytes from here to the end of the buffer.
  int held() {
    return limit - position;
  }

  /// Where the source stands.
  long offset() {
    return start + position;
  }

  /// The source's size, or as good as endless when nobody knows it.
  long size() {
    if (feed == null) {
      return buffer.length;
    }
    return feed.size() < 0 ? Long.MAX_VALUE : feed.size();
  }

  /// Bytes of the heap taken so far, for a budget.
  long allocated() {
    return allocated;
  }

  /// Makes so many bytes stand together in the buffer; false when the source ends before, and then
  /// all that is left stands in it.
  boolean has(int wanted) throws IOException {
    return limit - position >= wanted || fill(wanted);
  }

  private boolean fill(int wanted) throws IOException {
    if (feed == null) {
      return false;
    }
    int kept = limit - position;
    long left = feed.size() < 0 ? Integer.MAX_VALUE : feed.size() - start - limit;
    int goal = (int) Math.min(Math.max(wanted, chunk), kept + Math.max(left, 0));
    int capacity = feed.size() < 0 ? Math.min(goal, Math.max(2 * kept, CHUNK_MOST)) : goal;
    byte[] next = new byte[capacity];
    System.arraycopy(buffer, position, next, 0, kept);
    int filled = kept;
    while (filled < goal) {
      if (filled == next.length) {
        next = Arrays.copyOf(next, (int) Math.min(goal, 2L * filled));
      }
      int count = feed.read(next, filled, next.length - filled);
      filled += count;
      if (filled < next.length) {
        break;
      }
    }
    start += position;
    position = 0;
    buffer = next;
    limit = filled;
    allocated += next.length;
    chunk = Math.min(chunk * 2, CHUNK_MOST);
    return filled >= wanted;
  }

  void advance(int count) {
    position += count;
  }

  /// Moves on and returns how many bytes there were to move over.
  long skip(long count) throws IOException {
    int inBuffer = (int) Math.min(count, limit - position);
    position += inBuffer;
    if (inBuffer == count || feed == null) {
      return inBuffer;
    }
    long skipped = feed.skip(count - inBuffer);
    start += limit + skipped;
    position = 0;
    limit = 0;
    buffer = NONE;
    chunk = CHUNK_LEAST;
    return inBuffer + skipped;
  }
}
