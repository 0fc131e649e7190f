package org.tessera.etl.deidentify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomWriter;
import org.tessera.etl.deidentify.Outcome.Placement;

/// Instances as files below one folder: patient/study/series/instance.dcm, all by their new names.
final class InstanceFiles {
  private static final Pattern UID = Pattern.compile("\\d+(\\.\\d+)*");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final Path root;
  private final Set<Path> made = ConcurrentHashMap.newKeySet();
  private final AtomicLong scratch = new AtomicLong();

  /// What came of writing.
  enum Put {
    WRITTEN,
    ALREADY_THERE,
    OTHER_CONTENT
  }

  InstanceFiles(Path root) {
    this.root = root;
  }

  /// Writes beside the place and moves there, so that nobody ever sees half a file.
  Put put(DicomFile file, Placement placement) {
    Path folder =
        root.resolve(NAME.matcher(placement.patient()).matches() ? placement.patient() : "patient")
            .resolve(uid(placement.study(), "study"))
            .resolve(uid(placement.series(), "series"));
    Path target = folder.resolve(uid(placement.instance(), "instance") + ".dcm");
    Path part =
        folder.resolve(".part-" + ProcessHandle.current().pid() + "-" + scratch.incrementAndGet());
    try {
      if (!made.contains(folder)) {
        Files.createDirectories(folder);
        made.add(folder);
      }
      try {
        DicomWriter.write(file, part);
        return moved(part, target);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A link fails where a file is already: of two threads with one instance only one wins.
  private static Put moved(Path part, Path target) throws IOException {
    try {
      Files.createLink(target, part);
      return Put.WRITTEN;
    } catch (FileAlreadyExistsException _) {
      return Files.mismatch(part, target) < 0 ? Put.ALREADY_THERE : Put.OTHER_CONTENT;
    } catch (UnsupportedOperationException _) {
      if (Files.exists(target)) {
        return Files.mismatch(part, target) < 0 ? Put.ALREADY_THERE : Put.OTHER_CONTENT;
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      return Put.WRITTEN;
    }
  }

  /// What is no UID would name a place elsewhere.
  private static String uid(String uid, String otherwise) {
    return UID.matcher(uid).matches() ? uid : otherwise;
  }
}
