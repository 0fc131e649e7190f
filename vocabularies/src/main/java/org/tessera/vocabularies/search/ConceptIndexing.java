package org.tessera.vocabularies.search;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the index of concepts what the sources say: it looks every few seconds whether something
/// was imported, and makes the index again in the background. Until it is there the former answers.
public final class ConceptIndexing implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ConceptIndexing.class);
  private static final long LOOK_MILLIS = 5_000;
  private static final long LOOK_AFTER_FAILURE_MILLIS = 300_000;

  private final ConceptIndex index;
  private final Supplier<String> stamp;
  private final List<DesignationSource> sources;
  private @Nullable Thread thread;

  /// @param stamp of what the sources say now; cheap
  public ConceptIndexing(
      ConceptIndex index, Supplier<String> stamp, List<DesignationSource> sources) {
    this.index = index;
    this.stamp = stamp;
    this.sources = List.copyOf(sources);
  }

  /// Begins to look.
  public synchronized void start() {
    thread = Thread.ofPlatform().name("concept-index").daemon().start(this::look);
  }

  private void look() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(refreshed() ? LOOK_MILLIS : LOOK_AFTER_FAILURE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean refreshed() {
    try {
      refresh();
      return true;
    } catch (IOException | RuntimeException e) {
      if (!Thread.currentThread().isInterrupted()) {
        log.error("the index of concepts could not be made; it is tried again", e);
      }
      return false;
    }
  }

  /// Makes the index again if it is not what the sources say.
  public void refresh() throws IOException {
    String now = stamp.get();
    if (!index.isOf(now)) {
      long start = System.nanoTime();
      index.rebuild(now, sources);
      log.info(
          "the index of concepts holds {} designations, made in {} s",
          index.size(),
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
    }
  }

  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      running = thread;
    }
    if (running != null) {
      running.interrupt();
    }
    index.close();
  }
}
