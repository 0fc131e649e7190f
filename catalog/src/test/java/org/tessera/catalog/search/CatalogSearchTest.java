package org.tessera.catalog.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.catalog.Count;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.CatalogProjection;
import org.tessera.fhir.store.Change;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class CatalogSearchTest {
  private static final Vocabularies VOCABULARIES = Vocabularies.builtIn();
  @TempDir Path folder;
  private CatalogIndex index;
  private CatalogProjection projection;
  private CatalogSearch search;
  private long sequence;

  @BeforeEach
  void open() {
    index = new CatalogIndex(folder, VOCABULARIES);
    projection = new CatalogProjection(index);
    search = new CatalogSearch(index, VOCABULARIES);
  }

  @AfterEach
  void close() {
    index.close();
  }

  @Test
  void an_empty_node_answers_with_nothing_and_no_error() {
    CatalogAnswer answer = search.answer(everything());

    assertThat(answer.collections()).isEmpty();
    assertThat(answer.facets())
        .extracting(CatalogAnswer.FacetCounts::field)
        .contains("sex", "diagnosis");
  }

  @Test
  void acquisitions_are_told_in_ranges_of_what_their_images_say() {
    load("prostate", 0, 30);
    List<Change> images = new ArrayList<>();
    for (int man = 0; man < 30; man++) {
      images.add(change(imaging("prostate-m" + man, man < 20 ? "2.89" : "1.5")));
    }
    projection.apply(images);

    var facet =
        search.answer(everything()).facets().stream()
            .filter(one -> one.field().equals("field-strength"))
            .findFirst()
            .orElseThrow();

    assertThat(facet.choices())
        .extracting(one -> one.value().label() + " " + one.value().patients())
        .containsExactly("1 to 1.6 T 10", "2.7 to 3.2 T 20");
  }

  @Test
  void a_collection_tells_its_size_and_hides_parts_below_ten() {
    load("breast", 40, 3);

    var collection = search.holdings().collection("breast").orElseThrow();

    assertThat(collection.patients()).isEqualTo(new Count.Told(40));
    assertThat(collection.sexes())
        .extracting(sex -> sex.value() + " " + sex.patients())
        .containsExactly("female 40");
  }

  @ParameterizedTest(name = "{0} men")
  @ValueSource(ints = {0, 1, 2, 9})
  void a_whole_never_tells_how_many_are_in_a_part_that_is_not_told(int men) {
    load("breast", 305 - men, men);

    var collection = search.holdings().collection("breast").orElseThrow();

    assertThat(collection.patients()).isEqualTo(new Count.Told(310));
    assertThat(collection.matching()).isEqualTo(collection.patients());
  }

  @Test
  void a_collection_below_ten_tells_neither_size_nor_ages() {
    load("rare", 4, 5);

    var collection = search.holdings().collection("rare").orElseThrow();

    assertThat(collection.patients()).isEqualTo(new Count.TooFew());
    assertThat(collection.ages()).isEmpty();
  }

  @Test
  void words_find_a_collection_by_its_title_and_by_the_terms_of_its_diagnoses() {
    load("breast", 20, 0);
    load("other", 20, 0);

    assertThat(ids(CatalogQuestion.of("title:breast title", Map.of()))).containsExactly("breast");
    assertThat(ids(CatalogQuestion.of("neoplasm", Map.of()))).containsExactly("breast", "other");
    assertThat(ids(CatalogQuestion.of("neoplasm nonsense", Map.of()))).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"\"", "(", "a AND", "~~~", "***", "\u0000", "💥 [", "field:x\\"})
  void no_text_is_an_error(String words) {
    load("breast", 12, 0);

    assertThat(search.answer(CatalogQuestion.of(words, Map.of()))).isNotNull();
  }

  @Test
  void a_facet_nobody_declared_is_ignored_and_told() {
    load("breast", 12, 0);

    CatalogAnswer answer =
        search.answer(CatalogQuestion.of("", Map.of("shoe-size", List.of("44"))));

    assertThat(answer.collections()).hasSize(1);
    assertThat(answer.understood().ignored()).singleElement().asString().contains("shoe-size");
  }

  @Test
  void a_facet_lists_values_without_match_as_fewer_than_ten() {
    load("breast", 30, 30);

    var answer = search.answer(CatalogQuestion.of("", Map.of("diagnosis", List.of("C61"))));

    assertThat(answer.facets().getFirst().choices())
        .extracting(choice -> choice.value().value() + " " + choice.value().patients())
        .containsExactly("female fewer than 10", "male 30");
  }

  @Test
  void a_deleted_resource_takes_back_what_it_had_said() {
    load("breast", 15, 20);
    assertThat(search.holdings().collection("breast").orElseThrow().patients())
        .isEqualTo(new Count.Told(40));
    projection.apply(
        List.of(gone("Condition", "breast-f0-dx"), gone("ResearchSubject", "breast-f1-subject")));

    var collection = search.holdings().collection("breast").orElseThrow();

    assertThat(collection.patients()).isEqualTo(new Count.Told(30));
    assertThat(
            search.answer(CatalogQuestion.of("", Map.of("diagnosis", List.of("C50")))).patients())
        .isEqualTo(new Count.Told(10));
  }

  @Test
  void the_position_survives_with_the_index() {
    load("breast", 12, 0);
    long position = projection.checkpoint();
    index.close();
    open();

    assertThat(projection.checkpoint()).isEqualTo(position).isPositive();
    assertThat(search.holdings().collection("breast")).isPresent();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void any_order_and_any_batches_of_changes_give_the_counts_of_a_plain_count(long seed) {
    var random = new Random(seed);
    List<ObjectNode> resources = new ArrayList<>();
    Set<String> members = new HashSet<>();
    for (int patient = 0; patient < 120; patient++) {
      String id = "p" + patient;
      resources.add(patient(id, random.nextBoolean() ? "male" : "female"));
      if (random.nextInt(4) > 0) {
        resources.add(condition(id, random.nextBoolean() ? "C61" : "C50.4"));
      }
      if (random.nextInt(3) > 0) {
        resources.add(subject(id, "mix"));
        members.add(id);
      }
    }
    resources.add(study("mix"));
    long expected =
        resources.stream()
            .filter(node -> node.get("resourceType").stringValue().equals("Condition"))
            .filter(node -> node.toString().contains("C50.4"))
            .filter(node -> members.contains(node.get("id").stringValue().replace("-dx", "")))
            .count();
    Collections.shuffle(resources, random);
    for (int at = 0; at < resources.size(); ) {
      int to = Math.min(resources.size(), at + 1 + random.nextInt(50));
      projection.apply(resources.subList(at, to).stream().map(this::change).toList());
      at = to;
    }

    var matching =
        search.answer(CatalogQuestion.of("", Map.of("diagnosis", List.of("C50")))).collections();

    assertThat(matching).singleElement().extracting("matching").isEqualTo(Count.of(expected));
  }

  @Test
  void an_answer_names_the_data_version_it_is_of() {
    assertThat(search.holdings().version()).isEqualTo(new DataVersion(0, Instant.EPOCH));
    load("breast", 12, 0);

    assertThat(search.answer(everything()).version())
        .isEqualTo(new DataVersion(projection.checkpoint(), Instant.EPOCH))
        .isEqualTo(search.holdings().version());
  }

  @Test
  void a_collection_is_here_since_its_first_version_whatever_comes_later() {
    for (int day : List.of(1, 3, 2)) {
      projection.apply(List.of(changed(study("breast"), day), changed(study("breast"), day + 10)));
    }

    assertThat(search.holdings().collection("breast").orElseThrow().since())
        .isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
  }

  private Change changed(ObjectNode resource, int dayOfJanuary) {
    return new Change(
        ++sequence,
        "ResearchStudy",
        resource.get("id").stringValue(),
        1,
        Instant.parse("2026-01-%02dT00:00:00Z".formatted(dayOfJanuary)),
        Optional.of(resource));
  }

  private List<String> ids(CatalogQuestion question) {
    return search.answer(question).collections().stream().map(found -> found.id()).toList();
  }

  private static CatalogQuestion everything() {
    return CatalogQuestion.of("", Map.of());
  }

  private void load(String collection, int women, int men) {
    List<ObjectNode> resources = new ArrayList<>();
    resources.add(study(collection));
    for (int number = 0; number < women + men; number++) {
      boolean woman = number < women;
      String id = collection + (woman ? "-f" + number : "-m" + number);
      resources.add(patient(id, woman ? "female" : "male"));
      resources.add(condition(id, woman ? "C50.4" : "C61"));
      resources.add(subject(id, collection));
    }
    projection.apply(resources.stream().map(this::change).toList());
  }

  private Change change(ObjectNode resource) {
    return Ward.change(++sequence, resource);
  }

  private Change gone(String type, String id) {
    return new Change(++sequence, type, id, 2, Instant.EPOCH, Optional.empty());
  }

  private static ObjectNode study(String id) {
    return parse(
        """
        {"resourceType":"ResearchStudy","id":"%s","status":"active","title":"%s title"}\
        """
            .formatted(id, id));
  }

  private static ObjectNode patient(String id, String gender) {
    return parse(
        """
        {"resourceType":"Patient","id":"%s","gender":"%s","birthDate":"1950"}\
        """
            .formatted(id, gender));
  }

  private static ObjectNode condition(String id, String icd10) {
    return parse(
        """
        {"resourceType":"Condition","id":"%s-dx","subject":{"reference":"Patient/%s"},"onsetDateTime":"2015-02-03",
         "code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10","code":"%s","display":"Malignant neoplasm"}]}}\
        """
            .formatted(id, id, icd10));
  }

  private static ObjectNode imaging(String id, String tesla) {
    return parse(
        """
        {"resourceType":"ImagingStudy","id":"%s-is","status":"available","subject":{"reference":"Patient/%s"},
         "series":[{"uid":"2.25.1","extension":[{"url":"https://tessera.dev/fhir/StructureDefinition/acquisition",
           "extension":[{"url":"MagneticFieldStrength","valueQuantity":{"value":%s}}]}]}]}\
        """
            .formatted(id, id, tesla));
  }

  private static ObjectNode subject(String id, String study) {
    return parse(
        """
        {"resourceType":"ResearchSubject","id":"%s-subject","status":"on-study",
         "study":{"reference":"ResearchStudy/%s"},"individual":{"reference":"Patient/%s"}}\
        """
            .formatted(id, study, id));
  }

  private static ObjectNode parse(String json) {
    return (ObjectNode) JsonMapper.shared().readTree(json);
  }
}
