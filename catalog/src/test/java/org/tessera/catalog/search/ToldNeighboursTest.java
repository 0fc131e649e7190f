package org.tessera.catalog.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.catalog.Collection;
import org.tessera.catalog.Count;
import org.tessera.catalog.cohort.CohortAnswer;
import org.tessera.catalog.cohort.CohortJson;
import org.tessera.catalog.cohort.Criterion;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.CatalogProjection;
import org.tessera.catalog.search.Ward.Patient;
import org.tessera.catalog.search.Ward.Series;
import org.tessera.fhir.store.Change;
import org.tessera.vocabularies.Vocabularies;

/// What everybody is told must not tell of fewer than ten patients, whatever is asked beside it.
class ToldNeighboursTest {
  private static final Vocabularies VOCABULARIES = Vocabularies.builtIn();
  private static final String BREAST =
      "{\"level\":\"patient\",\"where\":{\"diagnosis\":[\"C50\"]}}";
  @TempDir Path folder;
  private CatalogIndex index;
  private CatalogProjection projection;
  private CatalogSearch catalogue;
  private CohortSearch cohorts;
  private long sequence;

  @BeforeEach
  void open() {
    index = new CatalogIndex(folder, VOCABULARIES);
    projection = new CatalogProjection(index);
    catalogue = new CatalogSearch(index, VOCABULARIES);
    cohorts = new CohortSearch(index, catalogue);
  }

  @AfterEach
  void close() {
    index.close();
  }

  @Test
  void series_of_fewer_than_ten_patients_are_not_counted() {
    List<Patient> ward = people(100, "female", List.of("C50.1"), 60, List.of());
    ward.addAll(people(3, "female", List.of("C50.1"), 60, series("MR", 20)));
    load(ward);

    CohortAnswer answer = ask(BREAST);

    assertThat(answer.patients()).isEqualTo(new Count.Told(100));
    assertThat(answer.series()).isEqualTo(new Count.OfTooFew());
    assertThat(answer.collections().getFirst().series()).isEqualTo(new Count.OfTooFew());
    assertThat(cohorts.profile("c0", false).orElseThrow().series()).isEqualTo(new Count.OfTooFew());
  }

  @ParameterizedTest(name = "{0} series each")
  @ValueSource(ints = {1, 3, 7, 12, 40, 250})
  void series_do_not_tell_of_the_patient_who_joins(int each) {
    List<Patient> ward = people(102, "female", List.of("C50.1"), 60, series("MR", each));
    load(ward);
    Count before = ask(BREAST).series();

    load(people(1, "female", List.of("C50.1"), 61, series("MR", each)));

    assertThat(ask(BREAST).series()).isEqualTo(before);
  }

  @Test
  void a_value_of_few_patients_looks_like_one_of_nobody() {
    List<Patient> ward = people(100, "female", List.of("C50.1"), 60, List.of());
    load(ward);
    List<String> without = sexes();

    load(people(4, "male", List.of("C50.1"), 60, List.of()));

    assertThat(sexes()).isEqualTo(without);
    assertThat(collection().sexes()).hasSize(1);
  }

  @Test
  void the_ages_of_a_collection_do_not_tell_of_its_oldest_patient() {
    load(people(30, "female", List.of("C50.1"), 45, List.of()));
    load(people(30, "female", List.of("C50.1"), 67, List.of()));
    load(people(1, "female", List.of("C50.1"), 101, List.of()));

    assertThat(collection().ages()).contains(new Collection.AgeRange(40, 69));
  }

  @Test
  void a_filter_that_leaves_out_few_changes_no_facet_either() {
    List<Patient> ward = people(104, "female", List.of("C50.1"), 60, List.of());
    ward.addAll(people(3, "male", List.of("C50.1"), 45, List.of()));
    ward.addAll(people(40, "male", List.of("C61"), 60, List.of()));
    load(ward);
    CatalogAnswer all = choose(Map.of("diagnosis", List.of("C50")));

    CatalogAnswer women = choose(Map.of("diagnosis", List.of("C50"), "sex", List.of("female")));

    assertThat(women.patients()).isEqualTo(all.patients());
    assertThat(values(women, "age")).isEqualTo(values(all, "age"));
  }

  @Test
  void a_choice_that_adds_few_beside_the_others_adds_nobody() {
    List<Patient> ward = people(104, "female", List.of("C50.1"), 60, List.of());
    ward.addAll(people(3, "male", List.of("C50.1"), 60, List.of()));
    ward.addAll(people(30, "unknown", List.of("C50.1"), 60, List.of()));
    ward.addAll(people(40, "male", List.of("C61"), 60, List.of()));
    load(ward);

    CatalogAnswer one = choose(Map.of("diagnosis", List.of("C50"), "sex", List.of("female")));
    CatalogAnswer two =
        choose(Map.of("diagnosis", List.of("C50"), "sex", List.of("female", "male")));

    assertThat(two.patients()).isEqualTo(one.patients());
    assertThat(ask(sexOfBreast("\"female\",\"male\"")).patients())
        .isEqualTo(ask(sexOfBreast("\"female\"")).patients());
  }

  @Test
  void words_that_leave_out_few_leave_out_nobody() {
    List<Patient> ward = people(104, "female", List.of("C50.1", "C61"), 60, List.of());
    ward.addAll(people(3, "female", List.of("C50.1"), 60, List.of()));
    ward.addAll(people(40, "male", List.of("C61"), 60, List.of()));
    load(ward);
    Count all = catalogue.answer(CatalogQuestion.of("code:C50", Map.of())).patients();

    assertThat(catalogue.answer(CatalogQuestion.of("code:C50 code:C61", Map.of())).patients())
        .isEqualTo(all);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13, 14})
  void one_condition_more_of_an_entry_tells_nothing_of_a_group_below_ten(long seed) {
    var random = new Random(seed);
    Ward ward = Ward.of(random, 160);
    load(ward.patients);
    for (int question = 0; question < 60; question++) {
      String sex = Ward.SEXES.get(random.nextInt(Ward.SEXES.size()));
      String code = Ward.CODES.get(random.nextInt(Ward.CODES.size())).substring(0, 3);
      String modality = Ward.MODALITIES.get(random.nextInt(Ward.MODALITIES.size()));
      String one = where("patient", "\"sex\":[\"" + sex + "\"]");
      String both = where("patient", "\"sex\":[\"" + sex + "\"],\"diagnosis\":[\"" + code + "\"]");
      String third = where("series", "\"modality\":[\"" + modality + "\"]");
      Stream<Patient> left =
          ward.patients.stream()
              .filter(patient -> patient.sex().equals(sex))
              .filter(patient -> patient.codes().stream().noneMatch(it -> it.startsWith(code)))
              .filter(patient ->
                  patient.series().stream().anyMatch(it -> it.modality().equals(modality)));
      if (left.count() < Count.SMALLEST_TOLD) {
        Count with = ask("{\"all\":[" + both + "," + third + "]}").patients();
        assertThat(with)
            .as(both + third)
            .isIn(
                ask("{\"all\":[" + one + "," + third + "]}").patients(),
                ask(both).patients(),
                ask(where("patient", "\"diagnosis\":[\"" + code + "\"]")).patients(),
                ask("{\"all\":["
                        + where("patient", "\"diagnosis\":[\"" + code + "\"]")
                        + ","
                        + third
                        + "]}")
                    .patients());
      }
    }
  }

  @Test
  void an_exclusion_of_few_by_itself_excludes_nobody() {
    List<Patient> ward = people(104, "female", List.of("C50.1"), 60, List.of());
    ward.addAll(people(3, "male", List.of("C50.1"), 60, List.of()));
    ward.addAll(people(40, "male", List.of("C61"), 60, List.of()));
    load(ward);

    CohortAnswer answer = ask("{\"not\":" + sexOfBreast("\"male\"") + "}");

    assertThat(answer.patients()).isEqualTo(ask("").patients());
  }

  @Test
  void a_patient_may_have_the_id_of_a_collection() {
    List<Patient> ward = new ArrayList<>();
    for (Patient one : people(30, "female", List.of("C50.1"), 60, List.of())) {
      ward.add(named(one, ward.isEmpty() ? "c0" : one.id()));
    }
    load(ward);

    assertThat(collection().patients()).isEqualTo(new Count.Told(30));
    assertThat(exactly("").patients()).isEqualTo(Count.exact(30));
  }

  @Test
  void collections_are_all_listed_however_many_there_are() {
    List<Change> studies = new ArrayList<>();
    for (int number = 0; number < 1_200; number++) {
      Ward ward = new Ward();
      var study = ward.resources().getFirst().deepCopy();
      study.put("id", "study-" + number).put("title", "Study " + number);
      studies.add(Ward.change(++sequence, study));
    }
    projection.apply(studies);

    assertThat(catalogue.holdings().collections()).hasSize(1_200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"level\":\"patient\",\"where\":{\"nonsense\":[\"x\"]}}",
        "{\"level\":\"patient\",\"where\":{\"sex\":{\"from\":1}}}",
        "{\"level\":\"series\",\"near\":{\"level\":\"patient\"},\"days\":true}",
        "{\"level\":\"patient\",\"days\":true,\"atLeast\":5}"
      })
  void the_patients_of_a_cohort_that_names_nothing_are_no_error(String json) {
    load(people(12, "female", List.of("C50.1"), 60, List.of()));

    assertThat(cohorts.members(CohortJson.read(json).cohort(), 1).found()).isLessThan(13);
  }

  private CohortAnswer ask(String json) {
    return cohorts.answer(CohortJson.read(json).cohort(), false);
  }

  private CohortAnswer exactly(String json) {
    Criterion cohort = CohortJson.read(json).cohort();
    return cohorts.answer(cohort, true);
  }

  private CatalogAnswer choose(Map<String, List<String>> chosen) {
    return catalogue.answer(CatalogQuestion.of("", chosen));
  }

  private static List<String> values(CatalogAnswer answer, String field) {
    return answer.facets().stream()
        .filter(facet -> facet.field().equals(field))
        .flatMap(facet -> facet.choices().stream())
        .map(choice -> choice.value().value() + " " + choice.value().patients())
        .toList();
  }

  private List<String> sexes() {
    return values(choose(Map.of()), "sex");
  }

  private Collection collection() {
    return catalogue.holdings().collection("c0").orElseThrow();
  }

  private static String sexOfBreast(String sexes) {
    return "{\"all\":[" + BREAST + "," + where("patient", "\"sex\":[" + sexes + "]") + "]}";
  }

  private static String where(String level, String conditions) {
    return "{\"level\":\"%s\",\"where\":{%s}}".formatted(level, conditions);
  }

  private static List<Series> series(String modality, int number) {
    List<Series> all = new ArrayList<>();
    for (int one = 0; one < number; one++) {
      all.add(new Series(0, modality, "ACME", 10, LocalDate.of(2020, 1, 1)));
    }
    return all;
  }

  private List<Patient> people(
      int number, String sex, List<String> codes, int age, List<Series> series) {
    List<Patient> all = new ArrayList<>();
    for (int one = 0; one < number; one++) {
      all.add(new Patient("n" + sequence++, "c0", sex, codes, age, series, List.of()));
    }
    return all;
  }

  private static Patient named(Patient one, String id) {
    return new Patient(
        id, one.collection(), one.sex(), one.codes(), one.age(), one.series(), one.treatments());
  }

  private void load(List<Patient> patients) {
    Ward ward = new Ward();
    ward.patients.addAll(patients);
    List<Change> changes = new ArrayList<>();
    ward.resources().forEach(resource -> changes.add(Ward.change(++sequence, resource)));
    projection.apply(changes);
  }
}
