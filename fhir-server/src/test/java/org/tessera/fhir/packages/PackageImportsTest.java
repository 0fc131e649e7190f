package org.tessera.fhir.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.fhir.operation.Canonicals;
import org.tessera.fhir.packages.PackageImports.Outcome;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.Resources;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.Vocabularies;

/// A package comes in whole or not at all, and its codes are known from then on.
final class PackageImportsTest {
  private static final String FRUIT = "http://example.org/fruit";
  private static final String MANIFEST =
      """
      {"name":"org.example.fruit","version":"VERSION","title":"Fruit","license":"CC0-1.0",
       "fhirVersions":["RELEASE"]}
      """;
  private static final String SYSTEM =
      """
      {"resourceType":"CodeSystem","id":"fruit","url":"http://example.org/fruit","version":"1",
       "name":"Fruit","status":"active","content":"complete","concept":[
        {"code":"apple","display":"Apple","designation":[{"language":"de","value":"Apfel"}],
         "concept":[{"code":"braeburn","display":"Braeburn"}]},
        {"code":"pear","display":"Pear"}]}
      """;
  private static final String SET =
      """
      {"resourceType":"ValueSet","id":"round","url":"http://example.org/round","status":"active",
       "copyright":"All rights reserved","compose":{"include":[{"system":"http://example.org/elsewhere",
        "concept":[{"code":"ball","display":"Ball"}]}]}}
      """;

  @TempDir Path folder;
  private TestDatabase database;
  private ResourceStore store;
  private Vocabularies vocabularies;
  private PackageImports imports;

  @BeforeEach
  void open() {
    database = TestDatabase.create("fhir");
    store = new ResourceStore(database.dataSource());
    start();
  }

  private void start() {
    vocabularies = Vocabularies.builtIn();
    PackageImports.open(
        database.dataSource(), store, folder.resolve("definitions.csv"), vocabularies);
    var canonicals = new Canonicals(new Search(database.dataSource()), List.of());
    imports =
        new PackageImports(
            new PackageImports.House(
                database.dataSource(),
                store,
                canonicals,
                vocabularies,
                folder,
                folder.resolve("definitions.csv")));
    imports.resume();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static byte[] packed(String version, String... resources) {
    return packed(
        MANIFEST.replace("VERSION", version).replace("RELEASE", "4.0.1"), List.of(resources));
  }

  private static byte[] packed(String manifest, List<String> resources) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("package/package.json", manifest);
    for (int i = 0; i < resources.size(); i++) {
      files.put("package/resource-" + i + ".json", resources.get(i));
    }
    files.put("package/.index.json", "{}");
    files.put("package/example/Patient-1.json", "{\"resourceType\":\"Patient\"}");
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
        var entry = new TarArchiveEntry(file.getKey());
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  private Outcome send(byte[] content) throws IOException {
    return imports.submit(new ByteArrayInputStream(content), "sent");
  }

  private Outcome send(String content) throws IOException {
    return send(content.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void what_a_package_brings_is_known_by_code_and_by_address_and_after_a_restart()
      throws IOException {
    Outcome outcome = send(packed("1.0.0", SYSTEM, SET));
    assertThat(outcome.text())
        .contains("1 code systems with 3 codes, 1 value sets")
        .contains("http://example.org/elsewhere (All rights reserved)");
    assertThat(outcome.succeeded()).isTrue();
    for (boolean again : List.of(false, true)) {
      if (again) {
        start();
      }
      assertThat(vocabularies.display(new Code(FRUIT, "braeburn"))).contains("Braeburn");
      assertThat(vocabularies.sharedDisplay(new Code(FRUIT, "pear"))).contains("Pear");
      assertThat(vocabularies.codes(FRUIT)).containsExactly("apple", "braeburn", "pear");
      assertThat(vocabularies.system(FRUIT).orElseThrow().title()).isEqualTo("Fruit");
    }
    assertThat(store.read("CodeSystem", "fruit").orElseThrow().owner())
        .isEqualTo("package:org.example.fruit");
    Files.delete(folder.resolve("definitions.csv"));
    start();
    assertThat(vocabularies.contains(new Code(FRUIT, "apple"))).isTrue();
    assertThat(imports.list()).contains("org.example.fruit").contains("CC0-1.0");
  }

  @Test
  void terms_under_a_notice_that_keeps_them_stay_and_their_codes_go() throws IOException {
    send(packed("1.0.0", SYSTEM, SET));
    Code kept = new Code("http://example.org/elsewhere", "ball");
    assertThat(vocabularies.contains(kept)).isTrue();
    assertThat(vocabularies.display(kept)).contains("Ball");
    assertThat(vocabularies.sharedDisplay(kept)).isEmpty();
    Code listed = new Code("http://snomed.info/sct", "999999999999999");
    send(
        packed(
            "2.0.0",
            SYSTEM,
            SET.replace("http://example.org/elsewhere", listed.system())
                .replace("\"ball\"", "\"" + listed.value() + "\"")
                .replace("All rights reserved", "CC0")));
    assertThat(vocabularies.display(listed)).contains("Ball");
    assertThat(vocabularies.sharedDisplay(listed)).isEmpty();
  }

  @Test
  void another_version_replaces_the_former_and_takes_out_what_it_no_longer_holds()
      throws IOException {
    send(packed("1.0.0", SYSTEM, SET));
    Outcome outcome = send(packed("1.1.0", SYSTEM.replace("\"Pear\"", "\"A pear\"")));
    assertThat(outcome.text())
        .contains("0 definitions are new, 1 changed, 0 are as they were, 1 are");
    assertThat(store.read("ValueSet", "round").orElseThrow().content()).isEmpty();
    assertThat(vocabularies.display(new Code(FRUIT, "pear"))).contains("A pear");
    assertThat(vocabularies.contains(new Code("http://example.org/elsewhere", "ball"))).isFalse();
    assertThat(send(packed("1.1.0", SYSTEM.replace("\"Pear\"", "\"A pear\""))).text())
        .contains("1 are as they were");
  }

  @Test
  void everything_wrong_with_a_package_is_told_at_once_and_nothing_changes() throws IOException {
    String circle =
        SYSTEM
            .replace("fruit\",\"version", "circle\",\"version")
            .replace(
                "{\"code\":\"pear\"",
                "{\"code\":\"apple\",\"display\":\"Twice\"},{\"code\":\"pear\",\"property\":["
                    + "{\"code\":\"parent\",\"valueCode\":\"pear\"}]");
    Outcome outcome =
        send(packed("1.0.0", SYSTEM, circle, "{\"resourceType\":", SET.replace("url\"", "uri\"")));
    assertThat(outcome.succeeded()).isFalse();
    assertThat(outcome.text())
        .contains("Nothing was changed")
        .contains("resource-1.json: the code apple is there twice")
        .contains("resource-1.json: its hierarchy is circular: pear > pear")
        .contains("resource-2.json: it is no JSON")
        .contains("resource-3.json: it has no url");
    assertThat(store.read("CodeSystem", "fruit")).isEmpty();
    assertThat(vocabularies.contains(new Code(FRUIT, "apple"))).isFalse();
  }

  @Test
  void a_package_cut_short_anywhere_is_refused() throws IOException {
    byte[] whole = packed("1.0.0", SYSTEM, SET);
    for (int length = 3; length < whole.length; length += 37) {
      assertThat(send(Arrays.copyOf(whole, length)).succeeded())
          .as("cut after %d bytes", length)
          .isFalse();
    }
    assertThat(imports.list()).isEmpty();
  }

  @Test
  void what_follows_the_end_of_an_archive_is_not_read_for_ever() throws IOException {
    var bomb = new ByteArrayOutputStream();
    bomb.write(unpacked(packed("1.0.0", SYSTEM)));
    bomb.write(new byte[2 << 20]);
    Outcome outcome = send(packedAgain(bomb.toByteArray()));
    assertThat(outcome.succeeded()).isFalse();
    assertThat(outcome.text()).contains("something follows the end of its archive");
    assertThat(vocabularies.contains(new Code(FRUIT, "apple"))).isFalse();
  }

  private static byte[] unpacked(byte[] gzip) throws IOException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return in.readAllBytes();
    }
  }

  private static byte[] packedAgain(byte[] tar) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(tar);
    }
    return bytes.toByteArray();
  }

  @Test
  void an_import_killed_half_way_goes_on_and_leaves_no_file() throws Exception {
    send(packed("1.0.0", SYSTEM, SET));
    byte[] next = packed("1.1.0", SYSTEM.replace("\"Pear\"", "\"A pear\""));
    String sha256 = DigestUtils.sha256Hex(next);
    // As a kill leaves it: the package is named and kept, half received files lie about.
    Files.write(folder.resolve(sha256 + ".definitions"), next);
    Files.write(folder.resolve("0".repeat(64) + ".definitions"), next);
    Files.write(folder.resolve("receiving-definitions-1.part"), new byte[100]);
    try (var connection = database.dataSource().getConnection();
        var statement =
            connection.prepareStatement(
                "update fhir.package set version = '1.1.0', complete = false, sha256 = ?")) {
      statement.setString(1, sha256);
      statement.execute();
    }
    assertThat(imports.list()).contains("being written");
    start();
    assertThat(imports.list()).contains("1.1.0").doesNotContain("being written");
    assertThat(vocabularies.display(new Code(FRUIT, "pear"))).contains("A pear");
    assertThat(store.read("ValueSet", "round").orElseThrow().content()).isEmpty();
    try (var files = Files.list(folder)) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .containsExactly("definitions.csv");
    }
  }

  @Test
  void designations_carry_the_licence_of_whoever_calls_a_code_so() throws IOException {
    send(
        packed(
            "1.0.0",
            SYSTEM,
            SET.replace("http://example.org/elsewhere", FRUIT)
                .replace(
                    "\"ball\",\"display\":\"Ball\"", "\"apple\",\"display\":\"Fruit of ours\"")));
    Map<String, Boolean> leaves = new LinkedHashMap<>();
    new DefinitionDesignations(imports, vocabularies)
        .tell(each -> leaves.put(each.text(), each.leaves()));
    assertThat(leaves)
        .containsEntry("Apfel", true)
        .containsEntry("Apple", true)
        .containsEntry("Fruit of ours", false);
  }

  @Test
  void a_single_definition_comes_in_json_and_xml_and_must_name_systems_that_are_known()
      throws IOException {
    assertThat(send(SYSTEM).succeeded()).isTrue();
    String xml =
        """
        <ConceptMap xmlns="http://hl7.org/fhir"><url value="http://example.org/map"/>
          <status value="active"/><group><source value="http://example.org/fruit"/>
          <target value="http://example.org/elsewhere"/><element><code value="apple"/>
          <target><code value="ball"/><equivalence value="wider"/></target></element></group>
        </ConceptMap>
        """;
    Outcome refused = send(xml);
    assertThat(refused.succeeded()).isFalse();
    assertThat(refused.text())
        .contains("it names the code system http://example.org/elsewhere, which is not known here");
    assertThat(send(xml.replace("elsewhere", "fruit")).text()).contains("1 concept maps");
    assertThat(send("{\"resourceType\":\"Patient\"}").text()).contains("it holds no CodeSystem");
    assertThat(send("GIF89a").succeeded()).isFalse();
  }

  @Test
  void a_package_for_another_release_of_fhir_is_refused() throws IOException {
    byte[] other = packed(MANIFEST.replace("RELEASE", "5.0.0"), List.of(SYSTEM));
    assertThat(send(other).text()).contains("it is for FHIR 5.0.0 and not for R4");
  }

  @Test
  void a_definition_leaves_somebody_else_s_resource_of_that_id_alone() throws IOException {
    store.commit(
        Resources.puts(
            "rest",
            Resources.json(
                """
                {"resourceType":"CodeSystem","id":"fruit","url":"http://example.org/mine",
                 "status":"active","content":"complete"}
                """)));
    assertThat(send(packed("1.0.0", SYSTEM)).succeeded()).isTrue();
    assertThat(store.read("CodeSystem", "fruit").orElseThrow().owner()).isEqualTo("rest");
    assertThat(vocabularies.contains(new Code(FRUIT, "apple"))).isTrue();
  }
}
