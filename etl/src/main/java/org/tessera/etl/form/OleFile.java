package org.tessera.etl.form;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import org.apache.poi.EncryptedDocumentException;
import org.apache.poi.poifs.crypt.Decryptor;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;

/// An OLE2 container: an old workbook (.xls), or the envelope of an encrypted one.
final class OleFile {
  private OleFile() {}

  static Workbook open(Path file, ReadingOptions options) throws IOException, Refusal {
    try (var container = new POIFSFileSystem(file.toFile(), true)) {
      if (container.getRoot().hasEntryCaseInsensitive("EncryptedPackage")) {
        return decrypted(container, options);
      }
      if (container.getRoot().hasEntryCaseInsensitive("Workbook")
          || container.getRoot().hasEntryCaseInsensitive("Book")) {
        return XlsWorkbook.open(file, options);
      }
      throw new Refusal.NoWorkbook(
          "the file is an old office document, not a workbook",
          "send the table as .xlsx, .xls, .csv or .tsv");
    } catch (EncryptedDocumentException locked) {
      var refusal = new Refusal.Locked("the workbook is locked with a protection not read here");
      refusal.initCause(locked);
      throw refusal;
    } catch (IOException | RuntimeException broken) {
      var refusal = new Refusal.Truncated("the workbook's container is damaged or incomplete");
      refusal.initCause(broken);
      throw refusal;
    }
  }

  /// Unlocks into a file that has no name by the time it is read, so that nothing readable is left
  /// behind whatever happens.
  private static Workbook decrypted(POIFSFileSystem container, ReadingOptions options)
      throws IOException, Refusal {
    Path plain = workFile();
    try {
      try (InputStream in = unlocked(container, options)) {
        Files.copy(in, plain, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
      return OoxmlWorkbook.open(plain, options);
    } finally {
      Files.deleteIfExists(plain);
    }
  }

  private static Path workFile() throws IOException {
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    return Files.createTempFile("delivery", ".part", owner);
  }

  static InputStream unlocked(POIFSFileSystem container, ReadingOptions options)
      throws IOException, Refusal {
    try {
      Decryptor decryptor = Decryptor.getInstance(new EncryptionInfo(container));
      String password = options.password().orElse(Decryptor.DEFAULT_PASSWORD);
      if (!decryptor.verifyPassword(password)) {
        throw new Refusal.Locked(
            options.password().isPresent()
                ? "the password given does not open the workbook"
                : "the workbook is locked with a password");
      }
      return decryptor.getDataStream(container);
    } catch (GeneralSecurityException unknown) {
      var refusal = new Refusal.Locked("the workbook is locked with a protection not read here");
      refusal.initCause(unknown);
      throw refusal;
    }
  }
}
