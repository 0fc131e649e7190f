package org.tessera.etl;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// The identified zone: the folders `archive/`, `quarantine/` and `reports/`, for their owner only.
///
/// Delivered files hold patient numbers and their names do too, so a file here is named after the
/// SHA-256 of its content. What is in quarantine is also in the archive: a link, not a second copy.
public final class Zone {
  private final Path archive;
  private final Path quarantine;
  private final Path reports;

  /// Creates the folders below `home` that are not there yet.
  public Zone(Path home) throws IOException {
    this.archive = folder(home, "archive");
    this.quarantine = folder(home, "quarantine");
    this.reports = folder(home, "reports");
  }

  /// What is not in the archive yet; goes when closed, unless it was put there.
  record Scratch(Path path, String sha256, long bytes) implements Closeable {
    @Override
    public void close() throws IOException {
      Files.deleteIfExists(path);
    }
  }

  /// Copies a stream to where it waits for its place in the archive; its content is on the disk for
  /// good then.
  Scratch write(InputStream content) throws IOException {
    MessageDigest digest = sha256();
    Path scratch = Files.createTempFile(archive, "arriving", "");
    try (var channel = FileChannel.open(scratch, StandardOpenOption.WRITE);
        OutputStream out = Channels.newOutputStream(channel)) {
      long bytes = new DigestInputStream(content, digest).transferTo(out);
      channel.force(true);
      return new Scratch(scratch, HexFormat.of().formatHex(digest.digest()), bytes);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(scratch);
      throw e;
    }
  }

  /// Puts what was written into the archive for good.
  void archive(Scratch scratch) throws IOException {
    Files.move(scratch.path, archived(scratch.sha256), StandardCopyOption.ATOMIC_MOVE);
    sync(archive);
  }

  /// The hashes under which the archive holds something.
  List<String> hashes() throws IOException {
    try (Stream<Path> files = Files.list(archive)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("[0-9a-f]{64}"))
          .toList();
    }
  }

  /// Where the archive keeps a delivery's content.
  public Path archived(String sha256) {
    return archive.resolve(sha256);
  }

  /// Where workbooks for their owners are written.
  public Path reports() {
    return reports;
  }

  /// Bytes that can still be written.
  public long freeBytes() throws IOException {
    return Files.getFileStore(archive).getUsableSpace();
  }

  /// Puts a delivery's file into quarantine beside the reason as JSON.
  void quarantine(Delivery delivery, String reasonJson) throws IOException {
    Path file = quarantine.resolve(delivery.sha256());
    try {
      // A folder of images stays where it arrived.
      if (Files.exists(archived(delivery.sha256()))) {
        Files.createLink(file, archived(delivery.sha256()));
      }
    } catch (FileAlreadyExistsException e) {
      // The same bytes failed before: each delivery has a reason of its own.
    } catch (UnsupportedOperationException e) {
      Files.copy(archived(delivery.sha256()), file, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.writeString(reason(delivery), reasonJson);
    sync(quarantine);
  }

  /// Takes the reason back when a delivery is tried again.
  void release(Delivery delivery) throws IOException {
    Files.deleteIfExists(reason(delivery));
    try (var left = Files.newDirectoryStream(quarantine, delivery.sha256() + "-*")) {
      if (!left.iterator().hasNext()) {
        Files.deleteIfExists(quarantine.resolve(delivery.sha256()));
      }
    }
  }

  private Path reason(Delivery delivery) {
    return quarantine.resolve(delivery.sha256() + "-" + delivery.id() + ".json");
  }

  private static Path folder(Path home, String name) throws IOException {
    Path folder = home.resolve(name);
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    return folder;
  }

  private static void sync(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
