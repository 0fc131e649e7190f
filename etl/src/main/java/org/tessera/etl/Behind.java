package org.tessera.etl;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Work on a second thread, one piece behind the first: the next is taken when the last is done.
final class Behind implements AutoCloseable {
  private final ExecutorService worker;
  private @Nullable Future<?> last;

  Behind(String thread) {
    worker = Executors.newSingleThreadExecutor(Thread.ofPlatform().name(thread).daemon().factory());
  }

  /// Waits for the piece before, and fails as it failed.
  void next(Runnable piece) {
    await();
    last = worker.submit(piece);
  }

  /// Waits for the last piece, and fails as it failed.
  void await() {
    if (last == null) {
      return;
    }
    try {
      last.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the node is stopping", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  /// Waits for the last piece, whether it fails or not.
  @Override
  public void close() {
    worker.close();
  }
}
