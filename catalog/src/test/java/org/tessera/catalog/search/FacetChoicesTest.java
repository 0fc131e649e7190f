package org.tessera.catalog.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.catalog.Collection;
import org.tessera.catalog.Count;
import org.tessera.catalog.English;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.CatalogProjection;
import org.tessera.catalog.search.Listing.Order;
import org.tessera.catalog.search.Ward.Patient;
import org.tessera.fhir.store.Change;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class FacetChoicesTest {
  private static final Vocabularies VOCABULARIES = Vocabularies.builtIn();
  @TempDir Path folder;
  private CatalogIndex index;
  private CatalogSearch search;
  private long sequence;

  @BeforeEach
  void open() {
    index = new CatalogIndex(folder, VOCABULARIES);
    search = new CatalogSearch(index, VOCABULARIES);
  }

  @AfterEach
  void close() {
    index.close();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void a_span_of_numbers_finds_the_patients_a_plain_look_finds(long seed) {
    var random = new Random(seed);
    Ward ward = ward(random, 400);
    for (int question = 0; question < 40; question++) {
      int from = 30 + 5 * random.nextInt(8);
      int to = from + 5 * (1 + random.nextInt(4));

      CatalogAnswer answer = ask(Map.of("age", List.of(from + ".." + to)), List.of());

      long met = count(ward, patient -> patient.age() >= from && patient.age() <= to);
      assertThat(answer.patients()).as(from + ".." + to).isEqualTo(Count.of(met));
    }
  }

  @Test
  void the_ends_of_a_span_are_widened_to_steps_and_that_is_told() {
    ward(new Random(7), 200);

    CatalogAnswer answer = ask(Map.of("age", List.of("42..57")), List.of());

    assertThat(answer.question().chosen()).containsEntry("age", List.of("40..60"));
    assertThat(English.of(answer.understood().notes()))
        .containsExactly(
            "Age at diagnosis was read as 40 to 60 years: ranges end on multiples of 5.");
    assertThat(ask(Map.of("age", List.of("41..58")), List.of()).patients())
        .isEqualTo(answer.patients());
  }

  @ParameterizedTest
  @ValueSource(strings = {"60..40", "..", "1e9..", "forty..", "1..2..3", "..99999999999"})
  void what_is_no_span_is_told_and_ignored(String text) {
    ward(new Random(7), 50);

    CatalogAnswer answer = ask(Map.of("age", List.of(text)), List.of());

    assertThat(answer.question().chosen()).isEmpty();
    assertThat(English.of(answer.understood().ignored()))
        .containsExactly("“" + text + "” is no range of Age at diagnosis, such as 40..60.");
  }

  @Test
  void a_span_and_a_range_that_is_listed_are_alternatives() {
    Ward ward = ward(new Random(3), 400);

    CatalogAnswer answer = ask(Map.of("age", List.of("up to 39", "60..70")), List.of());

    assertThat(answer.patients())
        .isEqualTo(
            Count.of(
                count(
                    ward,
                    patient ->
                        (patient.age() >= 30 && patient.age() <= 39)
                            || (patient.age() >= 60 && patient.age() <= 70))));
  }

  @Test
  void all_of_a_facet_asks_for_an_entry_of_each_and_any_for_one() {
    Ward ward = ward(new Random(5), 400);
    Map<String, List<String>> chosen = Map.of("modality", List.of("CT", "MR"));

    CatalogAnswer all = ask(chosen, List.of("modality"));
    CatalogAnswer any = ask(chosen, List.of());

    assertThat(all.patients())
        .isEqualTo(Count.of(count(ward, patient -> has(patient, "CT") && has(patient, "MR"))));
    assertThat(any.patients())
        .isEqualTo(Count.of(count(ward, patient -> has(patient, "CT") || has(patient, "MR"))));
    assertThat(choice(all, "modality", "MG").value().patients())
        .isEqualTo(
            Count.of(
                count(
                    ward,
                    patient -> has(patient, "CT") && has(patient, "MR") && has(patient, "MG"))));
  }

  @Test
  void all_of_one_value_is_the_same_question_as_any_of_it() {
    Map<String, List<String>> one = Map.of("modality", List.of("CT"));

    assertThat(CatalogQuestion.of("", one, List.of("modality", "sex")))
        .isEqualTo(CatalogQuestion.of("", one));
  }

  @Test
  void a_group_finds_the_patients_of_all_its_values_once() {
    Ward ward = ward(new Random(11), 400);

    CatalogAnswer answer = ask(Map.of("diagnosis", List.of("C00-C97")), List.of());

    long met =
        count(ward, patient -> patient.codes().stream().anyMatch(code -> code.startsWith("C")));
    assertThat(answer.patients()).isEqualTo(Count.of(met));
    assertThat(choice(answer, "diagnosis", "C00-C97").value().patients()).isEqualTo(Count.of(met));
    assertThat(choice(answer, "diagnosis", "C50").value().patients())
        .isEqualTo(Count.of(count(ward, patient -> patient.codes().contains("C50.4"))));
    assertThat(choice(answer, "diagnosis", "C60-C63").value().label())
        .isEqualTo("Male genital organs (C60-C63)");
  }

  @Test
  void a_group_is_typed_by_what_it_is_called() {
    Ward ward = ward(new Random(11), 400);

    CatalogAnswer answer = search.answer(CatalogQuestion.of("diagnosis:новообразования", Map.of()));

    assertThat(answer.patients())
        .isEqualTo(
            Count.of(
                count(
                    ward,
                    patient -> patient.codes().stream().anyMatch(code -> code.startsWith("C")))));
  }

  @Test
  void what_a_group_is_called_finds_its_codes_without_a_field_too() {
    Ward ward = ward(new Random(11), 400);

    CatalogAnswer answer = search.answer(CatalogQuestion.of("männliche Genitalorgane", Map.of()));

    assertThat(answer.patients())
        .isEqualTo(Count.of(count(ward, patient -> patient.codes().contains("C61"))));
  }

  @ParameterizedTest
  @CsvSource({
    "C50,C50-C50 C00-C97 C00-D48",
    "C18,C15-C26 C00-C97 C00-D48",
    "D05,D00-D09 C00-D48",
    "I10,I00-I99",
    "Z98,Z00-Z99",
    "other,''"
  })
  void a_code_belongs_to_every_group_that_holds_it_the_smallest_first(String code, String groups) {
    var attribute = index.attributes().shown("diagnosis").orElseThrow();

    assertThat(String.join(" ", attribute.tree().orElseThrow().path(code)))
        .isEqualTo((code + " " + groups).strip());
  }

  @Test
  void every_collection_is_on_some_page_and_none_on_two() {
    load(collections(1_045));
    List<String> seen = new ArrayList<>();

    for (int page = 1; page <= Listing.pages(1_045); page++) {
      search.answer(everything(), new Listing(Order.NAME, page)).collections().stream()
          .map(Collection::id)
          .forEach(seen::add);
    }

    assertThat(seen).hasSize(1_045).doesNotHaveDuplicates().isSorted();
    CatalogAnswer after = search.answer(everything(), new Listing(Order.NAME, 999));
    assertThat(after.found()).isEqualTo(1_045);
    assertThat(after.listing().page()).isEqualTo(53);
    assertThat(after.collections()).hasSize(5);
  }

  @Test
  void collections_are_in_the_order_that_is_asked_for() {
    List<ObjectNode> all = new ArrayList<>();
    addMembers(all, "a", 12, "C50.4");
    addMembers(all, "b", 40, "C34.1");
    addMembers(all, "c", 24, "C50.4");
    addMembers(all, "breast", 11, "C61");
    load(all);

    assertThat(ids(everything(), Order.NAME)).containsExactly("a", "b", "breast", "c");
    // Sizes are told in tens, and so they are ordered: 12 and 11 are the same.
    assertThat(ids(everything(), Order.SIZE)).containsExactly("b", "c", "a", "breast");
    assertThat(ids(CatalogQuestion.of("breast", Map.of()), Order.MATCH))
        .as("its own words first, then by matching patients")
        .containsExactly("breast", "c", "a");
  }

  private List<String> ids(CatalogQuestion question, Order order) {
    return search.answer(question, Listing.first(order)).collections().stream()
        .map(Collection::id)
        .toList();
  }

  private static CatalogQuestion everything() {
    return CatalogQuestion.of("", Map.of());
  }

  private CatalogAnswer ask(Map<String, List<String>> chosen, List<String> all) {
    return search.answer(CatalogQuestion.of("", chosen, all));
  }

  private static CatalogAnswer.Choice choice(CatalogAnswer answer, String field, String value) {
    return answer.facets().stream()
        .filter(facet -> facet.field().equals(field))
        .flatMap(facet -> facet.choices().stream())
        .filter(choice -> choice.value().value().equals(value))
        .findFirst()
        .orElseThrow();
  }

  private static boolean has(Patient patient, String modality) {
    return patient.series().stream().anyMatch(series -> series.modality().equals(modality));
  }

  private static long count(Ward ward, Predicate<Patient> met) {
    return ward.patients.stream().filter(met).count();
  }

  private Ward ward(Random random, int size) {
    Ward ward = Ward.of(random, size);
    load(ward.resources());
    return ward;
  }

  private static List<ObjectNode> collections(int number) {
    List<ObjectNode> all = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      all.add(collection("c%04d".formatted(i)));
    }
    return all;
  }

  private static ObjectNode collection(String id) {
    return (ObjectNode)
        JsonMapper.shared()
            .readTree(
                "{\"resourceType\":\"ResearchStudy\",\"id\":\"%s\",\"status\":\"active\",\"title\":\"%s\"}"
                    .formatted(id, id));
  }

  private static void addMembers(
      List<ObjectNode> all, String collection, int patients, String code) {
    all.add(collection(collection));
    for (int number = 0; number < patients; number++) {
      all.addAll(
          Ward.resources(
              new Patient(
                  collection + number,
                  collection,
                  "female",
                  List.of(code),
                  50,
                  List.of(),
                  List.of())));
    }
  }

  private void load(List<ObjectNode> resources) {
    List<Change> changes = new ArrayList<>();
    resources.forEach(resource -> changes.add(Ward.change(++sequence, resource)));
    new CatalogProjection(index).apply(changes);
  }
}
