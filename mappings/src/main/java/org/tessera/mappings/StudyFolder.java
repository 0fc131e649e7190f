package org.tessera.mappings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.node.ObjectNode;

/// One study's folder as its author works on it: what is wrong with it, what is still a question,
/// and whether its worked examples hold.
public final class StudyFolder {
  private static final String QUESTION = "question";

  private final Path folder;
  private final String name;
  private final RuleFiles files;
  private final List<Problem> problems;
  private final Optional<Study> study;

  private StudyFolder(Path folder, String name, RuleFiles files, Vocabularies vocabularies) {
    this.folder = folder;
    this.name = name;
    this.files = files;
    Problems found = new Problems();
    String file = name + "/study.yaml";
    Optional<Study> compiled = Optional.empty();
    if (files.text(file).isEmpty()) {
      found.add(file, 1, "the folder has no study.yaml", "./tessera study new drafts one");
    } else {
      compiled = StudyCompiler.compile(vocabularies, files, file, found);
    }
    if (compiled.isPresent() && !compiled.get().name().equals(name)) {
      found.add(file, 1, "the study's name is not its folder's", "study: " + name);
    }
    this.problems = found.found().stream().map(this::placed).toList();
    this.study = compiled.filter(made -> found.found().isEmpty());
  }

  /// Reads a folder; the shared files that ship, and those of a folder `common` beside it, may be
  /// named by it.
  ///
  /// @throws java.io.UncheckedIOException if it cannot be read
  public static StudyFolder at(Vocabularies vocabularies, Path folder) {
    Path place = folder.toAbsolutePath().normalize();
    String name = String.valueOf(place.getFileName());
    RuleFiles files =
        RuleFiles.builtIn("studies")
            .with(RuleFiles.below(place.resolveSibling("common")).under("common"))
            .with(RuleFiles.below(place).under(name));
    return new StudyFolder(folder, name, files, vocabularies);
  }

  /// Everything that is wrong, each with its file as it lies on the disk.
  public List<Problem> problems() {
    return problems;
  }

  /// The study, if nothing is wrong with it.
  public Optional<Study> study() {
    return study;
  }

  /// The lines of its own files whose author left a question: `QUESTION` in a comment of YAML, or a
  /// comment of a code list that begins so.
  public List<Problem> questions() {
    List<Problem> questions = new ArrayList<>();
    for (String file : files.names()) {
      if (file.startsWith(name + "/")) {
        List<String> lines = files.text(file).orElse("").lines().toList();
        for (int at = 0; at < lines.size(); at++) {
          int found = question(file, lines.get(at));
          if (found >= 0) {
            String words = lines.get(at).substring(found + QUESTION.length());
            questions.add(
                placed(new Problem(file, at + 1, words.replaceAll("^[: ]+|[\", ]+$", ""), "")));
          }
        }
      }
    }
    return questions;
  }

  private static int question(String file, String line) {
    String low = line.toLowerCase(Locale.ROOT);
    int mark = file.endsWith(".yaml") ? low.indexOf('#') : 0;
    return mark < 0 ? -1 : low.indexOf(QUESTION + ":", mark);
  }

  /// The resources of a patient whose every cell is filled, each value of the code lists in turn: a
  /// way to see what the rules can make without any data.
  public List<ObjectNode> sampleResources() {
    return study.map(FilledRows::resources).orElse(List.of());
  }

  /// Counts what another definition makes other of a made-up patient for each value of the code
  /// lists; nothing where one of the two has something wrong with it.
  public void compare(StudyFolder after, Effect effect) {
    if (study.isPresent() && after.study.isPresent()) {
      for (PatientRecord record : FilledRows.records(study.get())) {
        effect.compare(
            FilledRows.mapped(study.get(), record), FilledRows.mapped(after.study.get(), record));
      }
    }
  }

  /// How a worked example came out.
  ///
  /// @param detail the first line that differs, or what is wrong; empty when it holds
  /// @param omop whether its rows of OMOP were looked at
  public record Example(Path file, Verdict verdict, String detail, boolean omop) {}

  /// Says what worked examples are in OMOP.
  @FunctionalInterface
  public interface InOmop {
    /// The rows of each example as text.
    ///
    /// @param fhir by example, rejections and resources as the expectation in FHIR has them
    Map<Path, String> rows(Map<Path, String> fhir) throws IOException;
  }

  /// What an example may come out as.
  public enum Verdict {
    HOLDS,
    DIFFERS,
    WITHOUT_EXPECTATION,
    BROKEN
  }

  /// Runs the worked examples of `golden/`, if nothing is wrong with the study. What an example is
  /// in OMOP is looked at where it says so itself.
  ///
  /// @param accept writes what the rows become now as the expectation, in FHIR and in OMOP
  public List<Example> examples(boolean accept, InOmop omop) throws IOException {
    Map<Path, Example> outcomes = new LinkedHashMap<>();
    Map<Path, String> inOmop = new LinkedHashMap<>();
    if (study.isPresent()) {
      for (Path file : WorkedExample.in(folder.resolve("golden"))) {
        run(new WorkedExample(study.get(), file), accept, outcomes, inOmop);
      }
    }
    if (!inOmop.isEmpty()) {
      for (Map.Entry<Path, String> rows : omop.rows(inOmop).entrySet()) {
        Path expectation = WorkedExample.rowsOf(rows.getKey());
        outcomes.put(
            rows.getKey(), held(rows.getKey(), expectation, rows.getValue(), accept, true));
      }
    }
    return List.copyOf(outcomes.values());
  }

  private static void run(
      WorkedExample example, boolean accept, Map<Path, Example> outcomes, Map<Path, String> inOmop)
      throws IOException {
    Path file = example.file();
    try {
      String actual = example.actual();
      Example held = held(file, example.expectation(), actual, accept, false);
      outcomes.put(file, held);
      if (held.verdict() == Verdict.HOLDS && (accept || Files.exists(WorkedExample.rowsOf(file)))) {
        inOmop.put(file, actual);
      }
    } catch (IllegalStateException e) {
      outcomes.put(file, new Example(file, Verdict.BROKEN, String.valueOf(e.getMessage()), false));
    }
  }

  private static Example held(
      Path file, Path expectation, String actual, boolean accept, boolean omop) throws IOException {
    if (accept) {
      Files.writeString(expectation, actual);
    }
    if (!Files.exists(expectation)) {
      return new Example(
          file, Verdict.WITHOUT_EXPECTATION, "run with --accept yes to write it", omop);
    }
    String expected = Files.readString(expectation);
    return expected.equals(actual)
        ? new Example(file, Verdict.HOLDS, "", omop)
        : new Example(
            file,
            Verdict.DIFFERS,
            (omop ? "in OMOP, " : "") + firstDifference(expected, actual),
            omop);
  }

  private static String firstDifference(String expected, String actual) {
    List<String> before = expected.lines().toList();
    List<String> now = actual.lines().toList();
    int at = 0;
    while (at < before.size() && at < now.size() && before.get(at).equals(now.get(at))) {
      at++;
    }
    return "line %d: expected %s, is %s".formatted(at + 1, line(before, at), line(now, at));
  }

  private static String line(List<String> lines, int at) {
    return at < lines.size() ? lines.get(at).strip() : "the end";
  }

  private Problem placed(Problem problem) {
    return problem.file().startsWith(name + "/")
        ? new Problem(
            folder.resolve(problem.file().substring(name.length() + 1)).toString(),
            problem.line(),
            problem.message(),
            problem.remedy())
        : problem;
  }
}
