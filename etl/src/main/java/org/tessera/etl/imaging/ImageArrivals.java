package org.tessera.etl.imaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files on their way in that belong together, each group in a folder of its own below `arriving/`
/// until its delivery is through. Like the archive it is for the owner alone.
public final class ImageArrivals {
  private static final Logger log = LoggerFactory.getLogger(ImageArrivals.class);
  private static final String FILES = "files";
  private static final String LABEL = "label";
  private static final String UNPACKED = "-unpacked";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path root;
  private final Desk desk;

  /// Groups that nobody need take up: they are being filled, or the journal has them.
  private final Set<String> inHand = ConcurrentHashMap.newKeySet();

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
  /// @param via `inbox`, `stow`, `c-store`, `c-move` or `wado`
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
    inHand.add(token);
    try {
      Files.createDirectory(folder);
      write(folder.resolve(LABEL), String.join("\n", label.study, label.via, label.name));
      // Whose files they are is on the disk before the first of them.
      Files.createDirectory(folder.resolve(FILES));
      DicomFolder.sync(folder);
      DicomFolder.sync(root);
    } catch (IOException e) {
      inHand.remove(token);
      throw e;
    }
    return new Arriving(label, token, folder.resolve(FILES));
  }

  private static void write(Path file, String text) throws IOException {
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      Channels.newOutputStream(channel).write(text.getBytes(StandardCharsets.UTF_8));
      channel.force(true);
    }
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
        copyWhole(from, to);
        delete(from);
      }
      count.incrementAndGet();
    }

    /// Moves a single file in under the next number; when this returns it is there for good.
    public void take(Path from) throws IOException {
      long number = count.incrementAndGet();
      Files.move(from, files.resolve("%09d".formatted(number)), StandardCopyOption.ATOMIC_MOVE);
      DicomFolder.sync(files);
    }

    /// Writes a file; when this returns its content is on the disk for good.
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

    /// Receives what is in as a delivery. Where that fails it is tried again later, whether the
    /// caller does or not.
    ///
    /// @return its number
    public long close() throws IOException {
      try {
        DicomFolder.sync(files);
        return desk.receive(label, token, bytes(files));
      } catch (IOException | RuntimeException e) {
        inHand.remove(token);
        throw e;
      }
    }

    /// The same for whoever has nobody to answer to, with whatever is in.
    public void handOver() {
      try {
        if (isEmpty(files)) {
          discard();
        } else {
          close();
        }
      } catch (IOException | RuntimeException e) {
        // The message may quote a file's name.
        inHand.remove(token);
        log.warn("a group of images waits to be received: {}", e.getClass().getSimpleName());
      }
    }

    /// Lets go of a group that is not to be received.
    public void discard() throws IOException {
      delete(root.resolve(token));
      inHand.remove(token);
    }
  }

  /// Clears up after a process that was killed: what it had unpacked goes, the groups it left
  /// unreceived become deliveries.
  void start() throws IOException {
    for (Path folder : folders()) {
      if (folder.toString().endsWith(UNPACKED)) {
        delete(folder);
      }
    }
    recover();
  }

  /// Groups that are in nobody's hand, because their receipt failed or their process was killed,
  /// become deliveries now.
  public void recover() throws IOException {
    Optional<IOException> trouble = Optional.empty();
    for (String token : tokens()) {
      try {
        if (!inHand.contains(token)) {
          recover(token, root.resolve(token));
        }
      } catch (IOException e) {
        // One that cannot be read keeps none of the others.
        trouble = Optional.of(e);
      }
    }
    if (trouble.isPresent()) {
      throw trouble.get();
    }
  }

  private void recover(String token, Path folder) throws IOException {
    Path files = folder.resolve(FILES);
    if (isEmpty(files)) {
      delete(folder);
      return;
    }
    String[] lines = Files.exists(folder.resolve(LABEL)) ? labelled(folder) : new String[0];
    // Nothing else can be done for either while this process lives.
    inHand.add(token);
    if (lines.length < 3) {
      log.error(
          "the files in arriving/{} have no label that says for which study they are; move them"
              + " into its folder in the inbox",
          token);
      return;
    }
    try {
      desk.receive(new Label(lines[0], lines[2], lines[1]), token, bytes(files));
    } catch (IOException | RuntimeException e) {
      inHand.remove(token);
      throw e;
    }
  }

  private static String[] labelled(Path folder) throws IOException {
    String label = new String(Files.readAllBytes(folder.resolve(LABEL)), StandardCharsets.UTF_8);
    return label.split("\n", 3);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return true;
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.findAny().isEmpty();
    }
  }

  private List<Path> folders() throws IOException {
    try (Stream<Path> list = Files.list(root)) {
      return list.filter(Files::isDirectory).toList();
    }
  }

  /// The groups that are here.
  public List<String> tokens() throws IOException {
    return folders().stream()
        .map(folder -> folder.getFileName().toString())
        .filter(name -> name.matches("[0-9a-f]{64}"))
        .toList();
  }

  /// Where the files of a group are, if this token is one.
  Optional<Path> files(String token) {
    Path files = root.resolve(token).resolve(FILES);
    return Files.isDirectory(files) ? Optional.of(files) : Optional.empty();
  }

  /// A place for what an archive holds, emptied first.
  Path unpacked(String sha256) throws IOException {
    clear(sha256);
    return Files.createDirectories(root.resolve(sha256 + UNPACKED));
  }

  /// Forgets what was unpacked of a delivery.
  void clear(String token) throws IOException {
    delete(root.resolve(token + UNPACKED));
  }

  /// Forgets what arrived under a token.
  void forget(String token) throws IOException {
    delete(root.resolve(token));
    inHand.remove(token);
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

  private static void copyWhole(Path from, Path to) throws IOException {
    try {
      copy(from, to);
    } catch (IOException | RuntimeException e) {
      delete(to);
      throw e;
    }
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
