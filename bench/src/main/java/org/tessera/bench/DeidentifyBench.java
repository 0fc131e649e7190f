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
import org.tessera.dicom.DicomWriter;
import org.tessera.dicom.ReadOptions;
import org.tessera.dicom.Reading;
import org.tessera.dicom.Refusal;
import org.tessera.dicom.Tag;
import org.tessera.etl.deidentify.Deidentifier;
import org.tessera.etl.deidentify.Outcome;
import org.tessera.etl.deidentify.Profiles;
import org.tessera.etl.pseudonym.ImagePseudonyms;

/// De-identifies generated DICOM files and tells instances per second of the process's processor
/// time, compilation and garbage collection included.
///
/// Arguments: a scratch folder, and the profile (`research`). `b1` is 2,000 mixed files of 175 kB
/// in the mean, `b2` 1,000 CT images of 530 kB, each with the headers of a scanner: names,
/// descriptions, parameters, references, 40 private attributes.
public final class DeidentifyBench {
  private static final int HEADER_ROUNDS = 4;

  /// The compiler works on the engine for some ten thousand files; its work counts.
  private static final int ROUNDS = 12;

  private DeidentifyBench() {}

  /// Runs the measurement and prints it.
  public static void main(String[] words) throws IOException {
    Path scratch = Files.createDirectories(Path.of(words[0]).toAbsolutePath());
    String profile = words.length > 1 ? words[1] : "research";
    Path mixed = ScannerFiles.write(scratch.resolve("b1"), 2_000, new int[] {512, 192, 0, 208});
    Path images = ScannerFiles.write(scratch.resolve("b2"), 1_000, new int[] {512});
    Profiles profiles = Profiles.builtIn();
    for (Path folder : List.of(mixed, images)) {
      List<Path> files = files(folder);
      List<Path> tenTimes = Collections.nCopies(10, files).stream().flatMap(List::stream).toList();
      for (int round = 1; round <= HEADER_ROUNDS; round++) {
        measure(folder, round, "header, ten times", tenTimes, DeidentifyBench::header);
      }
      Path out = Files.createDirectories(scratch.resolve(folder.getFileName() + "-out"));
      for (int round = 1; round <= ROUNDS; round++) {
        clear(out);
        var deidentifier =
            Deidentifier.of(
                profiles,
                profiles.find(profile).orElseThrow(),
                ImagePseudonyms.forgotten(),
                number -> number);
        measure(
            folder, round, profile + ", write", files, file -> deidentify(deidentifier, file, out));
      }
      clear(out);
    }
  }

  private interface Work {
    void on(Path file) throws IOException;
  }

  private static void measure(Path folder, int round, String what, List<Path> files, Work work)
      throws IOException {
    long cpu = processorNanos();
    long wall = System.nanoTime();
    for (Path file : files) {
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
        files.size() / cpuSeconds,
        files.size() / wallSeconds);
  }

  private static long processorNanos() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }

  private static void header(Path file) throws IOException {
    if (opened(DicomReader.read(file, ReadOptions.header()))
        .dataSet()
        .string(Tag.SOPInstanceUID)
        .isEmpty()) {
      throw new IOException("no instance");
    }
  }

  private static void deidentify(Deidentifier deidentifier, Path file, Path out)
      throws IOException {
    Outcome outcome = deidentifier.apply(opened(DicomReader.read(file, ReadOptions.whole())));
    if (!(outcome instanceof Outcome.Cleared cleared)) {
      throw new IOException("not cleared: " + outcome);
    }
    DicomWriter.write(cleared.file(), out.resolve(file.getFileName()));
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

  private static void clear(Path folder) throws IOException {
    for (Path file : files(folder)) {
      Files.delete(file);
    }
  }
}
