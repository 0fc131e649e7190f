package org.tessera.catalog.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.rdf4j.model.Model;
import org.eclipse.rdf4j.model.Resource;
import org.eclipse.rdf4j.model.util.Models;
import org.eclipse.rdf4j.model.util.Values;
import org.eclipse.rdf4j.model.vocabulary.RDF;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.rio.Rio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.catalog.Collection;
import org.tessera.catalog.Count;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.ValueCount;
import org.tessera.catalog.description.Descriptions;
import org.tessera.mappings.Mappings;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StandardsTest {
  private static final Mappings MAPPINGS = Mappings.builtIn(Vocabularies.builtIn());
  private static final DataVersion VERSION =
      new DataVersion(4711, Instant.parse("2026-11-22T08:00:00Z"));
  private static final String BASE = "https://node.example.org";
  private final Standards standards = new Standards(holder(true), MAPPINGS, Descriptions::none);

  @Test
  void the_catalogue_has_what_health_dcat_ap_requires_of_restricted_data() throws IOException {
    Model graph = parsed(standards.turtle(VERSION, List.of(breast(), rare())), RDFFormat.TURTLE);

    assertThat(missing(graph, true)).isEmpty();
  }

  @Test
  void without_an_access_body_in_the_settings_that_alone_is_missing() throws IOException {
    var silent = new Standards(holder(false), MAPPINGS, Descriptions::none);

    Model graph = parsed(silent.turtle(VERSION, breast()), RDFFormat.TURTLE);

    assertThat(missing(graph, false)).singleElement().asString().contains("#hdab");
  }

  @Test
  void json_ld_and_turtle_say_the_same() throws IOException {
    List<Collection> all = List.of(breast(), rare());

    Model turtle = parsed(standards.turtle(VERSION, all), RDFFormat.TURTLE);
    Model jsonLd = parsed(standards.jsonLd(VERSION, all), RDFFormat.JSONLD);

    assertThat(turtle.size()).isGreaterThan(100);
    assertThat(Models.isomorphic(turtle, jsonLd)).isTrue();
  }

  @Test
  void numbers_are_the_told_ones_and_values_of_few_patients_stay_at_home() throws IOException {
    for (String document : documents(breast())) {
      assertThat(document).doesNotContain("D24").doesNotContain("Benign");
    }
    Model graph = parsed(standards.turtle(VERSION, breast()), RDFFormat.TURTLE);
    assertThat(
            Models.objectLiteral(
                graph.filter(null, Terms.term("healthdcatap:numberOfUniqueIndividuals"), null)))
        .hasValueSatisfying(number -> assertThat(number.longValue()).isEqualTo(310));
    assertThat(standards.turtle(VERSION, rare())).doesNotContain("numberOfUniqueIndividuals");
    assertThat(standards.schemaOrg(VERSION, rare())).contains("fewer than 10 patients");
  }

  @Test
  void variables_are_those_of_the_study_s_forms_without_what_names_a_person() throws IOException {
    Model graph = parsed(standards.turtle(VERSION, breast()), RDFFormat.TURTLE);

    List<String> names =
        graph.filter(null, Terms.term("csvw:name"), null).objects().stream()
            .map(name -> name.stringValue())
            .toList();

    assertThat(names).contains("gender").doesNotContain("patient_number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"schema.org", "croissant", "datacite"})
  void a_form_has_the_properties_its_specification_requires(String form) throws IOException {
    JsonNode json =
        JsonMapper.shared()
            .readTree(
                switch (form) {
                  case "schema.org" -> standards.schemaOrg(VERSION, breast());
                  case "croissant" -> standards.croissant(VERSION, breast());
                  default -> standards.dataCite(VERSION, breast());
                });

    for (NamedCsvRecord row : required(form)) {
      JsonNode value = json.path(row.getField("property"));
      assertThat(value.isMissingNode()).as(row.toString()).isFalse();
      assertThat(value.isContainer() ? value.size() : value.asString().length())
          .as(row.toString())
          .isPositive();
    }
  }

  @Test
  void croissant_is_read_as_linked_data() throws IOException {
    Model graph = parsed(standards.croissant(VERSION, breast()), RDFFormat.JSONLD);

    assertThat(
            graph.contains(
                Values.iri(BASE + "/catalogue/breast#dataset"), Terms.term("dct:conformsTo"), null))
        .isTrue();
  }

  @Test
  void text_in_a_page_cannot_end_its_script_element() {
    Collection hostile = collection("breast", "</script><script>alert(1)</script> & \u2028 \"", 40);

    String text = standards.schemaOrgInPage(VERSION, hostile);

    assertThat(text).doesNotContain("<").doesNotContain("&");
    assertThat(JsonMapper.shared().readTree(text).path("name").asString())
        .isEqualTo(hostile.name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"\" . <x>", "a\nb\\", "💥 \u0000 \u0007", "{{ }}"})
  void any_title_survives_every_form(String title) throws IOException {
    Collection collection = collection("breast", title, 40);

    for (RDFFormat format : List.of(RDFFormat.TURTLE, RDFFormat.JSONLD)) {
      String text =
          format.equals(RDFFormat.TURTLE)
              ? standards.turtle(VERSION, collection)
              : standards.jsonLd(VERSION, collection);
      assertThat(
              Models.getPropertyString(
                  parsed(text, format),
                  Values.iri(BASE + "/catalogue/breast#dataset"),
                  Terms.term("dct:title")))
          .hasValue(title);
    }
  }

  @Test
  void a_citation_names_holder_year_title_data_version_and_address() {
    assertThat(standards.citation(VERSION, breast()))
        .isEqualTo(
            "St. Anna (2025). Breast cancer [Data set]. Data version 4711 of 2026-11-22."
                + " https://node.example.org/catalogue/breast");
  }

  @Test
  void a_setting_that_is_no_address_is_refused_by_its_name() {
    assertThat(Holder.address("x", "data@example.org")).hasValue("mailto:data@example.org");
    assertThat(Holder.address("x", " ")).isEmpty();
    assertThatThrownBy(() -> Holder.address("tessera.catalogue.contact", "ask Anna"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("tessera.catalogue.contact");
  }

  @Test
  void what_people_write_of_a_collection_stands_in_every_form(@TempDir Path folder)
      throws IOException {
    Files.writeString(
        folder.resolve("a.yaml"),
        """
        biobanks: [ { id: anna, name: Archive of St. Anna, country: AT, contact: anna@example.org } ]
        collections:
          - { id: breast, biobank: anna, acronym: BRX, licence: CC BY 4.0, access-level: closed, version: 2.1.0,
              design: [Longitudinal cohort], publication: [10.1000/xyz, no address] }
        """);
    Descriptions described = Descriptions.in(folder);
    var written = new Standards(holder(true), MAPPINGS, () -> described);

    Model graph = parsed(written.turtle(VERSION, breast()), RDFFormat.TURTLE);
    Resource dataset = Values.iri(BASE + "/catalogue/breast#dataset");

    assertThat(graph.contains(dataset, Terms.term("dct:accessRights"), Terms.NON_PUBLIC)).isTrue();
    assertThat(graph.contains(dataset, Terms.term("dct:spatial"), Terms.country("AT"))).isTrue();
    assertThat(Terms.country("AT").getLocalName()).isEqualTo("AUT");
    assertThat(
            graph.contains(
                dataset,
                Terms.term("dct:isReferencedBy"),
                Values.iri("https://doi.org/10.1000/xyz")))
        .isTrue();
    assertThat(Models.getPropertyString(graph, dataset, Terms.term("dcat:version")))
        .hasValue("2.1.0");
    assertThat(Models.getPropertyString(graph, dataset, Terms.term("healthdcatap:numberOfRecords")))
        .hasValue("310");
    assertThat(missing(graph, false)).isEmpty();
    for (String text :
        List.of(
            written.turtle(VERSION, breast()),
            written.schemaOrg(VERSION, breast()),
            written.croissant(VERSION, breast()),
            written.dataCite(VERSION, breast()))) {
      assertThat(text)
          .contains("BRX")
          .contains("CC BY 4.0")
          .contains("2.1.0")
          .contains("Archive of St. Anna")
          .contains("Longitudinal cohort")
          .contains("10.1000/xyz");
    }
  }

  private List<String> documents(Collection collection) {
    return List.of(
        standards.turtle(VERSION, collection),
        standards.jsonLd(VERSION, collection),
        standards.schemaOrg(VERSION, collection),
        standards.croissant(VERSION, collection),
        standards.dataCite(VERSION, collection));
  }

  /// The lines of the table a graph does not meet.
  private static List<String> missing(Model graph, boolean everyType) throws IOException {
    List<String> missing = new ArrayList<>();
    for (NamedCsvRecord row : required("healthdcat")) {
      var subjects = graph.filter(null, RDF.TYPE, Values.iri(row.getField("type"))).subjects();
      if (everyType) {
        assertThat(subjects).as(row.getField("type")).isNotEmpty();
      }
      for (Resource subject : subjects) {
        boolean unknown =
            graph.contains(subject, Terms.term("dct:title"), null)
                && subject.stringValue().endsWith("/rare#dataset")
                && row.getField("property").endsWith("hasVariables");
        int count = graph.filter(subject, Values.iri(row.getField("property")), null).size();
        String most = row.getField("most");
        if (!unknown
            && (count < Integer.parseInt(row.getField("least"))
                || (!most.isEmpty() && count > Integer.parseInt(most)))) {
          missing.add(subject + " " + row.getField("property") + " " + count);
        }
      }
    }
    return missing;
  }

  private static List<NamedCsvRecord> required(String form) throws IOException {
    var file =
        Objects.requireNonNull(StandardsTest.class.getResourceAsStream("/standard/required.csv"));
    try (var csv =
        CsvReader.builder().ofNamedCsvRecord(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      return csv.stream().filter(row -> row.getField("form").equals(form)).toList();
    }
  }

  private static Model parsed(String text, RDFFormat format) throws IOException {
    return Rio.parse(new StringReader(text), "", format);
  }

  static Holder holder(boolean accessBody) {
    return new Holder(
        BASE,
        "St. Anna",
        Optional.of("mailto:data@example.org"),
        Optional.empty(),
        List.of("http://data.europa.eu/eli/reg/2025/327/oj"),
        accessBody
            ? Optional.of(new Holder.Body("Access body", "https://hdab.example.org"))
            : Optional.empty(),
        "en");
  }

  @Test
  void a_dataset_is_a_part_of_its_collection_in_every_standard(@TempDir Path folder)
      throws IOException {
    Files.writeString(
        folder.resolve("all.yaml"),
        """
        collections: [{ id: breast, licence: CC BY 4.0, access-level: closed }]
        datasets: [{ id: mri, collection: breast, version: 2.1.0, access-level: open, purpose: [Training] }]
        """);
    Descriptions said = Descriptions.in(folder);
    var described = new Standards(holder(true), MAPPINGS, () -> said);
    Collection mri = collection("breast/datasets/mri", "Breast MRI", 120);
    String whole = BASE + "/catalogue/breast#dataset";

    Model graph = parsed(described.turtle(VERSION, List.of(breast(), mri)), RDFFormat.TURTLE);
    Resource dataset = Values.iri(BASE + "/catalogue/breast/datasets/mri#dataset");
    assertThat(graph.contains(dataset, Terms.term("dct:isPartOf"), Values.iri(whole))).isTrue();
    assertThat(graph.contains(dataset, Terms.term("dct:accessRights"), Terms.PUBLIC)).isTrue();
    assertThat(graph.contains(dataset, Terms.term("dcat:version"), Values.literal("2.1.0")))
        .isTrue();
    assertThat(missing(graph, false)).isEmpty();
    JsonNode schemaOrg = JsonMapper.shared().readTree(described.schemaOrg(VERSION, mri));
    assertThat(schemaOrg.path("isPartOf").path("@id").asString()).isEqualTo(whole);
    assertThat(schemaOrg.path("version").asString()).isEqualTo("2.1.0");
    assertThat(schemaOrg.path("license").toString()).contains("CC BY 4.0");
    JsonNode dataCite = JsonMapper.shared().readTree(described.dataCite(VERSION, mri));
    assertThat(dataCite.path("relatedIdentifiers").get(0).path("relationType").asString())
        .isEqualTo("IsPartOf");
    JsonNode croissant = JsonMapper.shared().readTree(described.croissant(VERSION, mri));
    assertThat(croissant.path("distribution").get(0).path("contentUrl").asString())
        .isEqualTo(BASE + "/requests/new?collection=breast");
    assertThat(described.schemaOrg(VERSION, breast())).doesNotContain("isPartOf");
  }

  private static Collection breast() {
    return collection("breast", "Breast cancer", 306);
  }

  /// A collection of no study this node knows, with nobody to tell of.
  private static Collection rare() {
    return collection("rare", "Rare", 7);
  }

  private static Collection collection(String id, String name, int patients) {
    return new Collection(
        id,
        name,
        "",
        Instant.parse("2025-03-01T10:00:00Z"),
        List.of(new ValueCount("female", "Female", Count.of(patients))),
        List.of(
            new ValueCount("C50", "C50 Breast cancer", Count.of(patients)),
            new ValueCount("D24", "D24 Benign breast tumour", Count.of(3))),
        List.of(new ValueCount("MR", "MR Magnetic resonance", Count.of(patients))),
        patients < 10 ? Optional.empty() : Optional.of(new Collection.AgeRange(30, 89)),
        Count.of(patients),
        Count.of(patients),
        Count.of(patients),
        Count.of(patients));
  }
}
