package org.tessera.dicom.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/// A connection, plain or with TLS above it. Reading has a deadline, so that a sender of one byte a
/// minute is as late as one of none; a guard cuts the connection under a write that nobody takes.
final class Wire implements Closeable {
  private static final int BUFFER = 64 * 1024;
  private static final int LAST_WORDS_BYTES_MAX = 1 << 20;
  private static final Duration LAST_WORDS_MAX = Duration.ofSeconds(2);
  private static final Duration GUARD_PERIOD = Duration.ofSeconds(1);

  private final Socket plain;
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
    this(socket, socket, writeMax);
  }

  /// @param plain the connection itself
  /// @param socket what is spoken over: the connection, or TLS above it
  Wire(Socket plain, Socket socket, Duration writeMax) throws IOException {
    this.plain = plain;
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
    this.writeNanosMax = writeMax.toNanos();
    this.deadline = System.nanoTime();
    plain.setTcpNoDelay(true);
    guard = Thread.ofVirtual().start(this::guard);
  }

  private void guard() {
    try {
      while (!plain.isClosed()) {
        Thread.sleep(GUARD_PERIOD);
        long now = System.nanoTime();
        long since = writingSince;
        long end = endAt;
        if ((since != 0 && now - since > writeNanosMax) || (end != 0 && now - end > 0)) {
          cut();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Agrees on keys where TLS is spoken; the connection is cut when that takes longer.
  ///
  /// @throws AssociationFailure when the two do not trust each other
  void handshake(Duration max) throws AssociationFailure {
    if (!(socket instanceof SSLSocket secure)) {
      return;
    }
    endIn(max);
    try {
      secure.startHandshake();
      endNever();
    } catch (IOException _) {
      throw insecure();
    }
  }

  private static AssociationFailure insecure() {
    return new AssociationFailure(
        AssociationFailure.Kind.UNREACHABLE,
        "TLS failed: a certificate is not trusted, has another name, or one side speaks plainly");
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

  /// The next byte.
  ///
  /// @throws AssociationFailure when the connection ends instead
  int read() throws IOException {
    if (position == limit) {
      fill();
    }
    return buffer[position++] & 0xFF;
  }

  /// Reads at least one byte and returns how many.
  ///
  /// @throws AssociationFailure when the connection ends instead
  int read(byte[] into, int start, int length) throws IOException {
    if (position == limit) {
      if (length >= BUFFER) {
        return required(receive(into, start, length));
      }
      fill();
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
      have += read(bytes, have, bytes.length - have);
    }
    return bytes;
  }

  private void fill() throws IOException {
    if (buffer.length == 0) {
      buffer = new byte[BUFFER];
    }
    limit = required(receive(buffer, 0, buffer.length));
    position = 0;
  }

  private static int required(int count) throws AssociationFailure {
    if (count <= 0) {
      throw AssociationFailure.vanished();
    }
    return count;
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
    } catch (SSLException _) {
      throw insecure();
    }
  }

  void write(byte[] bytes, int start, int length) throws IOException {
    writingSince = System.nanoTime() | 1;
    try {
      out.write(bytes, start, length);
      out.flush();
    } catch (SocketException | SSLException _) {
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
      writingSince = System.nanoTime() | 1;
      socket.shutdownOutput();
      writingSince = 0;
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

  /// Ends the connection. TLS takes its leave first, and waits behind a write for that: the guard
  /// cuts it when nobody listens any more.
  @Override
  public void close() {
    if (socket instanceof SSLSocket) {
      writingSince = System.nanoTime() | 1;
      try {
        socket.close();
      } catch (IOException _) {
        // Closed is closed.
      }
    }
    cut();
  }

  /// Ends the connection at once, whatever is being read or written; never waits.
  void cut() {
    try {
      plain.close();
    } catch (IOException _) {
      // Closed is closed.
    }
    guard.interrupt();
  }
}
