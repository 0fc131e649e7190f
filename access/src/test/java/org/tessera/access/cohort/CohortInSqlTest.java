package org.tessera.access.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.catalog.Count;
import org.tessera.catalog.cohort.CohortJson;
import org.tessera.catalog.cohort.Criterion;
import org.tessera.catalog.cohort.Statements;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.CatalogProjection;
import org.tessera.catalog.search.CatalogSearch;
import org.tessera.catalog.search.CohortSearch;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.fhir.store.Change;
import org.tessera.omop.OmopProjection;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.node.ObjectNode;

/// The same question to two stores that were made of the same log by different code: the index, and
/// OMOP through the SQL a cohort is exported as.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CohortInSqlTest {
  private static final Vocabularies VOCABULARIES = Vocabularies.builtIn();
  private static final Instant DAY = Instant.parse("2026-11-01T00:00:00Z");
  private static final int PATIENTS = 400;
  private static final int QUESTIONS = 250;

  private static final List<String> DIAGNOSES =
      List.of("C50", "C61", "C34", "D05", "I10", "C00-C97", "C15-C26", "D00-D09", "C60-C63");

  @TempDir static Path folder;
  private final TestDatabase database = TestDatabase.create("omop");
  private final Map<String, ObjectNode> store = new TreeMap<>();
  private CatalogIndex index;
  private CohortSearch cohorts;

  @BeforeAll
  void load() {
    index = new CatalogIndex(folder, VOCABULARIES);
    cohorts = new CohortSearch(index, new CatalogSearch(index, VOCABULARIES));
    var random = new Random(20261122);
    List<Change> log = new ArrayList<>();
    for (int number = 0; number < PATIENTS; number++) {
      for (ObjectNode resource : MadeUpPatients.patient(random, "p" + number)) {
        String type = resource.get("resourceType").stringValue();
        String id = resource.get("id").stringValue();
        store.put(type + "/" + id, resource);
        log.add(new Change(log.size() + 1, type, id, 1, DAY, Optional.of(resource)));
      }
    }
    var omop =
        new OmopProjection(
            database.dataSource(),
            VOCABULARIES,
            (type, id) -> Optional.ofNullable(store.get(type + "/" + id)));
    omop.apply(log);
    omop.settle();
    new CatalogProjection(index).apply(log);
  }

  @AfterAll
  void close() {
    index.close();
    database.close();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void index_and_sql_find_as_many_patients(long seed) throws SQLException {
    var random = new Random(seed);
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (int question = 0; question < QUESTIONS; question++) {
        String json = tree(random, 3);
        Criterion cohort = CohortJson.read(json).cohort();
        Statements.Statement sql = Statements.omop(index.attributes(), cohort);
        assertThat(sql.unsaid()).as(json).isEmpty();

        assertThat(cohorts.answer(cohort, true).patients())
            .as(json)
            .isEqualTo(Count.exact(rows(statement, sql.text())));
      }
    }
  }

  @Test
  void the_questions_find_somebody_and_not_everybody() {
    var random = new Random(1);
    List<Count> found = new ArrayList<>();
    for (int question = 0; question < QUESTIONS; question++) {
      found.add(cohorts.answer(CohortJson.read(tree(random, 3)).cohort(), true).patients());
    }

    assertThat(found.stream().distinct().count()).isGreaterThan(50);
  }

  @Test
  void what_omop_does_not_hold_is_said() {
    Criterion cohort =
        CohortJson.read("{\"level\":\"patient\",\"where\":{\"network\":[\"alpine\"]}}").cohort();

    assertThat(Statements.omop(index.attributes(), cohort).unsaid())
        .singleElement()
        .asString()
        .contains("Network");
  }

  @Test
  void what_fhir_searches_say_and_what_they_do_not() {
    Criterion cohort =
        CohortJson.read(
                """
                {"all":[{"level":"patient","where":{"sex":["female"],"grade":["G3"],"age":{"from":40},
                   "diagnosis":["C60-C63"],"stage":["II"]}},
                 {"level":"series","where":{"modality":["MR","CT"]}},
                 {"level":"series","where":{"modality":["MR"],"slice-thickness":{"to":3}}}]}
                """)
            .cohort();

    Statements.Statement fhir = Statements.fhir(index.attributes(), cohort);

    assertThat(fhir.text().lines().filter(line -> line.startsWith("Condition?")))
        .singleElement()
        .asString()
        .startsWith(
            "Condition?code=http://hl7.org/fhir/sid/icd-10%7CC60,http://hl7.org/fhir/sid/icd-10%7CC60.0,")
        .contains("%7CC63.9")
        .endsWith("&verification-status:not=refuted,entered-in-error");
    assertThat(fhir.text().lines().filter(line -> !line.startsWith("Condition?")))
        .containsExactly(
            "Observation?code=C18000,258244004&value-concept=1228851006",
            "Patient?gender=female",
            "Observation?code=399537006,399588009,21908-9,21902-2&value-concept=Stage-2"
                + "&status:not=entered-in-error,cancelled",
            "ImagingStudy?modality=CT,MR");
    assertThat(fhir.unsaid()).hasSize(2).first().asString().contains("Age at diagnosis");
    assertThat(fhir.apart()).singleElement().asString().contains("form");
  }

  @Test
  void a_value_is_never_part_of_the_statement() throws SQLException {
    Criterion cohort =
        CohortJson.read(
                "{\"level\":\"series\",\"where\":{\"manufacturer\":[\"x'); DROP TABLE cdm.person;"
                    + " --\"]}}")
            .cohort();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(rows(statement, Statements.omop(index.attributes(), cohort).text())).isZero();
    }
  }

  private static long rows(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      long found = 0;
      while (rows.next()) {
        found++;
      }
      return found;
    }
  }

  private static String tree(Random random, int depth) {
    return switch (depth == 0 ? 3 : random.nextInt(5)) {
      case 0 -> "{\"all\":[" + tree(random, depth - 1) + "," + tree(random, depth - 1) + "]}";
      case 1 -> "{\"any\":[" + tree(random, depth - 1) + "," + tree(random, depth - 1) + "]}";
      case 2 -> "{\"not\":" + tree(random, depth - 1) + "}";
      default -> leaf(random);
    };
  }

  private static String leaf(Random random) {
    return switch (random.nextInt(10)) {
      case 6 ->
          "{\"level\":\"patient\",\"where\":{\"diagnosis\":[\"%s\",\"%s\"]}}"
              .formatted(one(random, DIAGNOSES), one(random, DIAGNOSES));
      case 7 ->
          "{\"level\":\"patient\",\"where\":{\"age\":{\"from\":%d,\"to\":%d}}}"
              .formatted(20 + random.nextInt(30), 50 + random.nextInt(40));
      case 8 ->
          "{\"level\":\"patient\",\"where\":{\"age\":[\"up to 49\",\"up to %d9\"]}}"
              .formatted(5 + random.nextInt(4));
      case 9 ->
          "{\"level\":\"patient\",\"where\":{\"stage\":[\"%s\"],\"diagnosis\":[\"%s\"]}}"
              .formatted(one(random, List.of("0", "I", "II", "III")), one(random, DIAGNOSES));
      case 0 ->
          "{\"level\":\"patient\",\"where\":{\"sex\":[\"%s\"]}}"
              .formatted(random.nextBoolean() ? "female" : "male");
      case 1 ->
          "{\"level\":\"patient\",\"where\":{\"grade\":[\"G%d\"]}}"
              .formatted(1 + random.nextInt(3));
      case 2 -> "{%s,\"atLeast\":%d}".formatted(treatment(random), 1 + random.nextInt(2));
      case 3 -> "{%s,\"atLeast\":%d}".formatted(series(random), 1 + random.nextInt(3));
      case 4 ->
          "{%s,\"days\":true,\"atLeast\":%d}".formatted(series(random), 1 + random.nextInt(3));
      default ->
          "{%s,\"near\":{%s,\"from\":%d,\"to\":%d}}"
              .formatted(
                  series(random), treatment(random), -random.nextInt(200), random.nextInt(100));
    };
  }

  private static String treatment(Random random) {
    List<String> kinds = List.of("surgery", "chemotherapy", "radiotherapy", "biopsy");
    return "\"level\":\"treatment\",\"where\":{\"treatment\":[\"%s\",\"%s\"]}"
        .formatted(kinds.get(random.nextInt(4)), kinds.get(random.nextInt(4)));
  }

  private static String series(Random random) {
    List<String> where = new ArrayList<>();
    if (random.nextInt(3) > 0) {
      where.add("\"modality\":[\"%s\"]".formatted(one(random, MadeUpPatients.MODALITIES)));
    }
    if (random.nextInt(3) == 0) {
      where.add("\"manufacturer\":[\"%s\"]".formatted(one(random, MadeUpPatients.MAKERS)));
    }
    if (random.nextInt(3) == 0) {
      where.add("\"slice-thickness\":{\"from\":0.5,\"to\":%d}".formatted(1 + random.nextInt(6)));
    }
    if (random.nextInt(5) == 0) {
      where.add("\"imaging-year\":[\"2020\"]");
    }
    return "\"level\":\"series\",\"where\":{" + String.join(",", where) + "}";
  }

  private static String one(Random random, List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
