package org.tessera.fhir.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// PostgreSQL's programs, unpacked once per user from the binaries jar, and the way to run them as
/// this user.
///
/// PostgreSQL refuses to run as root. There a user namespace (`unshare -U`) hides the privilege
/// from it without changing who owns the files.
final class PostgresBinaries {
  private static final String VERSION = "18.6.0";
  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

  /// What a statement gives back stays with its process for the next one: handed to the kernel it
  /// comes back page by page, which took a tenth of a bulk load (glibc's mallopt(3)).
  private static final Map<String, String> MEMORY =
      Map.of(
          "MALLOC_TRIM_THRESHOLD_", "67108864",
          "MALLOC_MMAP_THRESHOLD_", "67108864",
          "MALLOC_TOP_PAD_", "4194304");

  /// The kernel's parent-death signal belongs to the thread that forks: this one lives as long as
  /// the process.
  private static final ExecutorService spawner =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("postgres-parent").factory());

  private final Path folder;

  private PostgresBinaries(Path folder) {
    this.folder = folder;
  }

  static PostgresBinaries extracted() throws IOException {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "tessera");
    Path target = cache.resolve("postgresql-" + VERSION);
    if (!Files.exists(target.resolve("bin/postgres"))) {
      Files.createDirectories(cache);
      Path scratch = Files.createTempDirectory(cache, "unpacking-");
      unpack(scratch);
      publish(scratch, target);
    }
    return new PostgresBinaries(target);
  }

  /// Programs that are installed already.
  ///
  /// @param folder the folder that holds `bin/`
  static PostgresBinaries installed(Path folder) {
    return new PostgresBinaries(folder);
  }

  String path(String program) {
    return folder.resolve("bin").resolve(program).toString();
  }

  /// Runs a program to its end.
  ///
  /// @throws IOException if it fails or takes longer than the limit; the message holds what it
  ///   printed
  void run(List<String> command, Duration limit) throws IOException {
    Path output = Files.createTempFile("tessera-postgres-", ".out");
    try {
      Process process = start(unprivileged(command), output);
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(command.getFirst() + " took longer than " + limit);
      }
      if (process.exitValue() != 0) {
        throw new IOException(command.getFirst() + " failed: " + Files.readString(output).strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /// Starts a program that ends with this process, even when this process is killed (Linux
  /// `PR_SET_PDEATHSIG`; `setpriv` sets it and becomes the program). In a session of its own, for
  /// Ctrl-C at a terminal goes to every process of the session, and the database must be the last
  /// to stop.
  Process spawn(List<String> command, Path output) throws IOException {
    List<String> bound = new ArrayList<>(List.of("setsid", "setpriv", "--pdeathsig", "INT", "--"));
    bound.addAll(command);
    try {
      return spawner.submit(() -> start(unprivileged(bound), output)).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException("cannot start " + command.getFirst(), e.getCause());
    }
  }

  private static List<String> unprivileged(List<String> command) throws IOException {
    boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    if (!root) {
      return command;
    }
    List<String> wrapped = new ArrayList<>(List.of("unshare", "-U", "--"));
    wrapped.addAll(command);
    return wrapped;
  }

  private static Process start(List<String> command, Path output) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
            .redirectInput(Path.of("/dev/null").toFile());
    builder.environment().putAll(MEMORY);
    return builder.start();
  }

  private static void unpack(Path target) throws IOException {
    try (InputStream resource = PostgresBinaries.class.getResourceAsStream(ARCHIVE)) {
      if (resource == null) {
        throw new IOException(
            "no PostgreSQL for this platform is packed in; set tessera.database.url to a server of"
                + " your own");
      }
      try (var tar =
          new TarArchiveInputStream(
              new XZCompressorInputStream(new BufferedInputStream(resource)))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          unpack(tar, entry, target);
        }
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    Path path = target.resolve(entry.getName()).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("the archive holds a path outside itself: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, path);
    boolean executable = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  /// Two processes may unpack at once: the first rename wins, the other throws its copy away.
  private static void publish(Path scratch, Path target) throws IOException {
    try {
      Files.move(scratch, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException
        | DirectoryNotEmptyException
        | AtomicMoveNotSupportedException e) {
      FileTree.delete(scratch);
    }
  }
}
