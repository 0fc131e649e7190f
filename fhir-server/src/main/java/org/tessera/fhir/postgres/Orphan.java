package org.tessera.fhir.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a killed parent may leave of a server: one that still runs, backends that outlive their
/// postmaster for a moment, or a `postmaster.pid` whose number belongs to a zombie or to somebody
/// else by now. PostgreSQL takes any process of that number for itself and refuses to start.
///
/// Every process of a server works in its data folder, so that is how they are known.
final class Orphan {
  private static final Logger log = LoggerFactory.getLogger(Orphan.class);
  private static final Duration BACKENDS_LIMIT = Duration.ofSeconds(30);

  private final Path data;
  private final Path pidFile;

  Orphan(Path data) throws IOException {
    this.data = Files.exists(data) ? data.toRealPath() : data;
    this.pidFile = data.resolve("postmaster.pid");
  }

  /// Whether the server the file names runs on this very cluster.
  boolean runs() throws IOException {
    return Files.exists(pidFile) && worksHere(Path.of("/proc", pid()));
  }

  /// Takes a file away whose server is gone.
  ///
  /// @throws IOException if processes of it go on: then the file is the only thing that keeps a
  ///   second server from the same pages
  void clear() throws IOException {
    if (!Files.exists(pidFile)) {
      return;
    }
    Instant end = Instant.now().plus(BACKENDS_LIMIT);
    while (anyWorksHere()) {
      if (Instant.now().isAfter(end)) {
        throw new IOException(
            "processes of a PostgreSQL that was killed still use " + data + "; end them first");
      }
      pause();
    }
    if (Files.deleteIfExists(pidFile)) {
      log.info("the PostgreSQL of the last run was killed; its leftover postmaster.pid is removed");
    }
  }

  private String pid() throws IOException {
    try {
      String first = Files.readString(pidFile).lines().findFirst().orElse("").strip();
      return first.matches("[0-9]+") ? first : "none";
    } catch (NoSuchFileException e) {
      return "none";
    }
  }

  private boolean anyWorksHere() throws IOException {
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (worksHere(process)) {
          return true;
        }
      }
      return false;
    }
  }

  /// A zombie has no working folder any more, and other users' processes show theirs to nobody.
  private boolean worksHere(Path process) {
    try {
      return Files.readSymbolicLink(process.resolve("cwd")).equals(data);
    } catch (IOException e) {
      return false;
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a killed PostgreSQL was ending", e);
    }
  }
}
