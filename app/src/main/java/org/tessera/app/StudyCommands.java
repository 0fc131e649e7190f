package org.tessera.app;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tessera.app.web.StudyWords;
import org.tessera.etl.form.WorkbookTemplate;
import org.tessera.fhir.structure.Issue;
import org.tessera.fhir.structure.StructureCheck;
import org.tessera.mappings.CodeEntry;
import org.tessera.mappings.DefinitionDiff;
import org.tessera.mappings.Effect;
import org.tessera.mappings.Form;
import org.tessera.mappings.Mappings;
import org.tessera.mappings.Problem;
import org.tessera.mappings.Study;
import org.tessera.mappings.StudyFolder;
import org.tessera.mappings.authoring.StudyDraft;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.node.ObjectNode;

/// `./tessera study …`: what an author does with a study's folder. None of it needs a running node.
final class StudyCommands {
  private static final String USAGE =
      "expected study new NAME --from FILE [--out DIR], study check FOLDER, study test FOLDER"
          + " [--accept yes], study template FOLDER|NAME --out FILE.xlsx, or study diff A B";
  private static final int ISSUES_SHOWN = 40;
  private static final long DICTIONARY_BYTES_MAX = 20_000_000;

  private final CommandLine line;
  private final PrintStream out;

  StudyCommands(CommandLine line, PrintStream out) {
    this.line = line;
    this.out = out;
  }

  /// Runs the command and returns its status: 0 when all is well, 1 when something is to be mended.
  ///
  /// @throws IllegalArgumentException for a command that cannot be meant
  int run() throws IOException {
    List<String> words = line.arguments();
    if (words.size() == 3 && words.getFirst().equals("diff")) {
      return diff(folder(words.get(1)), folder(words.getLast()));
    }
    if (words.size() != 2) {
      throw new IllegalArgumentException(USAGE);
    }
    return switch (words.getFirst()) {
      case "new" -> draft();
      case "check" -> check(folder());
      case "test" -> test(folder());
      case "template" -> template();
      default -> throw new IllegalArgumentException(USAGE);
    };
  }

  private int draft() throws IOException {
    String name = line.arguments().getLast();
    String from = line.options().get("from");
    if (from == null || !name.matches("[a-z0-9][a-z0-9-]{0,30}")) {
      throw new IllegalArgumentException(
          "expected study new NAME --from FILE: the name in lower-case letters, digits and -");
    }
    Path file = Path.of(from);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("there is no file " + from);
    }
    Path folder = Path.of(line.options().getOrDefault("out", ".")).resolve(name);
    if (Files.exists(folder)) {
      throw new IllegalArgumentException(folder + " is there already; nothing is written over it");
    }
    Vocabularies vocabularies = HomeVocabularies.of(line.home());
    StudyDraft.Result draft = drafted(name, file, vocabularies);
    Files.createDirectories(folder);
    for (Map.Entry<String, String> text : draft.files().entrySet()) {
      Files.writeString(folder.resolve(text.getKey()), text.getValue());
    }
    out.printf("%s is drafted: %s.%n", folder, String.join("; ", draft.summary()));
    StudyFolder written = StudyFolder.at(vocabularies, folder);
    written.problems().forEach(out::println);
    out.printf(
        "%d questions wait for you in its files: ./tessera study check %s lists them.%n",
        written.questions().size(), folder);
    return written.problems().isEmpty() ? 0 : 1;
  }

  private static StudyDraft.Result drafted(String name, Path file, Vocabularies vocabularies)
      throws IOException {
    String origin = "a file of " + Files.size(file) + " bytes";
    String text = "";
    if (Files.size(file) < DICTIONARY_BYTES_MAX) {
      text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
    return StudyDraft.isDictionary(text)
        ? StudyDraft.ofDictionary(name, "a REDCap data dictionary", text, vocabularies)
        : StudyDraft.ofTables(name, origin, SheetTables.of(file), vocabularies);
  }

  private StudyFolder folder() {
    return folder(line.arguments().getLast());
  }

  private StudyFolder folder(String named) {
    Path folder = Path.of(named);
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("there is no folder " + folder);
    }
    return StudyFolder.at(HomeVocabularies.of(line.home()), folder);
  }

  /// What two folders say differently, and what that does to made-up patients, one for each value
  /// of the first folder's code lists.
  private int diff(StudyFolder before, StudyFolder after) throws IOException {
    if (before.study().isEmpty() || after.study().isEmpty()) {
      Stream.of(before, after).flatMap(each -> each.problems().stream()).forEach(out::println);
      out.println("Only definitions without a problem are compared.");
      return 1;
    }
    out.print(StudyWords.differences(DefinitionDiff.of(before.study().get(), after.study().get())));
    try (ScratchOmop scratch = ScratchOmop.start()) {
      var effect = new Effect(scratch.rows()::rows);
      before.compare(after, effect);
      out.print(StudyWords.effect(effect));
    }
    return 0;
  }

  private int check(StudyFolder folder) {
    folder.problems().forEach(out::println);
    if (folder.study().isEmpty()) {
      out.printf("%d to mend; nothing of this study loads until then.%n", folder.problems().size());
      return 1;
    }
    Study study = folder.study().get();
    describe(study);
    for (Problem question : folder.questions()) {
      out.printf(
          "%s:%d: open question: %s%n", question.file(), question.line(), question.message());
    }
    Map<String, Integer> issues = issues(folder.sampleResources());
    issues.entrySet().stream()
        .limit(ISSUES_SHOWN)
        .forEach(issue -> out.println("not FHIR: " + issue.getKey()));
    out.printf(
        "The study loads. %s; %s.%n",
        folder.questions().isEmpty()
            ? "No open question"
            : "%d open questions".formatted(folder.questions().size()),
        issues.isEmpty()
            ? "what its rules make is FHIR"
            : "%d elements its rules make are not FHIR".formatted(issues.size()));
    return issues.isEmpty() ? 0 : 1;
  }

  private void describe(Study study) {
    out.printf("%s: %s%n", study.name(), study.title());
    for (Form form : study.forms()) {
      long ignored =
          form.columns().stream().filter(column -> form.ignored().contains(column.name())).count();
      out.printf(
          "  %-16s %3d columns, %d of them not mapped%s%n",
          form.name(),
          form.columns().size(),
          ignored,
          form.key().isEmpty() ? ", one row a patient" : ", key " + String.join(", ", form.key()));
    }
    int values = 0;
    int uncoded = 0;
    for (String list : study.codes().names()) {
      Map<String, Boolean> coded = new LinkedHashMap<>();
      for (CodeEntry entry : study.codes().entries(list)) {
        coded.merge(entry.value(), entry.code().isPresent(), Boolean::logicalOr);
      }
      values += coded.size();
      uncoded += (int) coded.values().stream().filter(has -> !has).count();
    }
    out.printf(
        "  %d code lists with %d values, %d of them without a standard code; %d rules%n",
        study.codes().names().size(), values, uncoded, study.rules().size());
  }

  /// What the standard says against resources the rules can make, each once.
  private static Map<String, Integer> issues(List<ObjectNode> resources) {
    Map<String, Integer> issues = new LinkedHashMap<>();
    for (ObjectNode resource : resources) {
      for (Issue issue : StructureCheck.of(resource, false)) {
        String id = resource.path("id").asString("");
        issues.merge(
            "%s in %s/%s: %s"
                .formatted(
                    issue.expression(),
                    resource.path("resourceType").asString(""),
                    id,
                    issue.message()),
            1,
            Integer::sum);
      }
    }
    return issues;
  }

  private int test(StudyFolder folder) throws IOException {
    if (folder.study().isEmpty()) {
      return check(folder);
    }
    boolean accept = line.options().getOrDefault("accept", "no").equals("yes");
    List<StudyFolder.Example> examples = folder.examples(accept, StudyCommands::inOmop);
    for (StudyFolder.Example example : examples) {
      if (example.verdict() != StudyFolder.Verdict.HOLDS) {
        out.printf(
            "%s: %s: %s%n",
            example.file(),
            example.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '),
            example.detail());
      }
    }
    Map<StudyFolder.Verdict, Long> counts =
        examples.stream()
            .collect(Collectors.groupingBy(StudyFolder.Example::verdict, Collectors.counting()));
    long holds = counts.getOrDefault(StudyFolder.Verdict.HOLDS, 0L);
    out.printf(
        "%d of %d worked examples hold, %d of them say what they are in OMOP.%n",
        holds, examples.size(), examples.stream().filter(StudyFolder.Example::omop).count());
    if (examples.isEmpty()) {
      out.println(
          "Write the first as golden/<form>-case-01-<name>.csv; docs/studies.md shows one.");
    }
    return holds == examples.size() ? 0 : 1;
  }

  private static Map<Path, String> inOmop(Map<Path, String> fhir) throws IOException {
    try (ScratchOmop scratch = ScratchOmop.start()) {
      return scratch.rows().rows(fhir);
    }
  }

  private int template() throws IOException {
    String target = line.options().get("out");
    if (target == null) {
      throw new IllegalArgumentException("study template needs --out FILE.xlsx");
    }
    Study study = study();
    new WorkbookTemplate(study).write(Path.of(target));
    out.printf("%s: the template of %s%n", target, study.title());
    return 0;
  }

  /// A folder's study, or one the node knows by its name.
  private Study study() {
    String named = line.arguments().getLast();
    if (Files.isDirectory(Path.of(named))) {
      StudyFolder folder = folder();
      return folder
          .study()
          .orElseThrow(() ->
              new IllegalStateException(
                  folder.problems().stream()
                      .map(Problem::toString)
                      .collect(Collectors.joining(System.lineSeparator()))));
    }
    Vocabularies vocabularies = HomeVocabularies.of(line.home());
    Mappings mappings = Mappings.load(vocabularies, line.home().resolve("studies"));
    return mappings
        .study(named)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no folder and no study "
                    + named
                    + "; there are "
                    + mappings.studies().stream()
                        .map(Study::name)
                        .collect(Collectors.joining(", "))));
  }
}
