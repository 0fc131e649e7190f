package org.tessera.fhir.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Applies the log to one projection, in order, in one thread.
final class ProjectionThread {
  private static final Logger logger = LoggerFactory.getLogger(ProjectionThread.class);
  private static final int BATCH_CHANGES_MAX = 4_000;

  /// Beyond this the projection is behind and reads the log, so that memory stays bounded.
  private static final int WAITING_CHANGES_MAX = 20_000;

  /// A batch begins at most this often unless somebody waits for it: under a stream of small
  /// commits each batch costs a projection a commit of its own, which is most of its work.
  private static final long PACE_MILLIS = 250;

  /// The log is looked at this often even if no commit was heard of: another process may write.
  private static final long POLL_MILLIS = 1_000;

  private static final long BACKOFF_MILLIS_MIN = 100;
  private static final long BACKOFF_MILLIS_MAX = 30_000;

  private final Projection projection;
  private final ChangeLog log;
  private final Thread thread;

  private final Deque<List<Change>> waiting = new ArrayDeque<>();
  private int waitingChanges;
  private int awaited;
  private long wanted;
  private boolean shown = true;
  private Instant due = Instant.MIN;
  private boolean rebuildWanted;
  private boolean stopped;
  private boolean positionKnown;
  private long position;
  private long backoffMillis = BACKOFF_MILLIS_MIN;
  private @Nullable Throwable failure;

  ProjectionThread(Projection projection, ChangeLog log) {
    this.projection = projection;
    this.log = log;
    this.thread =
        Thread.ofPlatform().daemon().name("projection-" + projection.name()).unstarted(this::run);
  }

  String name() {
    return projection.name();
  }

  void start() {
    thread.start();
  }

  synchronized void offer(List<Change> changes) {
    if (waitingChanges + changes.size() > WAITING_CHANGES_MAX) {
      waiting.clear();
      waitingChanges = 0;
    } else {
      waiting.add(changes);
      waitingChanges += changes.size();
    }
    notifyAll();
  }

  synchronized void rebuild() {
    rebuildWanted = true;
    notifyAll();
  }

  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  void join() {
    try {
      thread.join(Duration.ofSeconds(30));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Where the projection stands; 0 while it is about to begin anew.
  synchronized long position() {
    return rebuildWanted ? 0 : position;
  }

  synchronized Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  synchronized boolean await(long target, Instant end) {
    awaited++;
    wanted = Math.max(wanted, target);
    notifyAll();
    try {
      while (rebuildWanted || !positionKnown || position < target || !shown) {
        long millis = Duration.between(Instant.now(), end).toMillis();
        if (millis <= 0 || stopped) {
          return false;
        }
        wait(millis);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      awaited--;
    }
  }

  private void run() {
    while (!isStopped()) {
      try {
        if (!step()) {
          sleep(POLL_MILLIS);
        }
        succeeded();
      } catch (RuntimeException | Error e) {
        failed(e);
        sleepThrough(backoffMillis);
      } catch (InterruptedException _) {
        stop();
      }
    }
  }

  /// Applies one batch.
  ///
  /// @return whether there was one
  private boolean step() throws InterruptedException {
    if (takeRebuild()) {
      projection.reset();
      moved(0);
      rebuilt();
    }
    if (!isPositionKnown()) {
      moved(projection.checkpoint());
    }
    keepPace();
    List<Change> batch = fromMemory();
    if (batch.isEmpty()) {
      batch = log.after(reached(), BATCH_CHANGES_MAX);
    }
    if (batch.isEmpty()) {
      show();
      return false;
    }
    projection.apply(batch);
    if (batch.size() >= BATCH_CHANGES_MAX) {
      due = Instant.MIN;
    }
    moved(batch.getLast().sequence());
    if (isAwaited()) {
      show();
    }
    return true;
  }

  private void show() {
    if (!isShown()) {
      projection.caughtUp();
      shown();
    }
  }

  /// Lets small commits gather; somebody waiting, a full batch, a rebuild or a stop ends it.
  private synchronized void keepPace() throws InterruptedException {
    while (awaited == 0 && waitingChanges < BATCH_CHANGES_MAX && !rebuildWanted && !stopped) {
      Instant now = Instant.now();
      if (!now.isBefore(due)) {
        break;
      }
      wait(millisUntil(due));
    }
    due = Instant.now().plusMillis(PACE_MILLIS);
  }

  /// Changes heard of in memory, if they follow the position without a gap; positions have none.
  private synchronized List<Change> fromMemory() {
    List<Change> batch = new ArrayList<>();
    long next = position + 1;
    while (!waiting.isEmpty() && batch.size() < BATCH_CHANGES_MAX) {
      List<Change> first = waiting.peek();
      if (first.getFirst().sequence() > next) {
        return batch;
      }
      waiting.poll();
      waitingChanges -= first.size();
      if (first.getFirst().sequence() == next) {
        batch.addAll(first);
        next = first.getLast().sequence() + 1;
      }
    }
    return batch;
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  private synchronized boolean isPositionKnown() {
    return positionKnown;
  }

  private synchronized boolean takeRebuild() {
    return rebuildWanted;
  }

  private synchronized void rebuilt() {
    rebuildWanted = false;
  }

  private synchronized long reached() {
    return position;
  }

  private synchronized void moved(long newPosition) {
    position = newPosition;
    positionKnown = true;
    shown = false;
    notifyAll();
  }

  /// Whether somebody waits for what is contained by now.
  private synchronized boolean isAwaited() {
    return awaited > 0 && position >= wanted;
  }

  private synchronized boolean isShown() {
    return shown;
  }

  private synchronized void shown() {
    shown = true;
    notifyAll();
  }

  private synchronized void succeeded() {
    failure = null;
    backoffMillis = BACKOFF_MILLIS_MIN;
  }

  /// What the projection really contains is asked anew: the failure may have come after its commit.
  private synchronized void failed(Throwable cause) {
    if (failure == null || !String.valueOf(cause).equals(String.valueOf(failure))) {
      logger.warn("projection {} failed and will be tried again", name(), cause);
    }
    failure = cause;
    positionKnown = false;
    backoffMillis = Math.min(backoffMillis * 2, BACKOFF_MILLIS_MAX);
  }

  /// Waits for news, at most so long.
  private synchronized void sleep(long millis) throws InterruptedException {
    Instant end = Instant.now().plusMillis(millis);
    while (waiting.isEmpty() && !rebuildWanted && !stopped && Instant.now().isBefore(end)) {
      wait(millisUntil(end));
    }
  }

  /// Waits out the pause after a failure unless stopped; new commits do not shorten it.
  private synchronized void sleepThrough(long millis) {
    Instant end = Instant.now().plusMillis(millis);
    try {
      while (!stopped && Instant.now().isBefore(end)) {
        wait(millisUntil(end));
      }
    } catch (InterruptedException _) {
      stopped = true;
    }
  }

  private static long millisUntil(Instant end) {
    return Math.max(1, Duration.between(Instant.now(), end).toMillis());
  }
}
