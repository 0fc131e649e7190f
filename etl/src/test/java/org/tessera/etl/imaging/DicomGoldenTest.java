package org.tessera.etl.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.model.BulkValues;
import org.tessera.dicom.model.DicomJson;
import org.tessera.dicom.model.ModelReading;
import org.tessera.etl.imaging.content.Contents;
import org.tessera.etl.imaging.content.Surroundings;
import org.tessera.mappings.Problems;
import org.tessera.mappings.RuleFiles;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Each case of `mappings/dicom/golden`: the attributes of a study's instances, and the resources
/// they are. `-Dgolden.update` rewrites the resources; the difference is then reviewed.
class DicomGoldenTest {
  private static final Path FOLDER = Path.of("..", "mappings", "dicom", "golden");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private static final Vocabularies VOCABULARIES = Vocabularies.builtIn();
  private static final ImageRules RULES = new ImageRules(RuleFiles.builtIn("dicom"), VOCABULARIES);

  static Stream<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void the_resources_are_as_the_case_says(String name) throws IOException {
    ObjectNode golden = (ObjectNode) JSON.readTree(Files.readString(FOLDER.resolve(name)));
    assertThat(golden.path("why").asString("")).as("a case says why it is right").isNotBlank();
    ArrayNode actual = JSON.createArrayNode();
    resources(golden).forEach(actual::add);
    if (System.getProperty("golden.update") != null) {
      golden.set("resources", actual);
      Files.writeString(
          FOLDER.resolve(name),
          JSON.writerWithDefaultPrettyPrinter().writeValueAsString(golden) + "\n");
    }
    assertThat(JSON.readTree(actual.toString()))
        .isEqualTo(JSON.readTree(golden.get("resources").toString()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void every_body_site_is_a_code_this_node_can_name(String name) throws IOException {
    JsonNode golden = JSON.readTree(Files.readString(FOLDER.resolve(name)));
    for (JsonNode resource : golden.get("resources")) {
      for (JsonNode series : resource.path("series")) {
        JsonNode site = series.path("bodySite");
        if (site.isObject()) {
          var code = new Code(site.get("system").stringValue(), site.get("code").stringValue());
          assertThat(VOCABULARIES.display(code)).as(code.toString()).isPresent();
        }
      }
    }
  }

  /// What instances given as DICOM JSON say of others, as the reader finds it in them.
  private static Map<String, ObjectNode> contents(ObjectNode golden, List<Instance> instances) {
    var problems = new Problems();
    var contents = new Contents(RuleFiles.builtIn("dicom"), problems);
    problems.throwIfAny();
    Map<String, String> series = new TreeMap<>();
    instances.forEach(one -> series.put(one.uid(), one.seriesUid()));
    var around = new Surroundings("2.25.100", DicomGoldenTest::hash, series, _ -> false);
    Map<String, ObjectNode> said = new TreeMap<>();
    golden
        .path("contents")
        .properties()
        .forEach(each -> said.put(each.getKey(), contents.of(dataSet(each.getValue()), around)));
    return said;
  }

  private static DataSet dataSet(JsonNode json) {
    return switch (DicomJson.read(json.toString(), BulkValues.NONE)) {
      case ModelReading.DataSets(List<DataSet> all) -> all.getFirst();
      case ModelReading.Refused(long _, String reason) -> throw new AssertionError(reason);
    };
  }

  private static String hash(String text) {
    return Integer.toHexString(text.hashCode());
  }

  private static List<ObjectNode> resources(ObjectNode golden) {
    var problems = new Problems();
    AttributeTable table = AttributeTable.read(RuleFiles.builtIn("dicom"), problems);
    problems.throwIfAny();
    List<Instance> instances = new ArrayList<>();
    for (JsonNode one : golden.get("instances")) {
      Map<String, String> attributes = new TreeMap<>();
      one.get("attributes")
          .properties()
          .forEach(each -> attributes.put(each.getKey(), each.getValue().stringValue()));
      instances.add(
          new Instance(
              "prostate",
              one.get("uid").stringValue(),
              "2.25.100",
              one.get("series").stringValue(),
              "",
              0,
              false,
              List.of(),
              1,
              attributes));
    }
    ObjectNode digest =
        new StudyDigest(table, DicomGoldenTest::hash).of(instances, contents(golden, instances));
    return RULES.resources(
        digest,
        new ImageRules.Around(
            "abcdefghijklmnopqrstuvwxyz", "prostate", "key", "/dicomweb/prostate"));
  }
}
