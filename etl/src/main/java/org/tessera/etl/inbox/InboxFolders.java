package org.tessera.etl.inbox;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The folders people put workbooks into, one a study. What lies there names patients, so they are
/// made for the node's own user unless the operator declares otherwise; a folder that is there
/// keeps the permissions it has.
final class InboxFolders {
  private final Path inbox;
  private final Set<PosixFilePermission> permissions;
  private final Set<String> there = ConcurrentHashMap.newKeySet();

  /// @param permissions such as `rwxrwx---`
  InboxFolders(Path inbox, String permissions) {
    this.inbox = inbox;
    try {
      this.permissions = PosixFilePermissions.fromString(permissions);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "tessera.inbox.permissions looks like rwxrwx---, not like " + permissions, e);
    }
  }

  /// Makes the folders of studies that have come since.
  void open(Collection<String> studies) throws IOException {
    for (String study : studies) {
      if (!there.contains(study)) {
        create(study);
        there.add(study);
      }
    }
  }

  /// Makes a study's folder if it is not there.
  private void create(String study) throws IOException {
    Path folder = inbox.resolve(study);
    Files.createDirectories(inbox);
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(permissions));
    } catch (FileAlreadyExistsException e) {
      return;
    }
    // The process's umask may have taken some away.
    Files.setPosixFilePermissions(folder, permissions);
  }
}
