package org.tessera.etl.imaging;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomWriter;

/// De-identified instances as files named after the SHA-256 of their bytes: `dicom/ab/abcd…` for
/// those that may be used, `quarantine/` for pictures a person must look at first.
public final class DicomFolder {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final String PART = ".part-";

  private final Path kept;
  private final Path held;
  private final AtomicLong parts = new AtomicLong();

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
        Files.createDirectories(java.util.Objects.requireNonNull(target.getParent()));
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      }
      return new Written(sha256, bytes, target);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /// Brings a file that was written to the disk for good.
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
    return held.resolve("held-" + sha256);
  }

  /// The folder of what may not be used.
  Path quarantine() {
    return held;
  }

  long freeBytes() throws IOException {
    return Files.getFileStore(kept).getUsableSpace();
  }

  /// Lets a picture be used that a person has looked at; may be repeated.
  void release(String sha256) throws IOException {
    Path target = path(sha256);
    if (Files.exists(heldPath(sha256))) {
      Files.createDirectories(java.util.Objects.requireNonNull(target.getParent()));
      Files.move(heldPath(sha256), target, StandardCopyOption.ATOMIC_MOVE);
      sync(target);
    }
  }

  /// Deletes what nothing names any more.
  void delete(String sha256) throws IOException {
    Files.deleteIfExists(path(sha256));
    Files.deleteIfExists(heldPath(sha256));
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
