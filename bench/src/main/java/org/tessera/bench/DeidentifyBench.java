package org.tessera.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tessera.dicom.DicomWriter;
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
      var rounds = new DicomRounds(folder);
      rounds.headers();
      Path out = Files.createDirectories(scratch.resolve(folder.getFileName() + "-out"));
      for (int round = 1; round <= ROUNDS; round++) {
        DicomRounds.clear(out);
        var deidentifier =
            Deidentifier.of(
                profiles,
                profiles.find(profile).orElseThrow(),
                ImagePseudonyms.forgotten(),
                number -> number);
        rounds.run(round, profile + ", write", file -> deidentify(deidentifier, file, out));
      }
      DicomRounds.clear(out);
    }
  }

  private static void deidentify(Deidentifier deidentifier, Path file, Path out)
      throws IOException {
    Outcome outcome = deidentifier.apply(DicomRounds.whole(file));
    if (!(outcome instanceof Outcome.Cleared cleared)) {
      throw new IOException("not cleared: " + outcome);
    }
    DicomWriter.write(cleared.file(), out.resolve(file.getFileName()));
  }
}
