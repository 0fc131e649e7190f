package org.tessera.catalog.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

class CohortSearchTest {
  private static final Vocabularies VOCABULARIES = Vocabularies.builtIn();
  @TempDir Path folder;
  private CatalogIndex index;
  private CatalogProjection projection;
  private CohortSearch cohorts;
  private long sequence;

  /// A criterion as JSON, and who meets it.
  private record Asked(String json, Predicate<Patient> met) {}

  @BeforeEach
  void open() {
    index = new CatalogIndex(folder, VOCABULARIES);
    projection = new CatalogProjection(index);
    cohorts = new CohortSearch(index, new CatalogSearch(index, VOCABULARIES));
  }

  @AfterEach
  void close() {
    index.close();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void a_cohort_has_the_patients_a_plain_look_finds(long seed) {
    var random = new Random(seed);
    Ward ward = Ward.of(random, 250);
    load(random, ward);
    for (int question = 0; question < 120; question++) {
      Asked asked = tree(random, 3);

      CohortAnswer answer = ask(asked.json(), true);

      assertThat(answer.patients())
          .as(asked.json())
          .isEqualTo(Count.exact(ward.patients.stream().filter(asked.met()).count()));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void nothing_told_to_everybody_tells_a_group_below_ten_from_its_neighbour(long seed) {
    var random = new Random(seed);
    Ward ward = Ward.of(random, 150);
    load(random, ward);
    for (int question = 0; question < 60; question++) {
      Asked one = leaf(random);
      Asked other = leaf(random);
      long left = ward.patients.stream().filter(one.met()).filter(other.met().negate()).count();
      String both = "{\"all\":[" + one.json() + "," + other.json() + "]}";
      if (left < Count.SMALLEST_TOLD) {
        // One of the two is told as if it were not asked for.
        assertThat(ask(both, false).patients())
            .as(both)
            .isIn(
                ask("{\"all\":[" + one.json() + "]}", false).patients(),
                ask("{\"all\":[" + other.json() + "]}", false).patients());
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void every_value_of_every_facet_counts_the_patients_a_plain_look_finds(long seed) {
    var random = new Random(seed);
    Ward ward = Ward.of(random, 300);
    load(random, ward);
    for (int question = 0; question < 40; question++) {
      Map<String, List<String>> chosen = new TreeMap<>();
      for (String field : List.of("sex", "diagnosis", "modality", "manufacturer")) {
        if (random.nextInt(3) == 0) {
          chosen.put(field, List.of(value(random, field)));
        }
      }
      Tally tally =
          index.search(searcher -> {
            var segments = new Segments(searcher, index);
            List<Filter> filters = new ArrayList<>();
            chosen.forEach((field, values) ->
                filters.add(Filter.of(index.attributes(), index.attributes().find(field), values)));
            return Counting.of(segments, segments.everyone(), filters);
          });

      for (String field : List.of("sex", "diagnosis", "modality", "manufacturer")) {
        for (String value : all(field)) {
          Map<String, List<String>> others = new TreeMap<>(chosen);
          others.put(field, List.of(value));
          assertThat(tally.of(index.attributes().find(field), value))
              .as(chosen + " " + field + " " + value)
              .isEqualTo(ward.patients.stream().filter(patient -> meets(patient, others)).count());
        }
      }
      assertThat(tally.patients())
          .isEqualTo(ward.patients.stream().filter(patient -> meets(patient, chosen)).count());
    }
  }

  @Test
  void a_patient_who_is_replaced_is_counted_as_they_are_now() {
    var random = new Random(7);
    Ward ward = Ward.of(random, 60);
    load(random, ward);
    Patient first = ward.patients.getFirst();
    Patient changed =
        new Patient(
            first.id(),
            first.collection(),
            first.sex().equals("male") ? "female" : "male",
            first.codes(),
            first.age(),
            first.series(),
            first.treatments());
    ward.patients.set(0, changed);
    projection.apply(List.of(Ward.change(++sequence, Ward.resources(changed).getFirst())));

    CohortAnswer answer = ask(patient("sex", "male"), true);

    assertThat(answer.patients())
        .isEqualTo(
            Count.exact(
                ward.patients.stream().filter(patient -> patient.sex().equals("male")).count()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "7",
        "{\"all\":[{}]}",
        "{\"level\":\"nothing\"}",
        "{\"level\":\"series\",\"where\":{\"sex\":[\"male\"]}}",
        "{\"level\":\"patient\",\"where\":{\"sex\":{\"from\":1}}}",
        "{\"level\":\"series\",\"near\":{\"level\":\"nothing\"}}",
        "{\"level\":\"series\",\"near\":{\"level\":\"patient\"},\"atLeast\":-3}"
      })
  void no_cohort_is_an_error(String json) {
    load(new Random(3), Ward.of(new Random(3), 30));

    assertThat(ask(json, false).words()).isNotEmpty();
    assertThat(ask(json, true).words()).isNotEmpty();
  }

  @ParameterizedTest(name = "at least {0} %")
  @ValueSource(ints = {20, 30, 50, 60, 70})
  void completeness_is_how_much_of_what_a_record_should_say_is_there(int percent) {
    var random = new Random(5);
    Ward ward = Ward.of(random, 200);
    load(random, ward);

    CohortAnswer answer =
        ask(
            "{\"level\":\"patient\",\"where\":{\"completeness\":{\"from\":%d}}}".formatted(percent),
            true);

    assertThat(answer.patients())
        .isEqualTo(
            Count.exact(
                ward.patients.stream()
                    .filter(patient -> completeness(patient) >= percent)
                    .count()));
  }

  /// Sex and age are always there; nobody has a year of diagnosis, a stage, a follow-up or a vital
  /// status.
  private static int completeness(Patient patient) {
    int known = 2;
    known += patient.codes().isEmpty() ? 0 : 1;
    known += patient.treatments().isEmpty() ? 0 : 1;
    known += patient.series().isEmpty() ? 0 : 2;
    return known * 100 / 10;
  }

  @Test
  void a_cohort_is_read_aloud() {
    String words =
        ask(
                """
                {"all":[{"level":"patient","where":{"sex":["female"],"age":{"from":40,"to":60}}},
                 {"not":{"level":"series","where":{"modality":["CT"]}}},
                 {"level":"series","where":{"modality":["MR"],"slice-thickness":{"to":3}},
                  "near":{"level":"treatment","where":{"treatment":["surgery"]},"from":-90,"to":0}}]}
                """,
                true)
            .words();

    assertThat(words)
        .isEqualTo(
            "Age at diagnosis is 40 to 60 years AND Sex is Female"
                + " AND NOT (Imaging modality is CT Computed tomography)"
                + " AND one imaging series with Imaging modality is MR Magnetic resonance and Slice"
                + " thickness is at most 3 mm at most 90 days before Treatment is Surgery");
  }

  private CohortAnswer ask(String json, boolean exact) {
    Criterion cohort = CohortJson.read(json).cohort();
    assertThat(CohortJson.read(CohortJson.write(cohort)).cohort()).isEqualTo(cohort);
    return cohorts.answer(cohort, exact);
  }

  private void load(Random random, Ward ward) {
    List<Change> changes = new ArrayList<>();
    ward.resources().forEach(resource -> changes.add(Ward.change(++sequence, resource)));
    for (int at = 0; at < changes.size(); ) {
      int to = Math.min(changes.size(), at + 1 + random.nextInt(400));
      projection.apply(changes.subList(at, to));
      at = to;
    }
  }

  private Asked tree(Random random, int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return leaf(random);
    }
    if (random.nextInt(4) == 0) {
      Asked not = tree(random, depth - 1);
      return new Asked("{\"not\":" + not.json() + "}", not.met().negate());
    }
    boolean all = random.nextBoolean();
    Asked one = tree(random, depth - 1);
    Asked other = tree(random, depth - 1);
    return new Asked(
        "{\"" + (all ? "all" : "any") + "\":[" + one.json() + "," + other.json() + "]}",
        all ? one.met().and(other.met()) : one.met().or(other.met()));
  }

  private static Asked leaf(Random random) {
    int from = 30 + 5 * random.nextInt(6);
    int to = from + 5 * random.nextInt(5);
    String modality = value(random, "modality");
    int most = 1 + random.nextInt(6);
    int days = random.nextInt(200);
    int number = 1 + random.nextInt(4);
    Predicate<Series> thin =
        series -> series.modality().equals(modality) && series.thickness() <= most * 10;
    String thinJson =
        "\"level\":\"series\",\"where\":{\"modality\":[\"%s\"],\"slice-thickness\":{\"to\":%d}}"
            .formatted(modality, most);
    return switch (random.nextInt(6)) {
      case 0 -> {
        String sex = value(random, "sex");
        yield new Asked(patient("sex", sex), patient -> patient.sex().equals(sex));
      }
      case 1 -> {
        String code = value(random, "diagnosis");
        yield new Asked(
            patient("diagnosis", code),
            patient -> patient.codes().stream().anyMatch(one -> one.startsWith(code)));
      }
      case 2 ->
          new Asked(
              "{\"level\":\"patient\",\"where\":{\"age\":{\"from\":%d,\"to\":%d}}}"
                  .formatted(from, to),
              patient -> patient.age() >= from && patient.age() <= to);
      case 3 ->
          new Asked(
              "{" + thinJson + ",\"atLeast\":" + number + "}",
              patient -> patient.series().stream().filter(thin).count() >= number);
      case 4 ->
          new Asked(
              "{" + thinJson + ",\"days\":true,\"atLeast\":2}",
              patient ->
                  patient.series().stream().filter(thin).map(Series::day).distinct().count() >= 2);
      default -> beforeSurgery(thin, thinJson, days);
    };
  }

  private static Asked beforeSurgery(Predicate<Series> thin, String thinJson, int days) {
    return new Asked(
        ("{%s,\"near\":{\"level\":\"treatment\",\"where\":{\"treatment\":[\"surgery\"]},"
                + "\"from\":%d,\"to\":0}}")
            .formatted(thinJson, -days),
        patient ->
            patient.series().stream()
                .filter(thin)
                .anyMatch(series ->
                    patient.treatments().stream()
                        .filter(Ward.Treatment::surgery)
                        .map(surgery -> ChronoUnit.DAYS.between(surgery.day(), series.day()))
                        .anyMatch(apart -> apart <= 0 && apart >= -days)));
  }

  private static String patient(String field, String value) {
    return "{\"level\":\"patient\",\"where\":{\"%s\":[\"%s\"]}}".formatted(field, value);
  }

  private static List<String> all(String field) {
    return switch (field) {
      case "sex" -> Ward.SEXES;
      case "diagnosis" -> Ward.CODES.stream().map(code -> code.substring(0, 3)).toList();
      case "modality" -> Ward.MODALITIES;
      default -> Ward.MAKERS;
    };
  }

  private static String value(Random random, String field) {
    return all(field).get(random.nextInt(all(field).size()));
  }

  private static boolean meets(Patient patient, Map<String, List<String>> chosen) {
    List<String> modality = chosen.getOrDefault("modality", List.of());
    List<String> maker = chosen.getOrDefault("manufacturer", List.of());
    boolean series =
        (modality.isEmpty() && maker.isEmpty())
            || patient.series().stream()
                .anyMatch(one ->
                    (modality.isEmpty() || modality.contains(one.modality()))
                        && (maker.isEmpty() || maker.contains(one.maker())));
    return series
        && chosen.getOrDefault("sex", List.of(patient.sex())).contains(patient.sex())
        && chosen.getOrDefault("diagnosis", List.of()).stream()
            .allMatch(code -> patient.codes().stream().anyMatch(one -> one.startsWith(code)));
  }
}
