package org.tessera.etl.pseudonym;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The 256-bit key in `keys/pseudonym.key`, made at the first start and never changed afterwards:
/// with another key every patient would become somebody else.
final class PseudonymKey {
  static final String ALGORITHM = "HmacSHA512/256";
  private static final Logger log = LoggerFactory.getLogger(PseudonymKey.class);
  private static final int KEY_BYTES = 32;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private PseudonymKey() {}

  /// Reads the key, or makes one when the file is not there.
  ///
  /// @throws IllegalStateException if the file is damaged or others may read it
  static SecretKeySpec open(Path file) {
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      return read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SecretKeySpec read(Path file) throws IOException {
    if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
      throw new IllegalStateException(
          file + " may be read by others than its owner; run: chmod 600 " + file);
    }
    byte[] key;
    try {
      key = HexFormat.of().parseHex(Files.readString(file).strip());
    } catch (IllegalArgumentException e) {
      throw damaged(file);
    }
    if (key.length != KEY_BYTES) {
      throw damaged(file);
    }
    return new SecretKeySpec(key, ALGORITHM);
  }

  // The cause would quote the key's text.
  private static IllegalStateException damaged(Path file) {
    return new IllegalStateException(
        file + " is damaged; put back its copy, for a new key would separate every patient");
  }

  private static void create(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("no folder for " + file);
    }
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    Path scratch = Files.createTempFile(folder, "pseudonym", ".new");
    Files.setPosixFilePermissions(scratch, OWNER_ONLY);
    try (var channel = FileChannel.open(scratch, StandardOpenOption.WRITE)) {
      channel.write(
          ByteBuffer.wrap(
              (HexFormat.of().formatHex(key) + "\n").getBytes(StandardCharsets.US_ASCII)));
      channel.force(true);
    }
    Files.move(scratch, file, StandardCopyOption.ATOMIC_MOVE);
    log.warn(
        "A new pseudonym key was made. Back up {} now, apart from the data: without it nobody can"
            + " correct or withdraw a patient, and with it pseudonyms can be undone.",
        file.toAbsolutePath());
  }
}
