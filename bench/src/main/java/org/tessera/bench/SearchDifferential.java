package org.tessera.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Asks a node and another FHIR server thousands of generated searches over the same resources, and
/// reports where they differ. Both must be empty before.
///
/// Options: `--ours URL --token T --peer URL --seed N --queries N --patients N --report FILE`, and
/// `--load no` if the resources of this seed are there already. Differences that
/// `docs/clarifications.md` explains are listed in `known-differences.tsv`.
public final class SearchDifferential {
  private static final int PROGRESS = 250;
  private static final int POST_PERCENT = 10;
  private static final int EXAMPLE_MAX = 900;

  private final FhirEndpoint ours;
  private final FhirEndpoint peer;
  private final Map<String, int[]> asked = new TreeMap<>();
  private final Map<String, List<Difference>> found = new TreeMap<>();
  private final List<Known> known;
  private final Draw how;

  private SearchDifferential(Options options, List<Known> known) {
    this.ours = new FhirEndpoint(options.text("ours"), options.text("token", ""));
    this.peer = new FhirEndpoint(options.text("peer"), options.text("peer-token", ""));
    this.known = known;
    this.how = new Draw(options.number("seed", 1));
  }

  /// A difference that has its paragraph.
  private record Known(Pattern kind, Pattern direction, Pattern question, String why) {
    boolean explains(Difference difference) {
      return kind.matcher(difference.question().kind()).matches()
          && direction.matcher(difference.direction()).matches()
          && question.matcher(difference.question().toString()).find();
    }
  }

  /// Runs the comparison and writes its report.
  public static void main(String[] words) throws IOException, InterruptedException {
    Options options = Options.of(words);
    int seed = options.number("seed", 1);
    int patients = options.number("patients", 300);
    int queries = options.number("queries", 2_000);
    var run = new SearchDifferential(options, known());
    var resources = VariedResources.of(seed, patients);
    if (options.text("load", "yes").equals("yes")) {
      run.ours.load(resources);
      run.peer.load(resources);
      System.out.println(Instant.now() + " loaded " + resources.size());
    }
    String about = "Seed %d, %,d resources.%n%n".formatted(seed, resources.size());
    var questions = new Questions(seed * 1_000_003L, patients);
    // A run that is broken off leaves what it has found.
    for (int done = 0; done < queries; done += PROGRESS) {
      run.ask(questions, Math.min(PROGRESS, queries - done));
      System.out.println(Instant.now() + " asked " + (done + PROGRESS));
      Files.writeString(Path.of(options.text("report")), about + run.report());
    }
  }

  private static List<Known> known() throws IOException {
    List<Known> known = new ArrayList<>();
    try (var stream = SearchDifferential.class.getResourceAsStream("known-differences.tsv")) {
      if (stream == null) {
        return known;
      }
      String all = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : all.lines().skip(1).toList()) {
        String[] cells = line.split("\t", -1);
        known.add(
            new Known(
                Pattern.compile(cells[0]),
                Pattern.compile(cells[1]),
                Pattern.compile(cells[2]),
                cells[3]));
      }
    }
    return known;
  }

  private void ask(Questions questions, int number) throws IOException, InterruptedException {
    for (int i = 0; i < number; i++) {
      Question question = questions.next();
      boolean post = how.chance(POST_PERCENT) && question.path().matches("[A-Za-z]+");
      Difference difference = ask(question, post);
      int[] counts = asked.computeIfAbsent(question.kind(), any -> new int[2]);
      counts[0]++;
      if (!difference.isNone()) {
        counts[1]++;
        Difference smallest = smallest(difference);
        found.computeIfAbsent(group(smallest), any -> new ArrayList<>()).add(smallest);
      }
    }
  }

  private Difference ask(Question question, boolean post) throws IOException, InterruptedException {
    return Difference.between(question, ours.search(question, post), peer.search(question, post));
  }

  /// Leaves out conditions as long as the same difference remains.
  private Difference smallest(Difference difference) throws IOException, InterruptedException {
    Question question = difference.question();
    for (int i = 0; i < question.conditions().size() && question.conditions().size() > 1; i++) {
      if (question.conditions().get(i).name().startsWith("_sort")) {
        continue;
      }
      Difference smaller = ask(question.without(i), false);
      if (smaller.direction().equals(difference.direction())) {
        return smallest(smaller);
      }
    }
    return difference;
  }

  private String group(Difference difference) {
    for (Known one : known) {
      if (one.explains(difference)) {
        return "known: " + one.why();
      }
    }
    String parameter =
        difference.question().conditions().isEmpty()
            ? ""
            : difference.question().conditions().getFirst().name();
    return difference.question().kind() + ", " + parameter + ": " + difference.direction();
  }

  private String report() throws IOException, InterruptedException {
    var text = new StringBuilder("| kind | searches | answered differently |\n|---|--:|--:|\n");
    int[] sum = new int[2];
    asked.forEach((kind, counts) -> {
      text.append(String.format(Locale.ROOT, "| %s | %,d | %,d |%n", kind, counts[0], counts[1]));
      sum[0] += counts[0];
      sum[1] += counts[1];
    });
    text.append(String.format(Locale.ROOT, "| together | %,d | %,d |%n%n", sum[0], sum[1]));
    appendGroups(text, true);
    appendGroups(text, false);
    return text.toString();
  }

  private void appendGroups(StringBuilder text, boolean explained)
      throws IOException, InterruptedException {
    text.append(explained ? "## Explained in docs/clarifications.md\n" : "## Not explained\n");
    for (var group : found.entrySet()) {
      if (group.getKey().startsWith("known: ") != explained) {
        continue;
      }
      List<Difference> all = group.getValue();
      Difference shortest = all.getFirst();
      for (Difference one : all) {
        if (one.question().toString().length() < shortest.question().toString().length()) {
          shortest = one;
        }
      }
      text.append("\n**").append(group.getKey().replace("known: ", "")).append("** (");
      text.append(all.size()).append(")\n\n- `").append(shortest.question()).append("`\n- ");
      text.append(shortest.direction()).append(". ").append(shortest.detail()).append('\n');
      if (!shortest.example().isEmpty() && !explained) {
        String example = ours.text(shortest.example());
        text.append("- `").append(example, 0, Math.min(EXAMPLE_MAX, example.length()));
        text.append("`\n");
      }
    }
    text.append('\n');
  }
}
