package org.tessera.etl.imaging;

import static java.util.Objects.requireNonNull;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomWriter;

/// De-identified instances as files named after the SHA-256 of their bytes: `dicom/ab/abcd…` for
/// those that may be used, `quarantine/` for pictures a person must look at first.
public final class DicomFolder {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final String PART = ".part-";
  private static final String HELD = "held-";

  private final Path kept;
  private final Path held;
  private final AtomicLong parts = new AtomicLong();
  private final ReentrantLock turn = new ReentrantLock();

  /// Opens the folders below a home, making them where they are not there; what a killed process
  /// had half written goes.
  public DicomFolder(Path home) throws IOException {
    this.kept = folder(home.resolve("dicom"));
    this.held = folder(home.resolve("quarantine"));
    try (var left = Files.newDirectoryStream(kept, PART + "*")) {
      for (Path part : left) {
        Files.deleteIfExists(part);
      }
    }
  }

  /// A file that was written.
  record Written(String sha256, long bytes, Path path) {}

  /// Writes an instance; the bytes are safe only after [#sync].
  ///
  /// @param forReview whether a person must look at it before it may be used
  Written write(DicomFile file, boolean forReview) throws IOException {
    Path part = kept.resolve(PART + parts.incrementAndGet());
    MessageDigest digest = sha256();
    try {
      try (OutputStream out =
          new BufferedOutputStream(
              new DigestOutputStream(Files.newOutputStream(part), digest), BUFFER_BYTES)) {
        DicomWriter.write(file, out);
      }
      String sha256 = HexFormat.of().formatHex(digest.digest());
      Path target = forReview ? heldPath(sha256) : path(sha256);
      long bytes = Files.size(part);
      try {
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (NoSuchFileException e) {
        place(target);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      }
      return new Written(sha256, bytes, target);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /// The folder a file is to stand in, itself on the disk for good.
  private void place(Path target) throws IOException {
    Files.createDirectories(requireNonNull(target.getParent()));
    sync(kept);
  }

  /// Brings files that were written to the disk for good, and that they are where they are.
  static void sync(Collection<Path> files) throws IOException {
    try {
      Stream.of(files, files.stream().map(Path::getParent).collect(Collectors.toSet()))
          .forEach(part -> part.parallelStream().forEach(DicomFolder::syncUnchecked));
    } catch (UncheckedIOException e) {
      throw new IOException(e.getCause());
    }
  }

  private static void syncUnchecked(Path path) {
    try {
      sync(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Brings a file that was written, or the names a folder holds, to the disk for good.
  static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Where an instance that may be used is.
  public Path path(String sha256) {
    return kept.resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  /// Where a picture is that a person must look at.
  public Path heldPath(String sha256) {
    return held.resolve(HELD + sha256);
  }

  /// The folder of what may not be used.
  Path quarantine() {
    return held;
  }

  long freeBytes() throws IOException {
    return Files.getFileStore(kept).getUsableSpace();
  }

  /// Held by whoever changes files and what the journal says of them together: people who decide on
  /// held pictures, and deliveries that come and go.
  ReentrantLock turn() {
    return turn;
  }

  /// Lets a picture be used that a person has looked at; may be repeated.
  ///
  /// @param heldElsewhere whether another instance of the same bytes stays held
  void release(String sha256, boolean heldElsewhere) throws IOException {
    Path target = path(sha256);
    Path from = heldPath(sha256);
    if (!Files.exists(from)) {
      return;
    }
    place(target);
    if (heldElsewhere) {
      Files.deleteIfExists(target);
      Files.createLink(target, from);
    } else {
      Files.move(from, target, StandardCopyOption.ATOMIC_MOVE);
    }
    sync(List.of(target));
    sync(held);
  }

  /// Deletes what nothing names any more, of the pictures to use or of those that are held.
  void delete(String sha256, boolean fromHeld) throws IOException {
    Files.deleteIfExists(fromHeld ? heldPath(sha256) : path(sha256));
  }

  /// Two digits a folder of pictures to use is named by.
  public static List<String> places() {
    return IntStream.range(0, 256).mapToObj("%02x"::formatted).toList();
  }

  /// What is in one of those folders, hash to bytes.
  public Map<String, Long> kept(String place) throws IOException {
    return sizes(kept.resolve(place), "");
  }

  /// What is held, hash to bytes.
  public Map<String, Long> held() throws IOException {
    return sizes(held, HELD);
  }

  private static Map<String, Long> sizes(Path folder, String prefix) throws IOException {
    Map<String, Long> sizes = new HashMap<>();
    if (!Files.isDirectory(folder)) {
      return sizes;
    }
    try (var files = Files.newDirectoryStream(folder, prefix + "*")) {
      for (Path file : files) {
        sizes.put(file.getFileName().toString().substring(prefix.length()), Files.size(file));
      }
    }
    return sizes;
  }

  private static Path folder(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    return folder;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
