package org.tessera.fhir.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Keeps projections up to date with the change log, each in a thread of its own.
///
/// A projection that is caught up receives changes from memory as they are committed; one that is
/// behind, new or was down reads them from the log. One that fails is tried again, with growing
/// pauses, and does not hold up the others.
public final class ProjectionRunner implements AutoCloseable {
  private final ChangeLog log;
  private final List<ProjectionThread> threads = new ArrayList<>();

  /// @param projections each with a name of its own
  public ProjectionRunner(ResourceStore store, ChangeLog log, List<Projection> projections) {
    this.log = log;
    for (Projection projection : projections) {
      var thread = new ProjectionThread(projection, log);
      threads.add(thread);
      store.onCommit(thread::offer);
    }
  }

  /// Starts all projections where their checkpoints stand.
  public void start() {
    threads.forEach(ProjectionThread::start);
  }

  /// Waits until every projection contains all that is committed now.
  ///
  /// @throws IllegalStateException if one does not within the limit, naming it and why
  public void awaitCaughtUp(Duration limit) {
    long head = log.head();
    Instant end = Instant.now().plus(limit);
    for (ProjectionThread thread : threads) {
      if (!thread.await(head, end)) {
        throw new IllegalStateException(
            "not caught up within "
                + limit
                + ": "
                + thread.name()
                + thread.failure().map(failure -> ", which fails: " + failure).orElse(""));
      }
    }
  }

  /// Fills a projection again from the first change; returns at once.
  ///
  /// @throws IllegalArgumentException if there is no projection of that name
  public void rebuild(String name) {
    thread(name).rebuild();
  }

  /// How far a projection is in the log.
  ///
  /// @param position the last change it contains
  /// @param head the last change there is
  public record Progress(long position, long head) {}

  /// How far a projection is now; at 0 from the moment a rebuild of it was asked for.
  ///
  /// @throws IllegalArgumentException if there is no projection of that name
  public Progress progress(String name) {
    long position = thread(name).position();
    return new Progress(position, log.head());
  }

  private ProjectionThread thread(String name) {
    return threads.stream()
        .filter(thread -> thread.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no projection " + name + "; there are " + names()));
  }

  /// What each projection that does not get on failed with last.
  public Map<String, Throwable> failures() {
    Map<String, Throwable> failures = new LinkedHashMap<>();
    threads.forEach(t -> t.failure().ifPresent(failure -> failures.put(t.name(), failure)));
    return failures;
  }

  @Override
  public void close() {
    threads.forEach(ProjectionThread::stop);
    threads.forEach(ProjectionThread::join);
  }

  private String names() {
    return threads.stream().map(ProjectionThread::name).collect(Collectors.joining(", "));
  }
}
