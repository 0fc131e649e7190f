package org.tessera.omop;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.fhir.store.ChangeLog;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.StoredResource;
import org.tessera.fhir.store.Transaction;
import org.tessera.fhir.store.Write;

/// With the real store below: what was committed is in OMOP or has its reason.
class VerificationTest {
  private TestDatabase database;
  private ResourceStore store;
  private ChangeLog log;
  private OmopProjection projection;
  private OmopVerification verification;

  @BeforeEach
  void start() {
    database = TestDatabase.create("fhir", "omop");
    store = new ResourceStore(database.dataSource());
    log = new ChangeLog(database.dataSource());
    projection =
        new OmopProjection(
            database.dataSource(),
            World.VOCABULARIES,
            (type, id) -> store.read(type, id).flatMap(StoredResource::content));
    verification = new OmopVerification(database.dataSource(), log, projection);
  }

  @AfterEach
  void stop() {
    projection.close();
    database.close();
  }

  @Test
  void every_resource_has_rows_or_a_counted_reason() {
    Random random = new Random(3);
    List<String> resources = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      resources.addAll(Patients.resources("p" + i, random));
    }
    resources.add(TrapsTest.psa("orphan", "nobody", "2020-01-01"));
    commit(resources);
    store.commit(new Transaction("rest", List.of(Write.Delete.of("Patient", "p3"))));
    catchUp();
    OmopReport report = verification.verify();
    assertThat(report.differences()).isEmpty();
    assertThat(report.consistent()).isTrue();
    assertThat(report.checkpoint()).isEqualTo(log.head());
    assertThat(report.resources().get("Patient"))
        .isEqualTo(new OmopReport.Resources(19, 19, java.util.Map.of()));
    assertThat(report.resources())
        .hasEntrySatisfying(
            "Observation",
            count -> assertThat(count.reasons().get("no person")).isGreaterThanOrEqualTo(2));
    assertThat(report.rows().get("cdm.person")).isEqualTo(19);
    assertThat(report.unmapped().get("condition_occurrence.condition_concept_id")).isEqualTo(19);
    assertThat(report.lines()).anyMatch(line -> line.contains("no person"));
  }

  @Test
  void a_row_that_was_lost_and_a_resource_that_was_missed_are_differences() throws Exception {
    commit(
        List.of(
            World.patient("p"),
            TrapsTest.psa("a", "p", "2020-01-01"),
            TrapsTest.psa("b", "p", "2020-01-02")));
    catchUp();
    assertThat(verification.verify().differences()).isEmpty();
    run("delete from cdm.measurement where measurement_date = '2020-01-01'");
    run("delete from omop.lineage where fhir_id = 'b'");
    assertThat(verification.verify().differences())
        .containsExactly(
            "1 Observation resources have neither rows nor a reason",
            "2 rows of measurement and their lineage differ");
  }

  @Test
  void links_that_lead_nowhere_are_counted_and_a_link_that_is_lost_is_a_difference()
      throws Exception {
    String about = "'focus':[{'reference':'Condition/gone'}],'status'";
    commit(
        List.of(
            World.patient("p"),
            TrapsTest.psa("a", "p", "2020-01-01").replace("'status'", about),
            """
            {'resourceType':'Procedure','id':'op','status':'completed','subject':{'reference':'Patient/p'},
             'reasonReference':[{'reference':'Condition/gone'}],'performedDateTime':'2021-06-11',
             'code':{'coding':[{'system':'http://snomed.info/sct','code':'90470006'}]}}
            """));
    catchUp();
    OmopReport report = verification.verify();
    assertThat(report.differences()).isEmpty();
    assertThat(report.openLinks()).isEqualTo(2);
    assertThat(report.lines()).contains("links that wait for a row               2");
    run(
        "update cdm.measurement set measurement_event_id = 1, meas_event_field_concept_id ="
            + " 1147127");
    run(
        "update cdm.person set gender_concept_id = 0; insert into cdm.observation select 1,"
            + " person_id, 3013603, '2020-01-01', null, 32817 from cdm.person");
    assertThat(verification.verify().differences())
        .containsExactly(
            "1 rows of observation and their lineage differ",
            "1 links lead to no row, or wait for one",
            "1 concepts stand in two tables");
  }

  private void commit(List<String> resources) {
    List<Write> writes = new ArrayList<>();
    resources.forEach(resource -> writes.add(Write.Put.of(World.json(resource))));
    store.commit(new Transaction("rest", writes));
  }

  private void catchUp() {
    projection.apply(log.after(projection.checkpoint(), 100_000));
  }

  private void run(String sql) throws SQLException {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
