package org.tessera.app;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.Normalizer;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.tessera.etl.deidentify.Deidentifier;
import org.tessera.etl.deidentify.FolderRun;
import org.tessera.etl.deidentify.Profile;
import org.tessera.etl.deidentify.Profiles;
import org.tessera.etl.deidentify.RunReport;
import org.tessera.etl.pseudonym.Contexts;
import org.tessera.etl.pseudonym.ImagePseudonyms;
import org.tessera.mappings.Mappings;
import org.tessera.mappings.Study;
import org.tessera.vocabularies.Vocabularies;

/// The commands `tessera dicom deidentify` and `tessera dicom profiles`. They need the home's key
/// and rules, not the running node.
final class DicomCommands {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private final CommandLine line;
  private final PrintStream out;

  DicomCommands(CommandLine line, PrintStream out) {
    this.line = line;
    this.out = out;
  }

  /// Runs the command and returns its status: 0 when no file was refused, 1 otherwise.
  ///
  /// @throws IllegalArgumentException for a command that cannot be meant
  int run() throws IOException {
    Profiles profiles = Profiles.load(line.home().resolve("deidentification"));
    String command = line.arguments().isEmpty() ? "" : line.arguments().getFirst();
    return switch (command) {
      case "profiles" -> list(profiles);
      case "deidentify" -> deidentify(profiles);
      default ->
          throw new IllegalArgumentException(
              "expected dicom deidentify --profile NAME --in DIR --out DIR, or dicom profiles");
    };
  }

  private int list(Profiles profiles) {
    for (Profile profile : profiles.all()) {
      out.printf("%-22s%s%n", profile.name(), profile.title());
      out.printf("%-22s%s%n", "", profile.origin());
      out.printf(
          "%-22soptions: %s%n",
          "", profile.options().isEmpty() ? "none" : String.join(", ", profile.options()));
      if (profile.forgetsItsKey()) {
        out.printf("%-22sits key is forgotten after the run: there is no way back%n", "");
      }
    }
    return 0;
  }

  private int deidentify(Profiles profiles) throws IOException {
    String name = required("profile");
    Profile profile =
        profiles
            .find(name)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "there is no profile " + name + "; './tessera dicom profiles' lists them"));
    Path identified = identified();
    var folders =
        new FolderRun.Folders(Path.of(required("in")), Path.of(required("out")), identified);
    UnaryOperator<String> canonical = canonical();
    ImagePseudonyms pseudonyms =
        profile.forgetsItsKey()
            ? ImagePseudonyms.forgotten()
            : ImagePseudonyms.open(line.home(), context());
    Deidentifier deidentifier = Deidentifier.of(profiles, profile, pseudonyms, canonical);
    int threads = Runtime.getRuntime().availableProcessors();
    RunReport report;
    try {
      report = FolderRun.run(deidentifier, folders, threads);
    } catch (IOException e) {
      throw new IllegalStateException(
          "the run stopped, what was written is whole: " + e.getMessage());
    }
    out.printf("%s: %s%n", profile.name(), profile.title());
    out.print(report.summary());
    out.printf("Reports: %s%n", folders.out().resolve("reports"));
    if (report.refusedFiles() + report.heldInstances() > 0) {
      out.printf("Held pictures and the names of refused files: %s%n", identified);
    }
    if (line.study().isEmpty() && !profile.forgetsItsKey()) {
      out.println("No --study was named: these pseudonyms are the node's own, no form has them.");
    }
    return report.refusedFiles() == 0 ? 0 : 1;
  }

  private String required(String option) {
    String value = line.options().get(option);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("dicom deidentify needs --" + option);
    }
    return value;
  }

  /// A folder of this run's own, for the owner alone.
  private Path identified() throws IOException {
    String stamp = LocalDateTime.now(ZoneOffset.UTC).format(STAMP);
    Path quarantine = line.home().resolve("quarantine");
    Path folder = quarantine.resolve("dicom-" + stamp + "-" + ProcessHandle.current().pid());
    Files.createDirectories(
        quarantine,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return folder;
  }

  /// How the study's forms write a patient's number; without a study, small differences of writing
  /// are levelled all the same.
  private UnaryOperator<String> canonical() {
    if (line.study().isEmpty()) {
      return number ->
          Normalizer.normalize(number, Normalizer.Form.NFKC).strip().toUpperCase(Locale.ROOT);
    }
    Mappings mappings = Mappings.load(Vocabularies.builtIn(), line.home().resolve("studies"));
    Study study =
        mappings
            .study(line.study().get())
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "there is no study "
                        + line.study().get()
                        + "; there are "
                        + String.join(
                            ", ", mappings.studies().stream().map(Study::name).toList())));
    return study.patientKey()::canonical;
  }

  /// Studies that share their patients' pseudonyms share those of the images.
  private String context() throws IOException {
    var settings = new Properties();
    Path own = line.home().resolve("node.properties");
    if (Files.exists(own)) {
      try (var reader = Files.newBufferedReader(own)) {
        settings.load(reader);
      }
    }
    Contexts contexts = Contexts.parse(settings.getProperty("tessera.pseudonym.contexts", ""));
    return line.study().map(contexts::of).orElse("");
  }
}
