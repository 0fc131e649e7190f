package org.tessera.etl.form;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;

/// Writes a file, or locks what is written with a password.
final class LockedOutput {
  private LockedOutput() {}

  static OutputStream open(Path target, Optional<String> password) throws IOException {
    return password.isEmpty() ? Files.newOutputStream(target) : locked(target, password.get());
  }

  private static OutputStream locked(Path target, String password) throws IOException {
    var container = new POIFSFileSystem();
    try {
      Encryptor encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
      encryptor.confirmPassword(password);
      OutputStream inner = encryptor.getDataStream(container);
      return new java.io.FilterOutputStream(inner) {
        private boolean closed;

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
          if (closed) {
            return;
          }
          closed = true;
          super.close();
          try (container;
              OutputStream file = Files.newOutputStream(target)) {
            container.writeFilesystem(file);
          }
        }
      };
    } catch (GeneralSecurityException missing) {
      container.close();
      throw new IOException("this machine cannot encrypt a workbook", missing);
    }
  }
}
