package org.tessera.catalog.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.catalog.Collection;
import org.tessera.catalog.Count;
import org.tessera.catalog.ValueCount;
import org.tessera.catalog.description.Descriptions;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.CatalogProjection;
import org.tessera.catalog.search.CatalogSearch;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.fhir.store.Change;
import org.tessera.fhir.store.OwnerConflict;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.Transaction;
import org.tessera.fhir.store.Write;
import org.tessera.fhir.structure.StructureCheck;
import org.tessera.mappings.Mappings;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class MiabisTest {
  private static final Vocabularies VOCABULARIES = Vocabularies.builtIn();
  private static final TestDatabase database = TestDatabase.create("fhir");
  private static final String DESCRIBED =
      """
      networks:
        - { id: alpine, name: Alpine network, country: [AT], juristic-person: Alpine Ltd., status: Active,
            topic: [SOPs, Image MTA], description: Archives of the Alps }
      biobanks:
        - { id: st_anna, name: St. Anna, country: AT, juristic-person: St. Anna Ltd., network: [alpine],
            contact: data@st-anna.example.org, contact-first-name: Ann, contact-last-name: Lee,
            organisational-capability: [Access to radiology archive], quality-standard: [ISO 9001] }
      collections:
        - { id: breast, biobank: st_anna, acronym: BR, design: [Disease-specific cohort], sample-type: [Digital sample],
            dataset-type: [Lifestyle dataset, Body (Radiological) image], publication: [10.1000/x], status: Ended,
            inclusion-criterion: [Sex] }
      """;
  @TempDir Path folder;
  private Descriptions descriptions = Descriptions.none();

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void describe() throws IOException {
    Files.createDirectories(folder.resolve("catalogue"));
    Files.writeString(folder.resolve("catalogue/a.yaml"), DESCRIBED);
    descriptions = Descriptions.in(folder.resolve("catalogue"));
  }

  @Test
  void every_profile_that_is_named_has_all_it_asks_for() throws IOException {
    List<ObjectNode> resources = miabis(List.of(breast()));
    List<String> missing = new ArrayList<>();
    List<String> named = new ArrayList<>();
    for (ObjectNode resource : resources) {
      String profile = resource.at("/meta/profile/0").asString("");
      named.add(profile.substring(profile.lastIndexOf('/') + 1));
      for (NamedCsvRecord row : required()) {
        if (profile.endsWith("/" + row.getField("profile"))) {
          int found = found(resource, row.getField("path").split("\\.", -1), 0);
          if (found < Integer.parseInt(row.getField("least"))
              || found > Integer.parseInt(row.getField("most"))) {
            missing.add(row + " " + found);
          }
        }
      }
    }

    assertThat(missing).isEmpty();
    assertThat(named)
        .containsExactly(
            "",
            "miabis-biobank",
            "",
            "miabis-network-organization",
            "miabis-network",
            "miabis-collection-organization",
            "miabis-collection");
  }

  @Test
  void every_resource_is_one_of_fhir_r4() {
    for (ObjectNode resource : miabis(List.of(breast()))) {
      assertThat(StructureCheck.of(resource, false)).as(Miabis.reference(resource)).isEmpty();
    }
  }

  @Test
  void values_have_the_codes_of_the_implementation_guide() {
    String all = miabis(List.of(breast())).toString();

    // The guide's own spelling of the first.
    assertThat(all)
        .contains("\"code\":\"Lifesyle\"")
        .contains("\"code\":\"BodyImage\"")
        .contains("\"code\":\"RadiologyArchive\"")
        .contains("\"code\":\"ImageMTA\"")
        .contains("\"valueInteger\":310")
        .doesNotContain("D24");
  }

  @Test
  void every_value_of_a_miabis_list_that_the_guide_codes_has_its_code() {
    var codes = new MiabisCodes();
    List<String> uncoded = new ArrayList<>();
    for (String[] pair :
        new String[][] {
          {"topic", "miabis-common-collaboration-topics-cs"},
          {"organisational-capability", "miabis-organisational-capabilities-cs"},
          {"bioprocessing-capability", "miabis-bioprocessing-and-analytical-capabilities-cs"},
          {"dataset-type", "miabis-collection-dataset-typeCS"},
          {"setting", "miabis-sample-collection-setting-cs"},
          {"design", "miabis-collection-design-cs"},
          {"use-condition", "miabis-use-and-access-conditions-cs"},
          {"inclusion-criterion", "miabis-inclusion-criteria-cs"},
          {"sample-type", "miabis-collection-sample-type-cs"}
        }) {
      descriptions.table().stream()
          .filter(row -> row.attribute().equals(pair[0]))
          .flatMap(row -> row.values().stream())
          .filter(value -> codes.concept(pair[1], value).isEmpty())
          .forEach(uncoded::add);
    }

    assertThat(uncoded).isEmpty();
  }

  @Test
  void a_profile_whose_demands_nobody_met_is_not_named() throws IOException {
    Files.writeString(folder.resolve("catalogue/a.yaml"), "biobanks: [ { id: bare, name: Bare } ]");
    descriptions = Descriptions.in(folder.resolve("catalogue"));

    ObjectNode bare = miabis(List.of()).getFirst();

    assertThat(bare.path("meta").has("profile")).isFalse();
    assertThat(bare.has("partOf")).isFalse();
  }

  @Test
  void resources_stand_in_the_store_under_an_owner_and_go_with_their_description()
      throws IOException {
    var store = new ResourceStore(database.dataSource());
    try (var index = new CatalogIndex(folder.resolve("index"), VOCABULARIES, descriptions)) {
      load(index);
      try (var written = resources(index, store)) {
        written.write();
        written.write();
      }
    }
    var biobank = store.read("Organization", FhirIds.of("biobank", "st_anna")).orElseThrow();
    assertThat(biobank.version()).isEqualTo(1);
    assertThat(biobank.owner()).isEqualTo(CatalogResources.OWNER);
    assertThat(store.read("Group", "miabis-collection-breast")).isPresent();
    assertThatThrownBy(() ->
            store.commit(
                new Transaction(
                    "rest", List.of(Write.Delete.of("Group", "miabis-collection-breast")))))
        .isInstanceOf(OwnerConflict.class)
        .hasMessageContaining("belongs to catalogue");

    try (var index = new CatalogIndex(folder.resolve("index"), VOCABULARIES);
        var written = resources(index, store)) {
      descriptions = Descriptions.none();
      written.write();
    }
    assertThat(store.read("Group", "miabis-collection-breast").orElseThrow().isDeleted()).isTrue();
    ObjectNode list =
        store.read("List", CatalogResources.LIST).orElseThrow().content().orElseThrow();
    assertThat(list.has("entry")).isFalse();
  }

  @Test
  void a_node_that_describes_nothing_writes_nothing() {
    var store = new ResourceStore(database.dataSource());
    descriptions = Descriptions.none();
    try (var index = new CatalogIndex(folder.resolve("index"), VOCABULARIES);
        var written = resources(index, store)) {
      load(index);
      written.write();
    }

    assertThat(store.read("Organization", "miabis-collection-other")).isEmpty();
  }

  private CatalogResources resources(CatalogIndex index, ResourceStore store) {
    return new CatalogResources(
        new CatalogSearch(index, VOCABULARIES),
        new Standards(
            StandardsTest.holder(true), Mappings.builtIn(VOCABULARIES), () -> descriptions),
        store);
  }

  private static void load(CatalogIndex index) {
    ObjectNode study = JsonMapper.shared().createObjectNode();
    study.put("resourceType", "ResearchStudy").put("id", "breast").put("title", "Breast");
    new CatalogProjection(index)
        .apply(
            List.of(
                new Change(1, "ResearchStudy", "breast", 1, Instant.EPOCH, Optional.of(study))));
  }

  private List<ObjectNode> miabis(List<Collection> collections) {
    return new Miabis(StandardsTest.holder(true)).resources(descriptions, collections);
  }

  private static int found(JsonNode node, String[] path, int at) {
    if (node.isArray()) {
      return node.valueStream().mapToInt(one -> found(one, path, at)).sum();
    }
    if (at == path.length) {
      return node.isMissingNode() ? 0 : 1;
    }
    int of = path[at].indexOf('=');
    if (of > 0) {
      // An extension by the end of its address, a characteristic by its code.
      return path[at].startsWith("url=")
          ? node.path("url").asString("").endsWith(path[at].substring(of + 1)) ? 1 : 0
          : node.at("/code/coding/0/code").asString("").equals(path[at].substring(of + 1)) ? 1 : 0;
    }
    return found(node.path(path[at]), path, at + 1);
  }

  private static List<NamedCsvRecord> required() throws IOException {
    var file = Objects.requireNonNull(MiabisTest.class.getResourceAsStream("/standard/miabis.csv"));
    try (var csv =
        CsvReader.builder().ofNamedCsvRecord(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      return csv.stream().toList();
    }
  }

  private static Collection breast() {
    return new Collection(
        "breast",
        "Breast cancer",
        "",
        Instant.parse("2025-03-01T10:00:00Z"),
        List.of(new ValueCount("female", "Female", Count.of(306))),
        List.of(
            new ValueCount("C50", "C50 Breast cancer", Count.of(306)),
            new ValueCount("D24", "D24 Benign breast tumour", Count.of(3))),
        List.of(),
        Optional.of(new Collection.AgeRange(30, 89)),
        Count.of(306),
        Count.of(400),
        Count.of(1600),
        Count.of(306));
  }
}
