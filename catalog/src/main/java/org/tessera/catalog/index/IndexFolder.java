package org.tessera.catalog.index;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Where the index stands: a numbered folder each time it is made from the beginning, and a file
/// that names the one that is asked. So another is made beside it, and takes its place at once.
final class IndexFolder {
  private static final String SERVING = "serving";

  private final Path folder;

  IndexFolder(Path folder) {
    this.folder = folder;
  }

  /// The number of the one that is asked.
  int serving() throws IOException {
    try {
      return Integer.parseInt(Files.readString(folder.resolve(SERVING)).strip());
    } catch (NoSuchFileException | NumberFormatException _) {
      return 1;
    }
  }

  /// Where the one of this number stands.
  Path of(int number) {
    return folder.resolve(Integer.toString(number));
  }

  /// From now on, and after any stop, this one is asked.
  void serve(int number) throws IOException {
    Path written = folder.resolve(SERVING + ".new");
    Files.writeString(written, Integer.toString(number));
    force(written);
    Files.move(
        written,
        folder.resolve(SERVING),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    force(folder);
  }

  /// Takes everything away that is neither asked nor made to be.
  void tidy() throws IOException {
    Files.createDirectories(folder);
    List<Path> kept = List.of(folder.resolve(SERVING), of(serving()), of(serving() + 1));
    try (Stream<Path> all = Files.list(folder)) {
      for (Path one : all.filter(path -> !kept.contains(path)).toList()) {
        delete(one);
      }
    }
  }

  /// Takes away the one of this number, if it is there.
  void delete(int number) throws IOException {
    delete(of(number));
  }

  private static void delete(Path path) throws IOException {
    if (Files.exists(path)) {
      try (Stream<Path> all = Files.walk(path)) {
        for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(one);
        }
      }
    }
  }

  private static void force(Path path) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
