package org.tessera.access.pack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.access.request.Request;
import org.tessera.access.request.RequestDesk;

/// Builds the packages of approved requests, one after the other, and tries again what was not
/// ready. What an earlier process left unbuilt is found at the start.
public final class PackageWorker implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(PackageWorker.class);
  private static final int TRY_AGAIN_SECONDS = 15;

  private final RequestDesk desk;
  private final PackageBuilder builder;
  private final Path packages;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("packages").factory());

  public PackageWorker(RequestDesk desk, PackageBuilder builder, Path packages) {
    this.desk = desk;
    this.builder = builder;
    this.packages = packages;
  }

  /// Starts to look for approved requests.
  public void start() {
    try {
      WorkFolder.deleteAbandoned(packages);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var _ = thread.scheduleWithFixedDelay(this::buildAll, 0, TRY_AGAIN_SECONDS, TimeUnit.SECONDS);
  }

  /// Looks at once, because a request was just approved.
  public void wake() {
    thread.execute(this::buildAll);
  }

  /// The package of a request, once it is built.
  public Path file(UUID request) {
    return builder.file(request);
  }

  private void buildAll() {
    try {
      desk.toBuild().forEach(this::build);
    } catch (RuntimeException e) {
      logger.warn("packages cannot be built now and will be tried again", e);
    }
  }

  private void build(Request request) {
    try {
      desk.packaged(request.id(), builder.build(request));
    } catch (NotReady e) {
      desk.notPackaged(request.id(), e.reason().name());
    } catch (RuntimeException e) {
      logger.error("package of request {} failed", request.id(), e);
      desk.notPackaged(request.id(), NotReady.Reason.FAILED.name());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
