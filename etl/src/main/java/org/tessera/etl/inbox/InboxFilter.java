package org.tessera.etl.inbox;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.etl.Reception;

/// Which entries of the inbox are deliveries: plain files. Links and pipes are left alone, so are
/// the owner files a spreadsheet program keeps beside an open workbook, and images; while the disk
/// is full every file stays where it is.
final class InboxFilter implements GenericFileFilter<File> {
  private static final Logger log = LoggerFactory.getLogger(InboxFilter.class);

  private final Reception reception;
  private final ImageSweep images;
  private final Set<String> stuck = ConcurrentHashMap.newKeySet();
  private volatile boolean full;

  InboxFilter(Reception reception, ImageSweep images) {
    this.reception = reception;
    this.images = images;
  }

  @Override
  public boolean accept(GenericFile<File> file) {
    if (file.isDirectory()) {
      return !Files.isSymbolicLink(file.getFile().toPath());
    }
    Path path = file.getFile().toPath();
    String name = path.getFileName().toString();
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        && !name.startsWith("~$")
        && !name.startsWith(".")
        && !stuck.contains(identity(path))
        && !isImages(path)
        && room();
  }

  /// Images have a way in of their own.
  private boolean isImages(Path path) {
    try {
      return images.isImages(path);
    } catch (IOException e) {
      return true;
    }
  }

  /// A file that was taken in and could not be deleted is not taken again until it changes.
  void leave(Path file) {
    stuck.add(identity(file));
  }

  private boolean room() {
    try {
      boolean room = reception.hasRoom();
      if (room == full) {
        full = !room;
        log.warn(room ? "the disk has room again" : "the disk is full; the inbox waits");
      }
      return room;
    } catch (IOException e) {
      return false;
    }
  }

  private static String identity(Path file) {
    try {
      return file + "|" + Files.size(file) + "|" + Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      return file.toString();
    }
  }
}
