package org.tessera.access.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.access.Node;
import org.tessera.access.identity.DemoAccounts;
import org.tessera.fhir.postgres.TestDatabase;

class AuditTargetTest {
  private static final String PSEUDONYM = "abcdefghijklmnopqrstuvwx23";

  private static TestDatabase database;
  private static Node node;
  private static String manager = "";

  @BeforeAll
  static void start(@TempDir Path home) {
    database = TestDatabase.create("access");
    node = Node.start(database, home);
    node.bean(DemoAccounts.class).create();
    manager = node.token("demo-manager", "tessera-demo-manager");
  }

  @AfterAll
  static void stop() {
    node.close();
    database.close();
  }

  private static AuditEntry last(String action) {
    var question =
        new AuditQuestion("", action, "", Optional.empty(), Optional.empty(), Long.MAX_VALUE);
    return node.bean(AuditTrail.class).find(question).getFirst().entry();
  }

  @Test
  void a_read_is_recorded_with_who_and_which_pseudonymous_resource() {
    node.get("/fhir/Patient/" + PSEUDONYM, manager);
    assertThat(last("fhir"))
        .isEqualTo(
            new AuditEntry(
                "demo-manager", "DATA_MANAGER", "fhir", "GET Patient/" + PSEUDONYM, "done 200"));
  }

  @Test
  void a_search_is_recorded_by_the_names_of_its_parameters_and_never_by_their_values() {
    node.get("/fhir/Patient?name=Ivanova&birthdate=1950-03-01&_count=5", manager);
    assertThat(last("fhir").target()).isEqualTo("GET Patient by _count, birthdate, name");
  }

  @Test
  void an_id_that_could_be_a_record_number_is_withheld() {
    node.get("/fhir/Patient/004-000001", manager);
    assertThat(last("fhir").target()).isEqualTo("GET Patient/(withheld)");
    node.get("/fhir/Patient/ivanova/_history/3", manager);
    assertThat(last("fhir").target()).isEqualTo("GET Patient/(withheld)/_history/3");
    node.get("/fhir/ResearchStudy/lung", manager);
    assertThat(last("fhir").target()).isEqualTo("GET ResearchStudy/lung");
  }

  @Test
  void an_entry_of_a_bundle_is_recorded_like_a_request_without_values() {
    assertThat(AuditTarget.ofEntry("GET", "/Patient/" + PSEUDONYM + "/$everything"))
        .isEqualTo("GET Patient/" + PSEUDONYM + "/$everything in a bundle");
    assertThat(AuditTarget.ofEntry("GET", "/Patient?name=Ivanova&birthdate=1950-03-01"))
        .isEqualTo("GET Patient by birthdate, name in a bundle");
    assertThat(AuditTarget.ofEntry("DELETE", "/Patient/004-000001"))
        .isEqualTo("DELETE Patient/(withheld) in a bundle");
    assertThat(AuditTarget.ofEntry("GET", "/")).isEqualTo("GET in a bundle");
  }

  @Test
  void a_look_up_leaves_no_number_behind() {
    node.post("/lookup/004-000001?number=004-000001", manager, "number=004-000001");
    assertThat(last("look-up").target()).isEqualTo("POST");
  }

  @Test
  void a_refusal_is_recorded_as_one() {
    String researcher = node.token("demo-researcher", "tessera-demo-researcher");
    node.get("/fhir/Patient", researcher);
    assertThat(last("fhir").outcome()).isEqualTo("refused 403");
    node.get("/fhir/Patient", "");
    assertThat(last("fhir").actor()).isEqualTo("nobody");
    assertThat(last("fhir").outcome()).isEqualTo("refused 401");
  }

  @Test
  void the_auditor_sees_the_rows_on_a_page_and_as_json_and_others_do_not() {
    node.get("/deliveries/12.json", manager);
    String auditor = node.token("demo-auditor", "tessera-demo-auditor");
    assertThat(node.get("/audit?action=delivery", auditor).body())
        .contains("GET deliveries/12.json");
    assertThat(node.get("/api/audit?action=delivery", auditor).body())
        .contains("\"target\":\"GET deliveries/12.json\"");
    assertThat(node.get("/api/audit?action=delivery&actor=nobody", auditor).body()).isEqualTo("[]");
    for (String path : List.of("/audit", "/api/audit")) {
      assertThat(node.get(path, manager).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void nothing_is_answered_when_it_cannot_be_recorded() throws Exception {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("alter table access.audit rename to away");
      try {
        var answer = node.get("/fhir/Patient", manager);
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("reached");
      } finally {
        statement.execute("alter table access.away rename to audit");
      }
    }
  }
}
