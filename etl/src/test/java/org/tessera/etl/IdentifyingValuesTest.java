package org.tessera.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tessera.etl.TestNode.diagnoses;
import static org.tessera.etl.TestNode.tab;
import static org.tessera.etl.TestNode.workbook;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tessera.etl.Delivery.State;
import org.tessera.etl.Reception.Submission;
import org.tessera.etl.TestNode.Tab;

/// A value a study declares identifying stands in the schema `identity` alone, and rules see it all
/// the same.
class IdentifyingValuesTest extends NodeTest {
  private static final String NUMBER = "004-000001";

  private static Tab born(String... lines) {
    return tab("Patient", "patient_number,gender,date_of_birth", lines);
  }

  private String patient() {
    return node.resources()
        .getOrDefault("Patient/" + node.pseudonym("tiny", NUMBER), "no such patient");
  }

  @Test
  void an_identifying_value_is_kept_apart_and_leaves_as_a_year() {
    node.load("tiny", workbook(born(NUMBER + ",male,1950-03-04")));
    assertThat(node.bornOf(NUMBER)).containsExactly("\"1950-03-04\"");
    assertThat(node.sql.fetchSingle("select values::text from etl.row").get(0, String.class))
        .contains("gender")
        .doesNotContain("1950");
    assertThat(patient()).contains("\"birthDate\":\"1950\"").doesNotContain("03-04");
    assertThat(node.identities("arriving")).isZero();
  }

  @Test
  void only_the_role_of_identities_may_read_it() {
    assertThatThrownBy(() -> node.sql.fetch("select * from identity.cell"))
        .hasMessageContaining("permission denied");
  }

  @Test
  void rules_see_it_in_the_same_delivery_and_in_a_later_one() {
    Report first =
        node.load(
            "tiny",
            workbook(born(NUMBER + ",male,1990-01-01"), diagnoses(NUMBER + ",1,1980-01-02,5,,,,")));
    Report later = node.load("tiny", workbook(diagnoses(NUMBER + ",2,1981-01-02,6,,,,")));
    for (Report report : List.of(first, later)) {
      assertThat(node.rejections(report.delivery()))
          .singleElement()
          .satisfies(found -> assertThat(found.rejection().rule()).isEqualTo("born"));
    }
    assertThat(node.resources().keySet()).noneMatch(reference -> reference.endsWith("-size"));
  }

  @Test
  void a_correction_replaces_it_and_the_same_again_changes_nothing() {
    node.load("tiny", workbook(born(NUMBER + ",male,1950-03-04")));
    Report other = node.load("tiny", workbook(born(NUMBER + ",male,1951-03-04")));
    assertThat(other.delivery().counts().replaced()).isEqualTo(1);
    assertThat(node.bornOf(NUMBER)).containsExactly("\"1951-03-04\"");
    assertThat(patient()).contains("\"birthDate\":\"1951\"");
    Report same =
        node.load(
            "tiny", workbook(born(NUMBER + ",male,1951-03-04", "004-000002,male,1960-01-01")));
    assertThat(same.delivery().counts().same()).isEqualTo(1);
    assertThat(node.bornOf(NUMBER)).containsExactly("\"1951-03-04\"");
    Report emptied = node.load("tiny", workbook(born(NUMBER + ",male,")));
    assertThat(emptied.delivery().counts().replaced()).isEqualTo(1);
    assertThat(node.bornOf(NUMBER)).isEmpty();
    assertThat(patient()).doesNotContain("birthDate");
  }

  @Test
  void it_goes_with_its_row_when_a_delivery_is_withdrawn() {
    Report report = node.load("tiny", workbook(born(NUMBER + ",male,1950-03-04")));
    assertThat(node.ingest.retract(report.delivery().id())).isTrue();
    node.ingest.drain();
    assertThat(node.identities("cell")).isZero();
  }

  @Test
  void it_goes_with_its_row_when_a_full_delivery_removes_it() {
    node.load(
        "tinyfull", workbook(born(NUMBER + ",male,1950-03-04", "004-000002,male,1960-01-01")));
    assertThat(node.identities("cell")).isEqualTo(2);
    Report report = node.load("tinyfull", workbook(born("004-000002,male,1960-01-01")));
    assertThat(node.identities("cell")).isEqualTo(2);
    node.ingest.confirmRemovals(report.delivery().id());
    node.ingest.drain();
    assertThat(node.identities("cell")).isEqualTo(1);
  }

  @Test
  void a_dry_run_and_a_rejected_row_keep_nothing_of_it() {
    byte[] content =
        workbook(born(NUMBER + ",male,1950-03-04"), diagnoses(NUMBER + ",1,1940-01-02,5,,,,"));
    Report dry =
        node.ingest.dryRun(node.receive(new Submission("tiny", "w.xlsx", "page", true), content));
    assertThat(dry.delivery().state()).isEqualTo(State.CHECKED);
    assertThat(node.rejections(dry.delivery()))
        .extracting(r -> r.rejection().rule())
        .containsExactly("born");
    node.load("tiny", workbook(born(NUMBER + ",,1950-03-04", "not one,male,1950-03-04")));
    assertThat(node.identities("cell")).isZero();
    assertThat(node.identities("arriving")).isZero();
  }

  @Test
  void a_rejected_value_is_masked_in_every_report() {
    Report report =
        node.load(
            "tiny", workbook(born(NUMBER + ",male,04-03-1950", "004-000002,male,1950-33-04")));
    assertThat(node.rejections(report.delivery()))
        .hasSize(2)
        .allSatisfy(found -> {
          assertThat(found.rejection().column()).isEqualTo("date_of_birth");
          assertThat(found.rejection().value()).isEqualTo("***");
          assertThat(found.rejection().message()).doesNotContain("1950");
        });
  }

  @Test
  void a_home_of_before_is_brought_in_order_at_the_start() {
    node.edit("tiny/patient.yaml", yaml -> yaml.replace(", identifying: true", ""));
    node.load("tiny", workbook(born(NUMBER + ",male,1950-03-04", "004-000002,male,04-03-1951")));
    assertThat(node.count("select count(*) from etl.row where values ->> 'date_of_birth' > ''"))
        .isEqualTo(1);
    assertThat(node.count("select count(*) from etl.rejection where value = '04-03-1951'"))
        .isEqualTo(1);
    Map<String, String> before = node.resources();

    node.edit("tiny/patient.yaml", yaml -> yaml);
    node.ingest.keepIdentifyingApart();
    node.ingest.keepIdentifyingApart();
    assertThat(node.bornOf(NUMBER)).containsExactly("\"1950-03-04\"");
    assertThat(node.count("select count(*) from etl.row where values::text like '%1950%'"))
        .isZero();
    assertThat(node.count("select count(*) from etl.rejection where value = '***'")).isEqualTo(1);
    Report later = node.load("tiny", workbook(diagnoses(NUMBER + ",1,1940-01-02,5,,,,")));
    assertThat(node.rejections(later.delivery()))
        .extracting(r -> r.rejection().rule())
        .containsExactly("born");
    assertThat(node.resources()).containsKeys(before.keySet().toArray(String[]::new));
  }
}
