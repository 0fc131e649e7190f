package org.tessera.mappings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.tessera.vocabularies.Vocabularies;

/// The studies of a node while it runs: takes in new definitions, all or nothing.
///
/// What is taken in stands in the node's own folder of studies and counts from then on for every
/// delivery; what was loaded before stays as it was until it is read again.
public final class StudyShelf {
  private static final Pattern FILE =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,80}\\.(yaml|csv)");
  private static final String HEADER =
      "list,value,label,system,code,display,relationship,comment,author,date\n";

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

  /// A study as these files define it, without taking them in.
  ///
  /// @param files texts by their names within the study's folder
  /// @throws BrokenRules with everything that is wrong with them
  /// @throws IllegalArgumentException for a name that cannot be a file of a study
  public Study compiled(String study, Map<String, String> files) {
    return compile(placed(study, files)).study(study).orElseThrow();
  }

  /// Takes in these files of a study and lets it count.
  ///
  /// @throws BrokenRules with everything that is wrong with them; then nothing has changed
  public synchronized void install(String study, Map<String, String> files) throws IOException {
    Map<String, String> placed = placed(study, files);
    Mappings made = compile(placed);
    Path target = Files.createDirectories(folder.resolve(study));
    for (Map.Entry<String, String> file : placed.entrySet()) {
      write(target.resolve(Path.of(file.getKey()).getFileName()), file.getValue());
    }
    live.adopt(made);
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
    Path file = folder.resolve(study).resolve(StudyCompiler.ACCEPTED);
    StringBuilder text = new StringBuilder(Files.exists(file) ? Files.readString(file) : HEADER);
    List<Accepted> added = codes.stream().filter(each -> !known(study, each)).toList();
    if (added.isEmpty()) {
      return 0;
    }
    for (Accepted each : added) {
      int bar = each.code().lastIndexOf('|');
      List<String> fields =
          List.of(
              each.list(),
              each.value(),
              "",
              each.code().substring(0, Math.max(0, bar)),
              each.code().substring(bar + 1),
              "",
              each.relationship(),
              each.comment(),
              author,
              day);
      text.append(String.join(",", fields.stream().map(StudyShelf::quoted).toList())).append('\n');
    }
    install(study, Map.of(StudyCompiler.ACCEPTED, text.toString()));
    return added.size();
  }

  private boolean known(String study, Accepted accepted) {
    return live.study(study).stream()
        .flatMap(found -> found.codes().entries(accepted.list()).stream())
        .filter(entry -> entry.value().equals(accepted.value()))
        .flatMap(entry -> entry.code().stream())
        .anyMatch(code -> (code.system() + "|" + code.value()).equals(accepted.code()));
  }

  /// The text of the codes that were accepted for a study so far, empty for none.
  public String accepted(String study) throws IOException {
    Path file = folder.resolve(study).resolve(StudyCompiler.ACCEPTED);
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"").replaceAll("[\\r\\n]+", " ") + '"';
  }

  private Mappings compile(Map<String, String> placed) {
    RuleFiles all =
        RuleFiles.builtIn("studies").with(RuleFiles.below(folder)).with(new RuleFiles(placed));
    return Mappings.of(vocabularies, all);
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
    return new HashMap<>(placed);
  }

  /// Beside its place first, so that a full disk leaves the old file whole.
  private static void write(Path file, String text) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(beside, text);
    Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
