package org.tessera.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tessera.fhir.store.FhirJson;
import org.tessera.fhir.structure.StructureCheck;
import org.tessera.fhir.structure.XmlReader;
import org.tessera.fhir.structure.XmlWriter;
import tools.jackson.databind.node.ObjectNode;

/// Every example of the standard that is valid goes in and comes out as it was, in JSON and in XML.
/// The examples (npm, `hl7.fhir.r4.examples`) are found by the system property `fhir.examples`, or
/// in `target`, where `.ci/run` puts them.
class ExamplesRoundTripTest {
  private static final String FILE = "hl7.fhir.r4.examples-4.0.1.tgz";
  private static final int BATCH = 25;

  /// Example → why the standard's own rules refuse it.
  private static final Map<String, String> INVALID = InvalidExamples.KNOWN;

  private static final Map<String, ObjectNode> examples = new TreeMap<>();
  private static TestServer server;

  @BeforeAll
  static void open() throws Exception {
    Optional<Path> file = find();
    Assumptions.assumeTrue(file.isPresent(), "no " + FILE + ": see .ci/run");
    read(file.get());
    server = new TestServer(new FhirSettings(false, false, false));
  }

  @AfterAll
  static void close() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  private static Optional<Path> find() {
    String named = System.getProperty("fhir.examples");
    List<Path> places = new ArrayList<>();
    if (named != null) {
      places.add(Path.of(named));
    }
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      places.add(folder.resolve("target").resolve(FILE));
    }
    return places.stream().filter(Files::exists).findFirst();
  }

  private static void read(Path file) throws IOException {
    try (var tar =
        new TarArchiveInputStream(
            new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file))))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = entry.getName().replaceFirst(".*/", "");
        if (name.matches("[A-Z][A-Za-z]+-.*\\.json")) {
          ObjectNode resource = FhirJson.parse(tar.readAllBytes());
          if (resource.has("id")) {
            examples.put(
                resource.path("resourceType").stringValue() + "/" + resource.path("id").asString(),
                resource);
          }
        }
      }
    }
  }

  @Test
  void every_example_is_valid_but_for_those_listed_with_their_reason() {
    Map<String, String> refused = new TreeMap<>();
    examples.forEach((name, resource) -> {
      var issues = StructureCheck.of(resource.deepCopy(), false);
      if (!issues.isEmpty()) {
        refused.put(name, issues.getFirst().expression() + ": " + issues.getFirst().message());
      }
    });
    assertThat(examples).hasSizeGreaterThan(4_000);
    assertThat(refused).isEqualTo(new TreeMap<>(INVALID));
  }

  @Test
  void what_goes_in_as_json_comes_out_as_json_and_as_xml() {
    put(
        "application/fhir+json",
        bundle -> new String(FhirJson.write(bundle), StandardCharsets.UTF_8));
    assertThat(differing()).isEmpty();
  }

  @Test
  void what_goes_in_as_xml_comes_out_as_json_and_as_xml() {
    put("application/fhir+xml", bundle -> XmlWriter.write(bundle, true));
    assertThat(differing()).isEmpty();
  }

  private static List<Map.Entry<String, ObjectNode>> valid() {
    return examples.entrySet().stream()
        .filter(example -> !INVALID.containsKey(example.getKey()))
        .toList();
  }

  private static void put(String media, Function<ObjectNode, String> format) {
    List<Map.Entry<String, ObjectNode>> valid = valid();
    for (int from = 0; from < valid.size(); from += BATCH) {
      ObjectNode bundle = FhirJson.newObject();
      bundle.put("resourceType", "Bundle").put("type", "batch");
      for (var example : valid.subList(from, Math.min(from + BATCH, valid.size()))) {
        ObjectNode entry = bundle.withArray("entry").addObject();
        entry.set("resource", example.getValue());
        entry.putObject("request").put("method", "PUT").put("url", example.getKey());
      }
      var response =
          server.send("POST", "?_format=json", format.apply(bundle), "Content-Type", media);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      for (var entry : tree(response.body()).path("entry")) {
        assertThat(entry.at("/response/status").asString("")).as(entry.toString()).startsWith("20");
      }
    }
  }

  private static List<String> differing() {
    List<String> differing = new ArrayList<>();
    for (var example : valid()) {
      String expected = SameResource.text(example.getValue());
      String json = server.get("/" + example.getKey()).body();
      if (!SameResource.text(tree(json)).equals(expected)) {
        differing.add("json " + example.getKey());
      }
      String xml = server.get("/" + example.getKey() + "?_format=xml").body();
      ObjectNode read = XmlReader.read(xml.getBytes(StandardCharsets.UTF_8));
      if (!SameResource.text(read).equals(expected)) {
        differing.add("xml " + example.getKey());
      }
    }
    return differing;
  }

  private static ObjectNode tree(String json) {
    return FhirJson.parse(json.getBytes(StandardCharsets.UTF_8));
  }
}
