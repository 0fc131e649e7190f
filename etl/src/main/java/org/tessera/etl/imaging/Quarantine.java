package org.tessera.etl.imaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
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
    long bytes = Files.size(file.path());
    String number = delivery + "-" + file.ordinal();
    Optional<String> hash = sha256(file.path());
    String name = hash.orElse("unreadable-" + number);
    if (hash.isPresent()) {
      link(file.path(), folder.resolve(name));
      DicomFolder.sync(folder.resolve(name));
    } else {
      linkOrMove(file.path(), folder.resolve(name));
    }
    ObjectNode json =
        JSON.createObjectNode()
            .put("delivery", delivery)
            .put("file", file.ordinal())
            .put("name", file.name())
            .put("sha256", hash.orElse(""))
            .put("bytes", bytes)
            .put("reason", trouble.rule())
            .put("atByte", trouble.atByte())
            .put("message", trouble.message())
            .put("remedy", trouble.remedy());
    Files.writeString(
        folder.resolve(hash.map(known -> known + "-" + number).orElse(name) + ".json"),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json));
    return new ImageJournal.Refused(
        file.ordinal(),
        trouble.rule(),
        trouble.atByte(),
        trouble.message(),
        trouble.remedy(),
        hash.orElse(""),
        bytes);
  }

  private static void link(Path file, Path target) throws IOException {
    try {
      Files.createLink(target, file);
    } catch (FileAlreadyExistsException e) {
      // The same content was refused before: each file has a reason of its own.
    } catch (UnsupportedOperationException e) {
      Files.copy(file, target);
    }
  }

  /// What may not be read may not be linked either, on most systems; it can be moved.
  private static void linkOrMove(Path file, Path target) throws IOException {
    try {
      link(file, target);
    } catch (IOException e) {
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /// Nothing when the file cannot be read.
  private static Optional<String> sha256(Path file) {
    MessageDigest digest = DicomFolder.sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.of(HexFormat.of().formatHex(digest.digest()));
  }
}
