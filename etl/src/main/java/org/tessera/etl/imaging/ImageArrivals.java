package org.tessera.etl.imaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// Files on their way in that belong together, each group in a folder of its own below `arriving/`
/// until its delivery is through. Like the archive it is for the owner alone.
public final class ImageArrivals {
  private static final String FILES = "files";
  private static final String LABEL = "label";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path root;
  private final Desk desk;

  /// Writes an arrival into the journal.
  @FunctionalInterface
  public interface Desk {
    /// Receives a group of files as a delivery; receiving the same token again gives the same one.
    ///
    /// @return the delivery's number
    long receive(Label label, String token, long bytes);
  }

  /// What is said of a group of files by whoever hands it in.
  ///
  /// @param name shown to the data manager alone
  /// @param via `inbox`, `stow` or `c-store`
  public record Label(String study, String name, String via) {}

  /// Opens the folder below a home, making it where it is not there.
  public ImageArrivals(Path home, Desk desk) throws IOException {
    this.root = home.resolve("arriving");
    this.desk = desk;
    Files.createDirectories(root);
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
  }

  /// Begins a group.
  public Arriving open(Label label) throws IOException {
    byte[] random = new byte[32];
    RANDOM.nextBytes(random);
    String token = HexFormat.of().formatHex(random);
    Path folder = root.resolve(token);
    Files.createDirectories(folder.resolve(FILES));
    Files.writeString(folder.resolve(LABEL), String.join("\n", label.study, label.via, label.name));
    return new Arriving(label, token, folder.resolve(FILES));
  }

  /// A group that is being put together.
  public final class Arriving {
    private final Label label;
    private final String token;
    private final Path files;
    private final AtomicLong count = new AtomicLong();

    private Arriving(Label label, String token, Path files) {
      this.label = label;
      this.token = token;
      this.files = files;
    }

    /// Moves a file or a whole folder in; on another disk it is copied, then deleted there.
    public void move(Path from) throws IOException {
      Path to = files.resolve(from.getFileName().toString());
      try {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        copy(from, to);
        delete(from);
      }
      count.incrementAndGet();
    }

    /// Moves a single file in under the next number.
    public void take(Path from) throws IOException {
      long number = count.incrementAndGet();
      Files.move(from, files.resolve("%09d".formatted(number)), StandardCopyOption.ATOMIC_MOVE);
    }

    /// Writes a file; when this returns it is on the disk for good.
    public void add(InputStream content) throws IOException {
      long number = count.incrementAndGet();
      Path part = files.resolveSibling("part-" + number);
      try (var channel =
          FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        content.transferTo(Channels.newOutputStream(channel));
        channel.force(true);
      }
      Files.move(part, files.resolve("%09d".formatted(number)), StandardCopyOption.ATOMIC_MOVE);
    }

    /// Opens the file that was written last; close the stream.
    public InputStream last() throws IOException {
      return Files.newInputStream(files.resolve("%09d".formatted(count.get())));
    }

    /// How many files or folders are in.
    public long count() {
      return count.get();
    }

    /// Receives what is in as a delivery.
    ///
    /// @return its number
    public long close() throws IOException {
      return desk.receive(label, token, bytes(files));
    }

    /// Lets go of a group that is not to be received.
    public void discard() throws IOException {
      delete(root.resolve(token));
    }
  }

  /// The groups a killed process left unreceived become deliveries now.
  public void recover() throws IOException {
    try (Stream<Path> left = Files.list(root)) {
      for (Path folder : left.filter(path -> Files.exists(path.resolve(LABEL))).toList()) {
        List<String> lines = Files.readAllLines(folder.resolve(LABEL));
        Path files = folder.resolve(FILES);
        try (Stream<Path> inside = Files.list(files)) {
          if (inside.findAny().isEmpty() || lines.size() < 3) {
            delete(folder);
            continue;
          }
        }
        var label = new Label(lines.get(0), lines.get(2), lines.get(1));
        desk.receive(label, folder.getFileName().toString(), bytes(files));
      }
    }
  }

  /// Where the files of a group are, if this token is one.
  Optional<Path> files(String token) {
    Path files = root.resolve(token).resolve(FILES);
    return Files.isDirectory(files) ? Optional.of(files) : Optional.empty();
  }

  /// A place for what an archive holds, emptied first.
  Path unpacked(String sha256) throws IOException {
    Path folder = root.resolve(sha256 + "-unpacked");
    delete(folder);
    return Files.createDirectories(folder);
  }

  /// Forgets what arrived under a token.
  void forget(String token) throws IOException {
    delete(root.resolve(token));
    delete(root.resolve(token + "-unpacked"));
  }

  /// Regular files at any depth, in a fixed order; links are not followed.
  static List<Path> regularFiles(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    }
  }

  private static long bytes(Path folder) throws IOException {
    long bytes = 0;
    for (Path file : regularFiles(folder)) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> all = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(from)) {
      walk.forEach(all::add);
    }
    for (Path one : all) {
      Path target = to.resolve(from.relativize(one).toString());
      if (Files.isDirectory(one, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(target);
      } else if (Files.isRegularFile(one, LinkOption.NOFOLLOW_LINKS)) {
        Files.copy(one, target);
        DicomFolder.sync(target);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path visited, @org.jspecify.annotations.Nullable IOException e) throws IOException {
            if (e != null) {
              throw e;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
