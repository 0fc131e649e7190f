package org.tessera.etl.imaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Keeps a file of which nothing came beside its reason, in the identified zone, named after its
/// content.
final class Quarantine {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path folder;

  Quarantine(Path folder) {
    this.folder = folder;
  }

  /// Keeps a file; the same again is the same.
  ImageJournal.Refused keep(long delivery, ArrivedFile file, Trouble trouble) throws IOException {
    String sha256 = sha256(file.path());
    long bytes = Files.size(file.path());
    Path target = folder.resolve(sha256);
    try {
      Files.createLink(target, file.path());
    } catch (FileAlreadyExistsException e) {
      // The same content was refused before: each file has a reason of its own.
    } catch (UnsupportedOperationException e) {
      Files.copy(file.path(), target);
    }
    ObjectNode json =
        JSON.createObjectNode()
            .put("delivery", delivery)
            .put("file", file.ordinal())
            .put("name", file.name())
            .put("sha256", sha256)
            .put("bytes", bytes)
            .put("reason", trouble.rule())
            .put("atByte", trouble.atByte())
            .put("message", trouble.message())
            .put("remedy", trouble.remedy());
    Files.writeString(
        folder.resolve(sha256 + "-" + delivery + "-" + file.ordinal() + ".json"),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json));
    return new ImageJournal.Refused(
        file.ordinal(),
        trouble.rule(),
        trouble.atByte(),
        trouble.message(),
        trouble.remedy(),
        sha256,
        bytes);
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = DicomFolder.sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
