package org.tessera.fhir.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.FhirJson;

/// Does exports one after the other in a thread of its own, and removes those that are too old.
public final class ExportWorker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ExportWorker.class);
  private static final int LOOK_SECONDS = 60;
  private static final String FAILED = "failed";

  private final ExportJobs jobs;
  private final DataSource dataSource;
  private final Search search;
  private final ExportFolder folder;
  private final Setting setting;
  private final Semaphore work = new Semaphore(0);
  private final Set<UUID> cancelled = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;
  private volatile @Nullable UUID current;
  private @Nullable Thread thread;

  /// How exports are limited, and who is told of their end.
  public record Setting(ExportLimits limits, ExportWitness witness) {}

  ExportWorker(DataSource dataSource, Search search, ExportFolder folder, Setting setting) {
    this.jobs = new ExportJobs(dataSource);
    this.dataSource = dataSource;
    this.search = search;
    this.folder = folder;
    this.setting = setting;
  }

  /// Thrown inside a run whose job somebody removed.
  private static final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /// Begins to work; what a stop of the node interrupted begins anew.
  public void start() {
    jobs.restart();
    work.release();
    thread = Thread.ofPlatform().name("export").daemon().start(this::work);
  }

  ExportJobs jobs() {
    return jobs;
  }

  ExportLimits limits() {
    return setting.limits();
  }

  ExportFolder folder() {
    return folder;
  }

  /// There is something to do.
  void wake() {
    work.release();
  }

  /// Ends a job, whatever its state, and removes its files.
  void remove(UUID id) throws IOException {
    jobs.remove(id);
    if (id.equals(current)) {
      // It ends soon, and takes its files with it.
      cancelled.add(id);
      return;
    }
    ExportFiles.remove(ExportFiles.folder(folder, id));
  }

  private void work() {
    while (!stopping) {
      try {
        if (work.tryAcquire(LOOK_SECONDS, TimeUnit.SECONDS)) {
          work.drainPermits();
        }
        removeExpired();
        for (var next = jobs.next(); next.isPresent() && !stopping; next = jobs.next()) {
          run(next.get());
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      } catch (IOException | RuntimeException e) {
        log.warn("exports are held up: {}", e.getMessage());
      }
    }
  }

  private void removeExpired() throws IOException {
    for (UUID id : jobs.expired(Instant.now())) {
      remove(id);
    }
  }

  private void run(ExportJob job) throws IOException {
    current = job.id();
    jobs.running(job.id());
    String outcome = outcome(job);
    current = null;
    boolean removed = cancelled.remove(job.id());
    if (removed || outcome.startsWith(FAILED)) {
      ExportFiles.remove(ExportFiles.folder(folder, job.id()));
    }
    String types = String.join(" ", job.request().types());
    String what = job.request().level() + " " + job.id() + (types.isEmpty() ? "" : " " + types);
    setting.witness().ended(job.origin().caller(), what, outcome);
  }

  private String outcome(ExportJob job) {
    Instant expires = Instant.now().plus(Duration.ofHours(setting.limits().keptHours()));
    try {
      return "done, log position " + export(job).snapshot().sequence();
    } catch (ExportFiles.TooLarge e) {
      jobs.failed(job.id(), String.valueOf(e.getMessage()), expires);
      return FAILED + ": " + e.getMessage();
    } catch (SQLException | IOException | RuntimeException e) {
      // A stop interrupts what is being read or written, and a removal takes the folder away.
      if (stopping) {
        return "interrupted, will begin anew";
      }
      if (cancelled.contains(job.id())) {
        return "cancelled";
      }
      log.warn("export {} failed", job.id(), e);
      jobs.failed(job.id(), "the export failed; the server's log says why", expires);
      return FAILED;
    }
  }

  Search search() {
    return search;
  }

  private ExportRun.Result export(ExportJob job) throws SQLException, IOException {
    OptionalLong since = job.request().since().map(jobs::sequenceAt).orElseGet(OptionalLong::empty);
    try (Connection connection = dataSource.getConnection();
        var files = new ExportFiles(ExportFiles.folder(folder, job.id()), setting.limits())) {
      connection.setAutoCommit(false);
      int isolation = connection.getTransactionIsolation();
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      try {
        var source = new ExportRun.Source(connection, since, search);
        var run = new ExportRun(source, job.request(), files, text -> report(job.id(), text));
        ExportRun.Result result = run.run();
        finish(job, result, files.written());
        return result;
      } finally {
        connection.rollback();
        connection.setReadOnly(false);
        connection.setTransactionIsolation(isolation);
        connection.setAutoCommit(true);
      }
    }
  }

  private void report(UUID id, String text) {
    if (stopping || cancelled.contains(id)) {
      throw new Cancelled();
    }
    jobs.progress(id, text);
  }

  private void finish(ExportJob job, ExportRun.Result result, List<ExportFiles.Written> written) {
    report(job.id(), "writing the manifest");
    var manifest = ExportManifest.of(job, result, written);
    jobs.done(
        job.id(),
        new String(FhirJson.write(manifest), StandardCharsets.UTF_8),
        result.snapshot(),
        Instant.now().plus(Duration.ofHours(setting.limits().keptHours())));
  }

  @Override
  public void close() {
    stopping = true;
    Optional.ofNullable(thread).ifPresent(Thread::interrupt);
  }
}
