package org.tessera.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.ReadOptions;
import org.tessera.dicom.Reading;
import org.tessera.dicom.Refusal;
import org.tessera.dicom.Tag;

/// Rounds over the files of a folder, told in instances per second of the process's processor time,
/// compilation and garbage collection included.
final class DicomRounds {
  private static final int HEADER_ROUNDS = 4;

  private final Path folder;
  private final List<Path> files;

  DicomRounds(Path folder) throws IOException {
    this.folder = folder;
    this.files = files(folder);
  }

  /// What is done with one file.
  @FunctionalInterface
  interface Work {
    void on(Path file) throws IOException;
  }

  /// Reads the headers. The clock ticks in hundredths of a second, which a single pass would feel.
  void headers() throws IOException {
    List<Path> tenTimes = Collections.nCopies(10, files).stream().flatMap(List::stream).toList();
    for (int round = 1; round <= HEADER_ROUNDS; round++) {
      measure(round, "header, ten times", tenTimes, DicomRounds::header);
    }
  }

  /// Does one round of work on every file.
  void run(int round, String what, Work work) throws IOException {
    measure(round, what, files, work);
  }

  private void measure(int round, String what, List<Path> worked, Work work) throws IOException {
    long cpu = processorNanos();
    long wall = System.nanoTime();
    for (Path file : worked) {
      work.on(file);
    }
    double cpuSeconds = (processorNanos() - cpu) / 1e9;
    double wallSeconds = (System.nanoTime() - wall) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%s round %d %-24s %8.0f /cpu-s %8.0f /s%n",
        folder.getFileName(),
        round,
        what,
        worked.size() / cpuSeconds,
        worked.size() / wallSeconds);
  }

  /// The file read whole.
  ///
  /// @throws IOException if it is refused
  static DicomFile whole(Path file) throws IOException {
    return opened(DicomReader.read(file, ReadOptions.whole()));
  }

  /// Empties a folder of files.
  static void clear(Path folder) throws IOException {
    for (Path file : files(folder)) {
      Files.delete(file);
    }
  }

  private static void header(Path file) throws IOException {
    DicomFile read = opened(DicomReader.read(file, ReadOptions.header()));
    if (read.dataSet().string(Tag.SOPInstanceUID).isEmpty()) {
      throw new IOException("no instance");
    }
  }

  private static DicomFile opened(Reading reading) throws IOException {
    return switch (reading) {
      case DicomFile file -> file;
      case Refusal refusal -> throw new IOException(refusal.reason());
    };
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static long processorNanos() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }
}
