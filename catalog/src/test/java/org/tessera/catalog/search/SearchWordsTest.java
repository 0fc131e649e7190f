package org.tessera.catalog.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.catalog.Count;
import org.tessera.catalog.English;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.CatalogProjection;
import org.tessera.fhir.store.Change;
import org.tessera.vocabularies.Vocabularies;
import org.tessera.vocabularies.words.Spoken;
import org.tessera.vocabularies.words.Words;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Three collections: breast (20 women, MR), lung (15 men, CT), rare (3 with benign tumours, of
/// whom one diagnosis carries a word nobody else has).
class SearchWordsTest {
  private static final Vocabularies VOCABULARIES = Vocabularies.builtIn();
  @TempDir Path folder;
  private CatalogIndex index;
  private CatalogSearch search;
  private long sequence;

  @BeforeEach
  void load() {
    index = new CatalogIndex(folder, VOCABULARIES);
    search = new CatalogSearch(index, VOCABULARIES);
    List<ObjectNode> all = new ArrayList<>();
    all.add(study("breast", "Mamma cohort"));
    all.add(study("lung", "Thorax cohort"));
    all.add(study("rare", "Odd findings"));
    for (int number = 0; number < 20; number++) {
      all.addAll(patient("breast", "b" + number, "female", "C50.4", "tumour"));
      imaging(all, "b" + number, "MR");
    }
    for (int number = 0; number < 15; number++) {
      all.addAll(patient("lung", "l" + number, "male", "C34.1", "tumour"));
      imaging(all, "l" + number, "CT");
    }
    for (int number = 0; number < 3; number++) {
      all.addAll(patient("rare", "r" + number, "female", "D24", number == 0 ? "Zverev" : "tumour"));
    }
    new CatalogProjection(index).apply(all.stream().map(this::change).toList());
  }

  @AfterEach
  void close() {
    index.close();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "breast cancer,breast",
        "C50,breast",
        "c50.4,breast",
        "C50.9,",
        "MRI,breast",
        "МРТ,breast",
        "Brustkrebs,breast",
        "рак молочной железы,breast",
        "\"magnetic resonance\",breast",
        "CT,lung",
        "MRI OR CT,breast lung",
        "cohort,breast lung",
        "cohort -MRI,lung",
        "title:cohort MRI,breast",
        "title:MRI,",
        "code:C34,lung",
        "sex:female,breast",
        "sex:women cohort,breast",
        "diagnosis:C50.4,breast",
        "modality:m*,breast",
        "thor*,lung",
        "odd,rare",
        "tumour nonsense,",
        "\"cohort mamma\","
      })
  void words_codes_and_fields_find_collections(String words, String found) {
    assertThat(ids(ask(words)))
        .isEqualTo(found == null || found.isEmpty() ? List.of() : List.of(found.split(" ", -1)));
  }

  @Test
  void a_typing_error_is_forgiven_and_told() {
    CatalogAnswer answer = ask("mamographie");

    assertThat(answer.understood().notes()).isEmpty();
    answer = ask("thoracs OR maggnetic");

    assertThat(English.of(answer.understood().notes()))
        .contains("“maggnetic” was read as “magnetic”.");
    assertThat(ids(answer)).containsExactly("breast");
  }

  @Test
  void a_word_of_few_patients_is_neither_proposed_nor_told_by_a_listing() {
    assertThat(ask("Zverew").understood().notes()).isEmpty();
    assertThat(ids(ask("Zverev"))).isEmpty();
    assertThat(ids(ask("absent"))).isEmpty();
    assertThat(ask("Zverev").patients()).isEqualTo(ask("absent").patients());
  }

  @Test
  void a_hit_says_why_and_names_codes_of_ten_patients_or_more_alone() {
    Map<String, List<Spoken>> why = ask("breast OR cohort").why();

    assertThat(English.of(why.getOrDefault("breast", List.of())))
        .containsExactly(
            "“breast”: its title, description or id; diagnosis C50.4 Breast cancer (20 patients)",
            "“cohort”: its title, description or id");
    assertThat(English.of(why.getOrDefault("lung", List.of())))
        .containsExactly("“cohort”: its title, description or id");
    assertThat(English.of(ask("odd OR benign").why().getOrDefault("rare", List.of())))
        .containsExactly("“odd”: its title, description or id");
  }

  @Test
  void what_is_told_of_a_question_is_told_in_the_language_of_its_reader() {
    CatalogAnswer answer = ask("breast maggnetic");
    Words russian = English.in("ru");

    assertThat(russian.say("said", answer.understood().notes().getFirst()))
        .isEqualTo("«maggnetic» прочитано как «magnetic».");
    assertThat(russian.say("said", answer.why().getOrDefault("breast", List.of()).getFirst()))
        .isEqualTo(
            "«breast»: название, описание или идентификатор;"
                + " диагноз C50.4 Рак молочной железы (20 пациентов)");
  }

  @Test
  void a_filter_or_value_there_is_not_is_ignored_and_told() {
    CatalogAnswer answer =
        search.answer(
            CatalogQuestion.of(
                "", Map.of("shoe-size", List.of("44"), "sex", List.of("female", "m<x>"))));

    assertThat(answer.question().chosen()).isEqualTo(Map.of("sex", List.of("female")));
    assertThat(English.of(answer.understood().ignored()))
        .containsExactly(
            "Sex: no ten patients here have the value “m<x>”.", "There is no filter “shoe-size”.");
    assertThat(ids(answer)).containsExactly("breast");
  }

  @Test
  void an_unknown_field_is_read_as_words_and_told() {
    CatalogAnswer answer = ask("thorax:cohort");

    assertThat(ids(answer)).containsExactly("lung");
    assertThat(English.of(answer.understood().notes()))
        .singleElement()
        .asString()
        .contains("“thorax”");
  }

  @Test
  void what_is_not_recorded_is_a_value_of_its_own() {
    CatalogAnswer answer =
        search.answer(CatalogQuestion.of("", Map.of("stage", List.of(CatalogIndex.MISSING))));

    assertThat(answer.patients()).isEqualTo(new Count.Told(40));
    assertThat(
            answer.facets().stream()
                .flatMap(facet -> facet.choices().stream())
                .filter(choice -> choice.value().value().equals(CatalogIndex.MISSING))
                .map(choice -> choice.value().label()))
        .isNotEmpty()
        .containsOnly("Not recorded");
    assertThat(search.holdings().collection("rare").orElseThrow().modalities()).isEmpty();
  }

  @Test
  void each_part_can_be_left_out_of_the_question() {
    Understood understood = ask("breast CT OR \"no such\" -lung").understood();

    assertThat(understood.parts().stream().map(part -> English.of(part.words())))
        .containsExactly("“breast”", "“CT” OR “no such”", "NOT “lung”");
    assertThat(understood.without())
        .containsExactly("CT OR \"no such\" -lung", "breast -lung", "breast CT OR \"no such\"");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void no_string_is_an_error(long seed) {
    var random = new Random(seed);
    String letters = "aC5.0 \"'-:*|()[]{}~^\\/+&!?<>\u0000\u00e9\u0416\ud83d\t\n";
    for (int round = 0; round < 150; round++) {
      String typed = AskedTest.typed(random, letters, 40);
      assertThat(ask(typed).facets()).isNotEmpty();
    }
  }

  private CatalogAnswer ask(String words) {
    return search.answer(CatalogQuestion.of(words, Map.of()));
  }

  private static List<String> ids(CatalogAnswer answer) {
    return answer.collections().stream().map(found -> found.id()).sorted().toList();
  }

  private Change change(ObjectNode resource) {
    return Ward.change(++sequence, resource);
  }

  private static ObjectNode study(String id, String title) {
    return parse(
        """
        {"resourceType":"ResearchStudy","id":"%s","status":"active","title":"%s"}\
        """
            .formatted(id, title));
  }

  private static List<ObjectNode> patient(
      String study, String id, String gender, String icd10, String words) {
    return List.of(
        parse(
            """
            {"resourceType":"Patient","id":"%s","gender":"%s"}\
            """
                .formatted(id, gender)),
        parse(
            """
            {"resourceType":"Condition","id":"%1$s-dx","subject":{"reference":"Patient/%1$s"},
             "code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10","code":"%2$s"}],"text":"%3$s"}}\
            """
                .formatted(id, icd10, words)),
        parse(
            """
            {"resourceType":"ResearchSubject","id":"%1$s-subject","status":"on-study",
             "study":{"reference":"ResearchStudy/%2$s"},"individual":{"reference":"Patient/%1$s"}}\
            """
                .formatted(id, study)));
  }

  private static void imaging(List<ObjectNode> all, String id, String modality) {
    all.add(
        parse(
            """
            {"resourceType":"ImagingStudy","id":"%1$s-im","status":"available",
             "subject":{"reference":"Patient/%1$s"},
             "modality":[{"system":"http://dicom.nema.org/resources/ontology/DCM","code":"%2$s"}]}\
            """
                .formatted(id, modality)));
  }

  private static ObjectNode parse(String json) {
    return (ObjectNode) JsonMapper.shared().readTree(json);
  }
}
