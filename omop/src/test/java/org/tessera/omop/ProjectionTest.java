package org.tessera.omop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.fhir.store.Change;

/// The view follows the log: whatever order, whatever interruption, the same rows.
class ProjectionTest extends WorldTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void a_rebuild_gives_the_rows_that_changes_in_any_order_gave(long seed) {
    Random random = new Random(seed);
    List<Change> history = history(random);
    for (int from = 0; from < history.size(); ) {
      int to = Math.min(history.size(), from + 1 + random.nextInt(25));
      world.projection.apply(history.subList(from, to));
      from = to;
    }
    assertThat(world.projection.settle()).isEmpty();
    List<String> incremental = world.everything();
    assertThat(world.rows("select count(*) > 3 from cdm.measurement")).containsExactly("t");
    world.projection.reset();
    assertThat(world.rows("select * from omop.lineage")).isEmpty();
    world.projection.apply(world.log);
    assertThat(world.projection.settle()).isEmpty();
    assertThat(world.everything()).isEqualTo(incremental);
    assertThat(world.projection.checkpoint()).isEqualTo(world.log.size());
  }

  /// First versions in a random order, then changes and removals: patients late, early, gone and
  /// back.
  private List<Change> history(Random random) {
    List<String> resources = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      resources.addAll(Patients.resources("p" + i, random));
    }
    Collections.shuffle(resources, random);
    resources.forEach(world::put);
    List<String> again = new ArrayList<>(resources.subList(0, resources.size() / 3));
    for (String resource : again) {
      var json = World.json(resource);
      String type = json.get("resourceType").stringValue();
      if (random.nextBoolean()) {
        world.delete(type, json.get("id").stringValue());
        if (random.nextBoolean()) {
          world.put(json);
        }
      } else {
        world.put(World.json(resource.replace("-02-03", "-02-04").replace("1960", "1961")));
      }
    }
    return world.log;
  }

  @Test
  void a_resource_that_comes_before_its_patient_waits_for_it() {
    world.project(TrapsTest.psa("o", "p", "2020-01-01"));
    assertThat(world.rows("select * from cdm.measurement")).isEmpty();
    assertThat(world.rows("select reason from omop.lineage")).containsExactly("no person");
    world.project(World.patient("p"));
    assertThat(world.rows("select person_id from cdm.measurement"))
        .containsExactly(Long.toString(RowIds.person("p")));
    assertThat(world.rows("select * from omop.lineage where reason is not null")).isEmpty();
  }

  @Test
  void what_is_about_a_deleted_patient_leaves_and_returns_with_the_patient() {
    world.project(World.patient("p"), TrapsTest.psa("o", "p", "2020-01-01"));
    List<String> before = world.everything();
    world.projection.apply(List.of(world.delete("Patient", "p")));
    assertThat(world.rows("select * from cdm.measurement")).isEmpty();
    assertThat(world.rows("select * from cdm.observation_period")).isEmpty();
    assertThat(world.rows("select fhir_id, reason from omop.lineage"))
        .containsExactly("o|no person");
    assertThat(world.projection.settle()).isEmpty();
    world.project(World.patient("p"));
    assertThat(world.everything()).isEqualTo(before);
  }

  @Test
  void a_year_of_birth_follows_from_a_stated_age_whenever_that_comes() {
    world.project("{'resourceType':'Patient','id':'p','gender':'male'}");
    world.project(TrapsTest.psa("o", "p", "2020-01-01"));
    assertThat(world.rows("select fhir_id, reason from omop.lineage order by 1"))
        .containsExactly("o|no person", "p|no year of birth");
    world.project(
        """
        {'resourceType':'Observation','id':'age','status':'final','subject':{'reference':'Patient/p'},
         'code':{'coding':[{'system':'http://snomed.info/sct','code':'423493009'}]},'effectiveDateTime':'2019-06-30',
         'valueQuantity':{'value':63.5,'code':'a','system':'http://unitsofmeasure.org'}}
        """);
    assertThat(world.rows("select year_of_birth from cdm.person")).containsExactly("1956");
    assertThat(
            world.rows(
                "select fhir_id from omop.lineage where cdm_table = 'measurement' order by 1"))
        .containsExactly("age", "o");
    world.projection.apply(List.of(world.delete("Observation", "age")));
    assertThat(world.rows("select * from cdm.person")).isEmpty();
    assertThat(world.rows("select * from cdm.measurement")).isEmpty();
  }

  @Test
  void rows_point_at_their_visit_from_when_it_is_there_and_no_longer() {
    world.project(
        World.patient("p"),
        TrapsTest.psa("o", "p", "2020-01-01")
            .replace("'status'", "'encounter':{'reference':'Encounter/e'},'status'"));
    assertThat(world.rows("select visit_occurrence_id from cdm.measurement")).containsExactly("-");
    world.project(
        """
        {'resourceType':'Encounter','id':'e','status':'finished','class':{'code':'IMP'},
         'subject':{'reference':'Patient/p'},'period':{'start':'2020-01-01','end':'2020-01-03'}}
        """);
    assertThat(
            world.rows(
                "select visit_concept_id, visit_end_date from cdm.measurement join"
                    + " cdm.visit_occurrence using (visit_occurrence_id)"))
        .containsExactly("9201|2020-01-03");
    world.projection.apply(List.of(world.delete("Encounter", "e")));
    assertThat(world.rows("select visit_occurrence_id from cdm.measurement")).containsExactly("-");
  }

  @Test
  void a_cancer_is_a_disease_episode_and_treatments_begun_on_one_day_are_one_regimen() {
    world.project(
        World.patient("p"),
        TrapsTest.condition("dx", "p", "http://hl7.org/fhir/sid/icd-10", "C61", "2020-01-01"),
        treatment("a", "2020-03-01", "2020-03-20"),
        treatment("b", "2020-03-01", "2020-04-30"),
        treatment("c", "2020-09-01", "2020-09-02"));
    assertThat(
            world.rows(
                """
                select episode_concept_id, episode_number, episode_start_date, episode_end_date,
                  episode_parent_id is null, (select count(*) from cdm.episode_event e where e.episode_id = episode.episode_id)
                from cdm.episode order by episode_start_date
                """))
        .containsExactly(
            "32533|1|2020-01-01|-|t|1",
            "32531|1|2020-03-01|2020-04-30|f|2",
            "32531|2|2020-09-01|2020-09-02|f|1");
    assertThat(
            world.rows(
                """
                select drug_era_start_date, drug_era_end_date, drug_exposure_count, gap_days
                from cdm.drug_era order by 1
                """))
        .containsExactly("2020-03-01|2020-04-30|2|0", "2020-09-01|2020-09-02|1|0");
  }

  @Test
  void each_series_of_an_imaging_study_is_an_image_of_its_procedure() {
    world.project(Patients.resources("p", new Random(1)).toArray(String[]::new));
    assertThat(
            world.rows(
                """
                select image_series_uid, procedure_concept_id, modality_concept_id, image_occurrence_date = procedure_date
                from cdm.image_occurrence join cdm.procedure_occurrence using (procedure_occurrence_id) order by 1
                """))
        .containsExactly("2.25.11|4013636|2128009230|t", "2.25.12|4013636|2128009230|t");
  }

  @Test
  void rows_and_checkpoint_move_together_when_the_connection_dies_between_them() {
    world.project(World.patient("p"));
    List<String> before = world.everything();
    Change change = world.put(TrapsTest.psa("o", "p", "2020-01-01"));
    try (OmopProjection dying =
        world.on(failingAt(world.database.dataSource(), "update omop.checkpoint"))) {
      assertThatThrownBy(() -> dying.apply(List.of(change)))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(world.everything()).isEqualTo(before);
    assertThat(world.projection.checkpoint()).isEqualTo(1);
    world.projection.apply(List.of(change));
    assertThat(world.rows("select count(*) from cdm.measurement")).containsExactly("1");
    assertThat(world.projection.checkpoint()).isEqualTo(2);
  }

  @Test
  void foreign_keys_leave_for_a_bulk_load_and_are_back_and_checked_when_it_is_over() {
    List<Change> changes = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; changes.size() < 1500; i++) {
      Patients.resources("p" + i, random).forEach(resource -> changes.add(world.put(resource)));
    }
    // Held, so that the keys do not come back by themselves before they are counted.
    synchronized (world.projection) {
      world.projection.apply(changes);
      assertThat(keys()).isLessThan(188);
      assertThat(world.projection.settle()).isEmpty();
    }
    assertThat(keys()).isEqualTo(188);
    assertThatThrownBy(
            () -> {
              try (Connection connection = world.database.dataSource().getConnection();
                  var statement = connection.createStatement()) {
                statement.execute("update cdm.measurement set measurement_concept_id = 424242");
              }
            })
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("fpk_measurement_measurement_concept_id");
  }

  @Test
  void a_bulk_load_does_not_wait_for_somebody_who_reads_and_keeps_the_foreign_keys()
      throws Exception {
    List<Change> changes = new ArrayList<>();
    Random random = new Random(8);
    for (int i = 0; changes.size() < 1200; i++) {
      Patients.resources("p" + i, random).forEach(resource -> changes.add(world.put(resource)));
    }
    try (Connection reader = world.database.dataSource().getConnection()) {
      reader.setAutoCommit(false);
      reader.createStatement().executeQuery("select count(*) from cdm.measurement").close();
      world.projection.apply(changes);
      assertThat(keys()).isEqualTo(188);
      reader.rollback();
    }
    assertThat(world.projection.checkpoint()).isEqualTo(world.log.size());
  }

  @Test
  void a_process_killed_in_a_bulk_load_finds_its_foreign_keys_again() throws Exception {
    try (Connection connection = world.database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      assertThat(ForeignKeys.suspend(connection)).isTrue();
      connection.commit();
    }
    try (OmopProjection restarted = world.on(world.database.dataSource())) {
      assertThat(restarted.settle()).isEmpty();
    }
    assertThat(keys()).isEqualTo(188);
  }

  @Test
  void a_foreign_key_that_does_not_hold_is_named() throws Exception {
    world.project(World.patient("p"), TrapsTest.psa("o", "p", "2020-01-01"));
    synchronized (world.projection) {
      try (Connection connection = world.database.dataSource().getConnection();
          var statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        assertThat(ForeignKeys.suspend(connection)).isTrue();
        statement.execute("update cdm.measurement set unit_concept_id = 424242");
        connection.commit();
      }
      assertThat(world.projection.settle()).containsExactly("fpk_measurement_unit_concept_id");
      assertThat(world.projection.settle()).containsExactly("fpk_measurement_unit_concept_id");
    }
  }

  private int keys() {
    return Integer.parseInt(
        world
            .rows(
                "select count(*) from pg_constraint where contype = 'f' and connamespace ="
                    + " 'cdm'::regnamespace and convalidated")
            .getFirst());
  }

  private static String treatment(String id, String start, String end) {
    return """
    {'resourceType':'MedicationAdministration','id':'%s','status':'completed','subject':{'reference':'Patient/p'},
     'reasonReference':[{'reference':'Condition/dx'}],'effectivePeriod':{'start':'%s','end':'%s'},
     'medicationCodeableConcept':{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'1946825'}]}}
    """
        .formatted(id, start, end);
  }

  /// A data source whose connections break at a statement, as when the server goes away.
  private static DataSource failingAt(DataSource real, String sql) {
    return proxy(
        DataSource.class,
        (self, method, arguments) -> {
          Object result = call(real, method, arguments);
          return result instanceof Connection connection ? failing(connection, sql) : result;
        });
  }

  private static Connection failing(Connection real, String sql) {
    return proxy(
        Connection.class,
        (self, method, arguments) -> {
          if (method.getName().equals("prepareStatement")
              && arguments[0].toString().startsWith(sql)) {
            throw new SQLException("the connection is gone", "08006");
          }
          return call(real, method, arguments);
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
