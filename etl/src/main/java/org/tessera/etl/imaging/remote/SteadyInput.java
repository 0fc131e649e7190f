package org.tessera.etl.imaging.remote;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// A body that must go on coming: a client's deadline ends where the body begins. One that makes us
/// wait and brings little meanwhile is closed; how slowly we read is not its fault.
final class SteadyInput extends FilterInputStream {
  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("steady-input").factory());

  private final Pace pace;
  private final ScheduledFuture<?> watch;
  private long readingSince;
  private long waitedNanos;
  private long bytes;
  private boolean stalled;

  /// How little is too little.
  ///
  /// @param patience how long we wait, all reads together
  /// @param bytesMin so many bytes must come each time we have waited so long
  record Pace(Duration patience, long bytesMin) {
    /// 64 kB in a minute of waiting.
    static final Pace USUAL = new Pace(Duration.ofMinutes(1), 64_000);
  }

  /// It came too slowly.
  static final class Stalled extends IOException {
    private static final long serialVersionUID = 1;
  }

  SteadyInput(InputStream in, Pace pace) {
    super(in);
    this.pace = pace;
    long tick = Math.max(1, pace.patience.toMillis() / 10);
    this.watch = CLOCK.scheduleWithFixedDelay(this::look, tick, tick, TimeUnit.MILLISECONDS);
  }

  /// Closing frees whoever waits in a read of it.
  private void look() {
    if (isTooSlow()) {
      try {
        in.close();
      } catch (IOException _) {
        // Whoever reads is told.
      }
    }
  }

  private synchronized boolean isTooSlow() {
    long pending = readingSince == 0 ? 0 : System.nanoTime() - readingSince;
    if (waitedNanos + pending < pace.patience.toNanos()) {
      return false;
    }
    stalled |= bytes < pace.bytesMin;
    waitedNanos = -pending;
    bytes = 0;
    return stalled;
  }

  private synchronized void begin() {
    readingSince = System.nanoTime();
  }

  private synchronized void end(long count) throws Stalled {
    waitedNanos += System.nanoTime() - readingSince;
    readingSince = 0;
    bytes += Math.max(count, 0);
    if (stalled) {
      throw new Stalled();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    begin();
    long count = 0;
    try {
      count = in.read(into, offset, length);
    } finally {
      end(count);
    }
    return (int) count;
  }

  @Override
  public long skip(long length) {
    throw new UnsupportedOperationException("a body is read");
  }

  @Override
  public void close() throws IOException {
    watch.cancel(false);
    super.close();
  }
}
