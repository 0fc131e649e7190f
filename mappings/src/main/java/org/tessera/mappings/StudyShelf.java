package org.tessera.mappings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tessera.vocabularies.Vocabularies;

/// The studies of a node while it runs: takes in new definitions, all or nothing.
///
/// What is taken in stands in the node's own folder of studies and counts from then on for every
/// delivery; what was loaded before stays as it was until it is read again.
public final class StudyShelf {
  private static final Pattern FILE =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,80}\\.(yaml|csv)");

  private final Vocabularies vocabularies;
  private final Path folder;
  private final Mappings live;

  /// @param folder the node's own studies, made when it is needed
  /// @param live the mappings everybody holds
  public StudyShelf(Vocabularies vocabularies, Path folder, Mappings live) {
    this.vocabularies = vocabularies;
    this.folder = folder;
    this.live = live;
  }

  /// Completes what a killed process was taking in; to be called before a home's studies are read.
  ///
  /// @param folder the node's own studies
  public static void complete(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> studies;
    try (Stream<Path> all = Files.list(folder)) {
      studies = all.filter(Files::isDirectory).toList();
    }
    for (Path study : studies) {
      FilePlacement.complete(study);
    }
  }

  /// A definition that can be taken in.
  ///
  /// @param study what it is with the codes that were accepted here
  /// @param lost accepted codes whose values its lists no longer hold
  public record Fitting(Study study, List<String> lost) {}

  /// A study as these files define it, without taking them in.
  ///
  /// @param files texts by their names within the study's folder
  /// @throws BrokenRules with everything that is wrong with them
  /// @throws IllegalArgumentException for a name that cannot be a file of a study
  public Fitting compiled(String study, Map<String, String> files) {
    Made made = made(study, files);
    return new Fitting(made.mappings().study(study).orElseThrow(), made.lost());
  }

  /// Takes in these files of a study and lets it count. Codes that were accepted here stay, beside
  /// those the files bring.
  ///
  /// @throws BrokenRules with everything that is wrong with them; then nothing has changed
  public synchronized void install(String study, Map<String, String> files) throws IOException {
    take(study, made(study, files));
  }

  /// @param placed the files as they will stand, by their names among all studies
  private record Made(Mappings mappings, Map<String, String> placed, List<String> lost) {}

  private Made made(String study, Map<String, String> files) {
    Map<String, String> placed = placed(study, files);
    String name = study + "/" + StudyCompiler.ACCEPTED;
    Optional<String> here = here().text(name);
    String sent = placed.getOrDefault(name, "");
    // What was sent is judged by itself first, so that what is wrong with it is told with its
    // lines.
    Map<String, String> judged = new TreeMap<>(placed);
    judged.put(name, sent);
    Mappings alone = compile(judged);
    if (here.isEmpty() || here.get().equals(sent)) {
      return new Made(alone, placed, List.of());
    }
    AcceptedCodes accepted = AcceptedCodes.read(here.get());
    AcceptedCodes fitting = accepted.fitting(alone.study(study).orElseThrow().codes());
    // Written even when no line is left: with the file that stands there no node would start.
    placed.put(name, AcceptedCodes.read(sent).and(fitting).text());
    return new Made(compile(placed), placed, accepted.without(fitting));
  }

  private void take(String study, Made made) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    made.placed().forEach((name, text) -> texts.put(name.substring(name.indexOf('/') + 1), text));
    FilePlacement.put(folder.resolve(study), texts);
    live.adopt(made.mappings());
  }

  /// A code somebody decided on for a value.
  ///
  /// @param code the code as `system|value`
  /// @param relationship as `codes.csv` has it
  public record Accepted(
      String list, String value, String code, String relationship, String comment) {}

  /// Takes in codes somebody accepted for values of a study's lists, and lets them count; those the
  /// lists have already are passed over.
  ///
  /// @return how many were taken in
  /// @param author who accepted them
  /// @param day `yyyy-MM-dd`
  /// @throws BrokenRules with everything that is wrong with them; then nothing has changed
  public synchronized int accept(String study, List<Accepted> codes, String author, String day)
      throws IOException {
    List<Accepted> added = codes.stream().filter(each -> !known(study, each)).toList();
    if (added.isEmpty()) {
      return 0;
    }
    String name = study + "/" + StudyCompiler.ACCEPTED;
    AcceptedCodes all = AcceptedCodes.read(here().text(name).orElse(""));
    for (Accepted each : added) {
      all = all.and(each, author, day);
    }
    Map<String, String> placed = new TreeMap<>(Map.of(name, all.text()));
    take(study, new Made(compile(placed), placed, List.of()));
    return added.size();
  }

  private boolean known(String study, Accepted accepted) {
    return live.study(study).stream()
        .flatMap(found -> found.codes().entries(accepted.list()).stream())
        .filter(entry -> entry.value().equals(accepted.value()))
        .flatMap(entry -> entry.code().stream())
        .anyMatch(code -> (code.system() + "|" + code.value()).equals(accepted.code()));
  }

  /// What ships and what this node has.
  private RuleFiles here() {
    return RuleFiles.builtIn("studies").with(RuleFiles.below(folder));
  }

  private Mappings compile(Map<String, String> placed) {
    return Mappings.of(vocabularies, here().with(new RuleFiles(placed)));
  }

  private static Map<String, String> placed(String study, Map<String, String> files) {
    List<String> strange = new ArrayList<>();
    Map<String, String> placed = new TreeMap<>();
    files.forEach((name, text) -> {
      if (!FILE.matcher(name).matches()) {
        strange.add(name);
      }
      placed.put(study + "/" + name, text);
    });
    if (!strange.isEmpty() || !study.matches("[a-z0-9][a-z0-9-]{0,30}")) {
      throw new IllegalArgumentException(
          "no files of a study: " + (strange.isEmpty() ? study : String.join(", ", strange)));
    }
    return placed;
  }
}
