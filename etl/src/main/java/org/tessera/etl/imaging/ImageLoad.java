package org.tessera.etl.imaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.tessera.etl.deidentify.Deidentifier;

/// One delivery of images: all headers first, then file by file on all cores, a part of the
/// delivery at a time; while one part is written down the next is de-identified.
final class ImageLoad {
  private static final int FILES_PER_PART = 400;

  private final List<ArrivedFile> files;
  private final Steps steps;
  private final int threads;

  /// Tells how far the work is.
  interface Steps {
    void start(String step, long total);

    void at(long done);
  }

  ImageLoad(List<ArrivedFile> files, Steps steps, int threads) {
    this.files = files;
    this.steps = steps;
    this.threads = threads;
  }

  /// What a file needs done to it.
  @FunctionalInterface
  private interface Work<R> {
    R apply(int worker, ArrivedFile file) throws IOException;
  }

  /// Looks at every header.
  HeaderSurvey.Finding survey(HeaderSurvey survey) throws IOException {
    steps.start("looking", files.size());
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      each(
          pool,
          files,
          (_, file) -> {
            survey.look(file);
            return file;
          });
    }
    return survey.finish(files);
  }

  /// De-identifies and records what the survey found fit.
  ///
  /// @param first the de-identifier whose siblings do the work
  void run(List<ArrivedFile> fit, Deidentifier first, Workers workers, Recorder recorder)
      throws IOException {
    steps.start("images", fit.size());
    List<InstanceWork> hands = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      hands.add(workers.with(first.sibling()));
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(threads);
        ExecutorService writer = Executors.newSingleThreadExecutor()) {
      Future<?> last = writer.submit(() -> {});
      for (int from = 0; from < fit.size(); from += FILES_PER_PART) {
        List<ArrivedFile> part = fit.subList(from, Math.min(fit.size(), from + FILES_PER_PART));
        List<InstanceWork.Result> results =
            each(pool, part, (worker, file) -> hands.get(worker).take(file));
        await(last);
        steps.at(from);
        last = writer.submit(() -> recorder.record(results));
      }
      await(last);
      steps.at(fit.size());
    }
  }

  /// Makes one thread's work of its de-identifier.
  @FunctionalInterface
  interface Workers {
    InstanceWork with(Deidentifier deidentifier);
  }

  /// Applies work to all files on all threads; the results are in the order of the files.
  private <R> List<R> each(ExecutorService pool, List<ArrivedFile> part, Work<R> work)
      throws IOException {
    List<R> results = new ArrayList<>(java.util.Collections.nCopies(part.size(), null));
    var next = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int worker = i;
      Callable<Integer> share =
          () -> {
            int at = next.getAndIncrement();
            while (at < part.size()) {
              results.set(at, work.apply(worker, part.get(at)));
              at = next.getAndIncrement();
            }
            return at;
          };
      running.add(pool.submit(share));
    }
    for (Future<?> one : running) {
      await(one);
    }
    return results;
  }

  /// Waits for work on another thread, and fails as it failed.
  private static void await(Future<?> work) throws IOException {
    try {
      work.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the node is stopping", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException io -> throw io;
        case UncheckedIOException io -> throw new IOException(io.getCause());
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
