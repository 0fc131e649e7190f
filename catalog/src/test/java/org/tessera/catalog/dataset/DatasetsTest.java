package org.tessera.catalog.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.catalog.Count;
import org.tessera.catalog.English;
import org.tessera.catalog.dataset.Datasets.Dataset;
import org.tessera.catalog.description.Described;
import org.tessera.catalog.description.Descriptions;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.CatalogProjection;
import org.tessera.catalog.search.CatalogQuestion;
import org.tessera.catalog.search.CatalogSearch;
import org.tessera.catalog.search.CohortSearch;
import org.tessera.catalog.search.Ward;
import org.tessera.catalog.search.Ward.Patient;
import org.tessera.mappings.BrokenRules;
import org.tessera.mappings.RuleFiles;
import org.tessera.vocabularies.Vocabularies;

class DatasetsTest {
  private static final Vocabularies VOCABULARIES = Vocabularies.builtIn();
  private static final Ward WARD = Ward.of(new Random(7), 400);

  @TempDir Path home;
  private CatalogIndex index;
  private CohortSearch cohorts;
  private Datasets datasets;
  private DatasetSearch search;

  @BeforeEach
  void open() {
    index = new CatalogIndex(home.resolve("index"), VOCABULARIES);
    var catalogue = new CatalogSearch(index, VOCABULARIES);
    cohorts = new CohortSearch(index, catalogue);
    datasets = new Datasets(catalogue, cohorts);
    search = new DatasetSearch(datasets, catalogue, cohorts);
    var projection = new CatalogProjection(index);
    long[] sequence = {0};
    projection.apply(
        WARD.resources().stream().map(one -> Ward.change(++sequence[0], one)).toList());
  }

  @AfterEach
  void close() {
    index.close();
  }

  @Test
  void a_dataset_holds_those_of_its_collection_whom_its_cohort_finds() throws IOException {
    describe("cohort: '{\"level\":\"series\",\"where\":{\"modality\":[\"MR\"]}}'");

    assertThat(datasets.answer(mri(), true).patients())
        .isEqualTo(Count.exact(count(DatasetsTest::hasMr)));
    assertThat(datasets.answer(mri(), false).patients())
        .isEqualTo(Count.of(count(DatasetsTest::hasMr)));
    assertThat(cohorts.wording().of(mri().cohort()))
        .isEqualTo("Collection is c0 AND Imaging modality is MR Magnetic resonance");
  }

  @Test
  void a_dataset_without_a_cohort_is_its_whole_collection() throws IOException {
    describe("");

    assertThat(datasets.answer(mri(), true).patients()).isEqualTo(Count.exact(count(_ -> true)));
  }

  @Test
  void a_dataset_is_found_in_its_own_collection_alone() throws IOException {
    describe("");

    assertThat(datasets.find("c1", "mri")).isEmpty();
    assertThat(datasets.find("nowhere", "mri")).isEmpty();
    assertThat(datasets.find("c0", "other")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"level\":\"series\",\"where\":{\"modality\":[\"MR\"]}}",
        "/cohorts?cohort=%7B%22level%22%3A%22series%22%2C%22where%22%3A%7B%22modality%22%3A%5B%22MR%22%5D%7D%7D",
        "https://node.example.org/cohorts?lang=ru&cohort=%7B%22level%22:%22series%22,%22where%22:%7B%22modality%22:[%22MR%22]%7D%7D#add",
        "modality:MR"
      })
  void a_cohort_is_written_as_its_address_as_json_or_as_it_is_searched(String text)
      throws IOException {
    describe("cohort: '" + text + "'");

    assertThat(datasets.answer(mri(), true).patients())
        .isEqualTo(Count.exact(count(DatasetsTest::hasMr)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"all\":", "/cohorts?cohort=%ZZ", "<script>", "\"", "{\"level\":\"shoe\"}"})
  void no_text_of_a_cohort_is_an_error(String text) throws IOException {
    describe("cohort: '" + text + "'");

    assertThat(datasets.answer(mri(), false).patients().size()).isLessThanOrEqualTo(400);
  }

  @Test
  void what_a_cohort_asks_that_there_is_not_is_told_before_it_is_published() {
    var described =
        new Described(
            "dataset",
            "mri",
            "MRI",
            Map.of(
                "cohort",
                List.of(
                    "{\"level\":\"patient\",\"where\":{\"shoe-size\":[\"44\"],\"sex\":{\"from\":1}}}"),
                "wanted-criterion",
                List.of("{\"level\":\"planet\"}")));

    assertThat(
            English.of(
                Datasets.problems(described, Descriptions.none().table(), index.attributes())))
        .containsExactlyInAnyOrder(
            "“shoe-size” says nothing of a patient.",
            "“sex” is no number, so it has no range.",
            "There is no kind of entry “planet”.");
  }

  @Test
  void a_clause_is_met_short_or_unknown_by_told_numbers() throws IOException {
    describe(
        """
        wanted-patients: 60
        wanted-modality: [MR]
        wanted-age: 30..80
        wanted-manufacturer: [SIEMENS]
        wanted-field-strength: 1..2
        wanted-sex: [{ value: female, patients: 9999 }, { value: male, patients: 20 }]
        class: [{ name: Lung, cohort: "diagnosis:C34", patients: 10 }, { name: Nobody, cohort: "no-such-word", patients: 5 }]
        """);
    long women = Count.of(count(patient -> patient.sex().equals("female"))).size();

    List<Clause> clauses = datasets.specification(mri(), false);

    assertThat(clauses)
        .extracting(Clause::attribute, Clause::name, Clause::state, Clause::lacking)
        .containsExactly(
            tuple("wanted-modality", "", Clause.State.MET, 0L),
            tuple("wanted-age", "", Clause.State.MET, 0L),
            tuple("wanted-sex", "", Clause.State.SHORT, 9999 - women),
            tuple("wanted-sex", "", Clause.State.MET, 0L),
            tuple("wanted-manufacturer", "", Clause.State.MET, 0L),
            // No series of the ward tells its field strength.
            tuple("wanted-field-strength", "", Clause.State.UNKNOWN, 0L),
            tuple("class", "Lung", Clause.State.MET, 0L),
            tuple("class", "Nobody", Clause.State.UNKNOWN, 0L),
            tuple("wanted-patients", "", Clause.State.UNKNOWN, 0L));
  }

  @Test
  void clauses_of_series_hold_in_one_series_when_they_are_asked_together() throws IOException {
    describe(
        """
        wanted-patients: 1000
        wanted-modality: [MR]
        wanted-manufacturer: [GE]
        """);
    long together =
        count(patient ->
            patient.series().stream()
                .anyMatch(one -> one.modality().equals("MR") && one.maker().equals("GE")));

    Clause all = datasets.specification(mri(), true).getLast();

    assertThat(all.attribute()).isEqualTo("wanted-patients");
    assertThat(all.found()).isEqualTo(Count.exact(together));
    assertThat(all.lacking()).isEqualTo(1000 - together);
  }

  @Test
  void a_shortfall_tells_no_more_than_the_told_number_it_is_made_of() throws IOException {
    // All but the few patients above 75 years are wanted; leaving out fewer than ten is not told.
    describe("wanted-age: 30..75");
    long left = count(patient -> patient.age() > 75);

    Clause age = datasets.specification(mri(), false).getFirst();

    assertThat(left).isPositive();
    assertThat(age.needed()).isEqualTo(Count.of(count(_ -> true)).size());
    assertThat(age.lacking() % 10).isZero();
    if (left < Count.SMALLEST_TOLD) {
      assertThat(age.state()).isEqualTo(Clause.State.MET);
    }
  }

  @Test
  void datasets_are_found_by_what_is_written_of_them_and_by_ten_of_their_patients()
      throws IOException {
    describe("labelling-class: 1A\ndescription: Hepatology of tomorrow");

    assertThat(names(CatalogQuestion.of("hepatology", Map.of()))).containsExactly("mri");
    assertThat(names(CatalogQuestion.of("modality:MR", Map.of()))).containsExactly("mri");
    assertThat(names(CatalogQuestion.of("cardiology", Map.of()))).isEmpty();
    assertThat(names(of("labelling-class", "1A"))).containsExactly("mri");
    assertThat(names(of("labelling-class", "2A"))).isEmpty();
    assertThat(names(of("modality", "MR"))).containsExactly("mri");
    assertThat(names(of("modality", "<script>"))).isEmpty();
    assertThat(search.found(of("shoe-size", "44")).ignored()).containsExactly("shoe-size");
  }

  @Test
  void a_facet_of_datasets_counts_those_that_meet_the_other_facets() throws IOException {
    Files.createDirectories(home.resolve("catalogue"));
    Files.writeString(
        home.resolve("catalogue/all.yaml"),
        """
        datasets:
          - { id: a, collection: c0, version: 1.0.0, labelling-class: 1A, access-level: open }
          - { id: b, collection: c0, version: 1.0.0, labelling-class: 2A, access-level: open }
          - { id: c, collection: c1, version: 1.0.0, labelling-class: 2A, access-level: closed }
          - { id: d, collection: elsewhere, version: 1.0.0 }
        """);
    index.describe(Descriptions.in(home.resolve("catalogue")));

    DatasetSearch.Found found = search.found(of("access-level", "open"));

    assertThat(found.datasets())
        .extracting(told -> told.dataset().described().id())
        .containsExactly("a", "b");
    assertThat(choices(found, "labelling-class")).containsExactly(tuple("1A", 1), tuple("2A", 1));
    assertThat(choices(found, "access-level"))
        .containsExactly(tuple("closed", 1), tuple("open", 2));
  }

  @Test
  void rules_that_name_what_there_is_not_are_told_with_their_line() {
    var files =
        RuleFiles.of(
            "datasets.yaml",
            """
            clauses:
              - { clause: wanted-shoe, attribute: shoe-size }
            targets: { patients: nothing }
            """);

    assertThatThrownBy(() -> Clauses.read(files, index.attributes()))
        .isInstanceOf(BrokenRules.class)
        .hasMessageContaining("datasets.yaml:2: nothing of a dataset is called \"wanted-shoe\"")
        .hasMessageContaining("the catalogue has no attribute \"shoe-size\"")
        .hasMessageContaining("nothing of a dataset is called \"nothing\"");
  }

  private static List<org.assertj.core.groups.Tuple> choices(
      DatasetSearch.Found found, String field) {
    return found.facets().stream()
        .filter(facet -> facet.field().equals(field))
        .flatMap(facet -> facet.choices().stream())
        .map(choice -> tuple(choice.value(), choice.datasets()))
        .toList();
  }

  private static CatalogQuestion of(String field, String value) {
    return CatalogQuestion.of("", Map.of(field, List.of(value)));
  }

  private List<String> names(CatalogQuestion question) {
    return search.matching(question).stream().map(told -> told.dataset().described().id()).toList();
  }

  private static long count(Predicate<Patient> met) {
    return WARD.patients.stream()
        .filter(patient -> patient.collection().equals("c0"))
        .filter(met)
        .count();
  }

  private static boolean hasMr(Patient patient) {
    return patient.series().stream().anyMatch(series -> series.modality().equals("MR"));
  }

  private Dataset mri() {
    return datasets.find("c0", "mri").orElseThrow();
  }

  private void describe(String more) throws IOException {
    Files.createDirectories(home.resolve("catalogue"));
    Files.writeString(
        home.resolve("catalogue/mri.yaml"),
        "datasets:\n  - id: mri\n    name: MRI\n    collection: c0\n    version: 1.0.0\n"
            + more.indent(4));
    index.describe(Descriptions.in(home.resolve("catalogue")));
  }
}
