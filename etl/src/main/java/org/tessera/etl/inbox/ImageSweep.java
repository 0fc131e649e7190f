package org.tessera.etl.inbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.etl.Reception;
import org.tessera.etl.imaging.FileKind;
import org.tessera.etl.imaging.ImageArrivals;

/// Sweeps images out of the inbox: folders, loose instances and archives of them, once they stand
/// still. What lies in a study's folder at one time is one delivery, and it is moved, not copied.
final class ImageSweep {
  private static final Logger log = LoggerFactory.getLogger(ImageSweep.class);

  private final Path inbox;
  private final long settleMillis;
  private final Reception reception;
  private final ImageArrivals arrivals;
  private final Map<Path, Standing> standing = new HashMap<>();

  /// Asked by the filter of workbooks at the same time.
  private final Map<Path, Known> known = new ConcurrentHashMap<>();

  /// How a study's images stood, and since when they have stood so.
  private record Standing(List<Object> facts, long sinceMillis) {}

  /// What a loose file was found to be, as long as it does not change.
  private record Known(long bytes, long changedMillis, boolean images) {}

  ImageSweep(Path inbox, long settleMillis, Reception reception, ImageArrivals arrivals) {
    this.inbox = inbox;
    this.settleMillis = settleMillis;
    this.reception = reception;
    this.arrivals = arrivals;
  }

  /// Looks once at every study's folder.
  synchronized void poll(Iterable<String> studies) {
    for (String study : studies) {
      try {
        if (Files.isDirectory(inbox.resolve(study), LinkOption.NOFOLLOW_LINKS)
            && reception.hasRoom()) {
          poll(study);
        }
      } catch (IOException | UncheckedIOException e) {
        // The message may quote a file's name.
        log.warn("images of study {} wait: {}", study, e.getClass().getSimpleName());
      }
    }
  }

  private void poll(String study) throws IOException {
    Path folder = inbox.resolve(study);
    List<Path> entries = new ArrayList<>();
    try (Stream<Path> list = Files.list(folder)) {
      for (Path entry : list.sorted().toList()) {
        if (isImages(entry)) {
          entries.add(entry);
        }
      }
    }
    if (entries.isEmpty()) {
      standing.remove(folder);
      return;
    }
    List<Object> facts = facts(entries);
    Standing before = standing.get(folder);
    long now = System.currentTimeMillis();
    if (before == null || !before.facts.equals(facts)) {
      standing.put(folder, new Standing(facts, now));
    } else if (now - before.sinceMillis >= settleMillis) {
      standing.remove(folder);
      take(study, entries);
    }
  }

  /// Whether an entry of a study's folder is for this sweep; everything else is a workbook.
  boolean isImages(Path entry) throws IOException {
    String name = entry.getFileName().toString();
    if (name.startsWith(".") || name.startsWith("~$")) {
      return false;
    }
    if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
      return holdsFiles(entry);
    }
    if (!Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    long bytes = Files.size(entry);
    long changed = Files.getLastModifiedTime(entry).toMillis();
    Known before = known.get(entry);
    if (before != null && before.bytes == bytes && before.changedMillis == changed) {
      return before.images;
    }
    boolean images = FileKind.holdsImages(entry);
    known.put(entry, new Known(bytes, changed, images));
    return images;
  }

  private static boolean holdsFiles(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.anyMatch(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
    }
  }

  /// What changes while somebody still copies: names, sizes and times of all files.
  private static List<Object> facts(List<Path> entries) throws IOException {
    long files = 0;
    long bytes = 0;
    long names = 0;
    long newest = 0;
    for (Path entry : entries) {
      try (Stream<Path> walk = Files.walk(entry)) {
        for (Path file : (Iterable<Path>) walk::iterator) {
          if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            files++;
            bytes += Files.size(file);
            names += file.toString().hashCode();
            newest = Math.max(newest, Files.getLastModifiedTime(file).toMillis());
          }
        }
      }
    }
    return List.of(files, bytes, names, newest);
  }

  private void take(String study, List<Path> entries) throws IOException {
    String name =
        entries.size() == 1
            ? entries.getFirst().getFileName().toString()
            : entries.size() + " files and folders";
    var arriving = arrivals.open(new ImageArrivals.Label(study, oneLine(name), "inbox"));
    try {
      for (Path entry : entries) {
        arriving.move(entry);
        known.remove(entry);
      }
    } finally {
      // What could not be moved stays in the inbox and is a delivery of its own later.
      arriving.handOver();
    }
    forgetGone();
  }

  private static String oneLine(String name) {
    return name.replaceAll("\\R", " ");
  }

  private void forgetGone() {
    Set<Path> gone = new HashSet<>(known.keySet());
    gone.removeIf(Files::exists);
    gone.forEach(known::remove);
  }
}
