package org.tessera.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The folder that holds everything a node owns.
///
/// `archive`, `quarantine`, `reports` and `inbox` hold what identifies people: every folder here is
/// readable by its owner alone (mode 0700).
public record Home(Path folder) {
  /// A lock goes when its channel is collected: these stay until the process ends.
  private static final List<FileLock> HELD = new CopyOnWriteArrayList<>();

  private static final List<String> FOLDERS =
      List.of(
          "inbox",
          "archive",
          "quarantine",
          "reports",
          "pgdata",
          "index",
          "dicom",
          "keys",
          "packages",
          "exports",
          "vocabularies",
          "studies");

  /// The home at this path, its folders created where they are missing.
  public static Home at(Path folder) {
    try {
      var home = new Home(folder.toAbsolutePath().normalize());
      createPrivate(home.folder);
      for (String name : FOLDERS) {
        createPrivate(home.folder.resolve(name));
      }
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException("the home " + folder + " cannot be created", e);
    }
  }

  /// One of the home's folders or files.
  public Path path(String name) {
    return folder.resolve(name);
  }

  /// Claims the home for this process until it ends.
  ///
  /// @throws IllegalStateException if another process owns it
  public void claim() {
    try {
      FileChannel channel =
          FileChannel.open(path("owner.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      @Nullable FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new IllegalStateException(
            "another process already serves the home "
                + folder
                + "; use it through './tessera load', 'report', 'verify', or stop it first");
      }
      HELD.add(lock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether demonstration accounts and data may live here: decided when the home is made, never
  /// later.
  public boolean demo() {
    return Files.exists(path("demo"));
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static void createPrivate(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }
}
