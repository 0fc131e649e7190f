package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tessera.fhir.validation.ProfileValidator;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Holds the resources of every worked example against the mCODE profiles they claim. What deviates
/// stands with its reason in `docs/mcode-deviations.csv`: a deviation without a line fails, and so
/// does a line without a deviation.
class MCodeProfilesTest {
  private static final Path STUDIES = Path.of("..", "mappings", "studies");
  private static final Path DEVIATIONS = Path.of("..", "docs", "mcode-deviations.csv");
  private static final String MCODE = "http://hl7.org/fhir/us/mcode/StructureDefinition/";

  @Test
  void what_deviates_from_mcode_is_written_down_with_its_reason() throws IOException {
    Application.chooseXmlParser();
    var validator = ProfileValidator.standalone(Vocabularies.builtIn());
    Map<String, Set<String>> found = new TreeMap<>();
    int checked = 0;
    for (Path example : examples()) {
      for (JsonNode resource : JsonMapper.shared().readTree(example.toFile()).path("resources")) {
        if (!resource.at("/meta/profile").toString().contains(MCODE)) {
          continue;
        }
        checked++;
        JsonNode outcome = validator.validate((ObjectNode) resource, java.util.Optional.empty());
        for (JsonNode issue : outcome.path("issue")) {
          if (Set.of("error", "fatal").contains(issue.path("severity").asString(""))) {
            found
                .computeIfAbsent(finding(resource, issue), any -> new TreeSet<>())
                .add(STUDIES.relativize(example).getName(0).toString());
          }
        }
      }
    }
    assertThat(checked).isGreaterThan(500);
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(
          Path.of("target", "mcode-found.txt"),
          found.entrySet().stream()
              .map(entry -> entry.getKey() + "\t" + String.join(" ", entry.getValue()))
              .collect(Collectors.joining("\n")));
    }
    assertThat(found.keySet()).isEqualTo(written());
  }

  /// Profile, element and rule, without the position and the value of one example.
  private static String finding(JsonNode resource, JsonNode issue) {
    String profile = resource.at("/meta/profile/0").asString("").replace(MCODE, "");
    String element =
        issue
            .path("location")
            .path(0)
            .asString("")
            .replaceAll("\\[[0-9]+\\]", "")
            .replaceAll("/\\*.*?\\*/", "");
    String message = issue.path("diagnostics").asString("");
    return profile + " | " + element + " | " + rule(message);
  }

  private static String rule(String message) {
    String plain = message.replaceAll("'[^']*'", "…").replaceAll("\\s+", " ").strip();
    return plain.length() <= 110 ? plain : plain.substring(0, 110);
  }

  private static Set<String> written() throws IOException {
    try (var csv = CsvReader.builder().ofNamedCsvRecord(DEVIATIONS)) {
      return csv.stream()
          .map(line ->
              line.getField("profile")
                  + " | "
                  + line.getField("element")
                  + " | "
                  + line.getField("finding"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static List<Path> examples() throws IOException {
    try (Stream<Path> walk = Files.walk(STUDIES)) {
      return walk.filter(file -> file.getFileName().toString().endsWith(".fhir.json"))
          .sorted()
          .toList();
    }
  }
}
