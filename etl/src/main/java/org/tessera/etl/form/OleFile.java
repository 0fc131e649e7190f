package org.tessera.etl.form;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
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

  private static final int HEADER_BYTES = 512;
  private static final int TABLES_IN_HEADER = 109;
  private static final int FREE = -1;

  static Workbook open(Path file, ReadingOptions options) throws IOException, Refusal {
    if (Files.size(file) < bytesUsed(file)) {
      throw new Refusal.Truncated("the workbook's container ends before its content does");
    }
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

  /// How long the file must at least be for the sectors it lists as used (MS-CFB 2.2 and 2.3). A
  /// copy that breaks off behind the sheets opens without an error, and is no less half-copied.
  private static long bytesUsed(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer header = read(channel, 0, HEADER_BYTES);
      int shift = header.remaining() < HEADER_BYTES ? 0 : header.getShort(0x1E);
      if (shift != 9 && shift != 12) {
        return HEADER_BYTES;
      }
      int sector = 1 << shift;
      long last = 0;
      long first = 0;
      for (int table = 0; table < TABLES_IN_HEADER; table++) {
        int at = header.getInt(0x4C + 4 * table);
        if (at < 0) {
          break;
        }
        ByteBuffer entries = read(channel, (at + 1L) * sector, sector);
        if (entries.remaining() < sector) {
          return (at + 2L) * sector;
        }
        for (int entry = 0; entry < sector / 4; entry++) {
          last = entries.getInt(4 * entry) == FREE ? last : first + entry;
        }
        first += sector / 4;
      }
      // The last sector may be written short.
      return (last + 1) * sector + 1;
    }
  }

  private static ByteBuffer read(FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) > 0) {}
    return bytes.flip();
  }
}
