package org.tessera.dicom.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// A connection. Reading has a deadline, so that a sender of one byte a minute is as late as one of
/// none; a guard closes the connection under a write that nobody takes.
final class Wire implements Closeable {
  private static final int BUFFER = 64 * 1024;
  private static final int LAST_WORDS_BYTES_MAX = 1 << 20;
  private static final Duration LAST_WORDS_MAX = Duration.ofSeconds(2);
  private static final Duration GUARD_PERIOD = Duration.ofSeconds(1);

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final Thread guard;
  private final long writeNanosMax;
  private byte[] buffer = new byte[0];
  private int position;
  private int limit;
  private long deadline;
  private volatile long writingSince;
  private volatile long endAt;

  Wire(Socket socket, Duration writeMax) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
    this.writeNanosMax = writeMax.toNanos();
    this.deadline = System.nanoTime();
    socket.setTcpNoDelay(true);
    guard = Thread.ofVirtual().start(this::guard);
  }

  private void guard() {
    try {
      while (!socket.isClosed()) {
        Thread.sleep(GUARD_PERIOD);
        long now = System.nanoTime();
        long since = writingSince;
        long end = endAt;
        if ((since != 0 && now - since > writeNanosMax) || (end != 0 && now - end > 0)) {
          close();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends the connection then, whatever it does, unless this is called again; a TLS handshake has
  /// no deadline of its own. Nothing ends it after [#endNever].
  void endIn(Duration duration) {
    endAt = System.nanoTime() + duration.toNanos() | 1;
  }

  void endNever() {
    endAt = 0;
  }

  /// What is read from now on must have come until then.
  void within(Duration duration) {
    deadline = System.nanoTime() + duration.toNanos();
  }

  /// As [#within], but not later than a deadline that was set before.
  void within(Duration duration, long latest) {
    within(duration);
    if (latest - deadline < 0) {
      deadline = latest;
    }
  }

  /// The next byte, or -1 at the end.
  int read() throws IOException {
    if (position == limit && !fill()) {
      return -1;
    }
    return buffer[position++] & 0xFF;
  }

  /// Reads at least one byte.
  int read(byte[] into, int start, int length) throws IOException {
    if (position == limit) {
      if (length >= BUFFER) {
        return receive(into, start, length);
      }
      if (!fill()) {
        return -1;
      }
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(buffer, position, into, start, count);
    position += count;
    return count;
  }

  /// Reads so many bytes; room for them grows as they come, for the number may be a lie.
  byte[] bytes(int count) throws IOException {
    byte[] bytes = new byte[Math.min(count, 4096)];
    int have = 0;
    while (have < count) {
      if (have == bytes.length) {
        bytes = java.util.Arrays.copyOf(bytes, (int) Math.min(count, 2L * bytes.length));
      }
      int got = read(bytes, have, bytes.length - have);
      if (got < 0) {
        throw AssociationFailure.vanished();
      }
      have += got;
    }
    return bytes;
  }

  /// Whether something has come that was not read yet.
  boolean hasMore() throws IOException {
    return position < limit || in.available() > 0;
  }

  private boolean fill() throws IOException {
    if (buffer.length == 0) {
      buffer = new byte[BUFFER];
    }
    int count = receive(buffer, 0, buffer.length);
    position = 0;
    limit = Math.max(count, 0);
    return count > 0;
  }

  private int receive(byte[] into, int start, int length) throws IOException {
    long left = (deadline - System.nanoTime()) / 1_000_000;
    // What has come already is taken even when we ourselves were late.
    socket.setSoTimeout(Math.clamp(left, 1, Integer.MAX_VALUE));
    try {
      return in.read(into, start, length);
    } catch (SocketTimeoutException _) {
      throw new AssociationFailure(
          AssociationFailure.Kind.TIMED_OUT, "the other side was silent or too slow");
    } catch (SocketException _) {
      throw AssociationFailure.vanished();
    }
  }

  void write(byte[] bytes, int start, int length) throws IOException {
    writingSince = System.nanoTime() | 1;
    try {
      out.write(bytes, start, length);
      out.flush();
    } catch (SocketException _) {
      throw AssociationFailure.vanished();
    } finally {
      writingSince = 0;
    }
  }

  void write(byte[] bytes) throws IOException {
    write(bytes, 0, bytes.length);
  }

  /// Ends the connection after a last word: waits a moment for the other side to read it, since
  /// closing over unread bytes would destroy it on the way.
  void finish() {
    try {
      socket.shutdownOutput();
      within(LAST_WORDS_MAX);
      byte[] rest = new byte[8192];
      long skipped = 0;
      while (skipped < LAST_WORDS_BYTES_MAX) {
        int count = receive(rest, 0, rest.length);
        if (count < 0) {
          break;
        }
        skipped += count;
      }
    } catch (IOException | UnsupportedOperationException _) {
      // There is nobody left to wait for.
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // Closed is closed.
    }
    guard.interrupt();
  }
}
