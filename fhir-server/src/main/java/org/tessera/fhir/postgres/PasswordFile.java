package org.tessera.fhir.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/// A password the node gives itself, in a file that its own user alone may read.
public final class PasswordFile {
  private static final int BYTES = 24;

  private PasswordFile() {}

  /// The password in the file; where there is no file, a new one, which is put there whole or not
  /// at all.
  ///
  /// @throws IOException when the file cannot be read, or its folder not be written
  public static String readOrCreate(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] secret = new byte[BYTES];
      new SecureRandom().nextBytes(secret);
      Path fresh =
          Files.createTempFile(
              file.toAbsolutePath().getParent(),
              ".",
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(fresh, HexFormat.of().formatHex(secret));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).strip();
  }
}
