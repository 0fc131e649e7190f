package org.tessera.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.tessera.etl.TestNode.diagnoses;
import static org.tessera.etl.TestNode.patients;
import static org.tessera.etl.TestNode.workbook;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.etl.Coverage.Standing;
import org.tessera.etl.Delivery.State;
import org.tessera.mappings.Effect;
import org.tessera.mappings.Study;
import org.tessera.vocabularies.Vocabularies;

/// A study whose definition changes: what that would do is told, and then done to what is loaded.
class ReplayTest {
  @TempDir Path home;
  private TestNode node;

  @BeforeEach
  void start() {
    node = new TestNode(home);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private byte[] first() {
    return workbook(
        patients("004-000001,male,1950,", "004-000002,female,1960,"),
        diagnoses(
            "004-000001,1,2020-01-02,12.50,1,10,,left",
            "004-000001,2,2021-01-02,7,,,,",
            "004-000002,1,2020-05-05,3,,,,right"));
  }

  private List<Report> replay(String study) throws IOException {
    return new Replays(node.journal, node.ingest).run(study, () -> {});
  }

  private Study study() {
    return node.current().study("tiny").orElseThrow();
  }

  private StudyDiff.Result diff(Study before) throws IOException {
    return new StudyDiff(
            new Ingest.Parts(
                node.database.dataSource(),
                node.journal,
                node.reception,
                node.zone,
                node.pseudonymizer,
                node.ingest.images()),
            node.ingest,
            resource ->
                List.of(
                    new Effect.Row(
                        resource.path("resourceType").asString(""), resource.toString())))
        .compare(before, study());
  }

  @Test
  void read_again_by_the_same_definition_nothing_changes() throws IOException {
    node.load("tiny", first());
    node.load("tiny", workbook(diagnoses("004-000001,1,2020-01-03,11,2,10,,left")));
    Map<String, String> before = node.resources();
    List<Report> reports = replay("tiny");
    assertThat(reports).hasSize(2);
    assertThat(reports)
        .allSatisfy(report -> {
          assertThat(report.delivery().state()).isEqualTo(State.LOADED);
          assertThat(report.delivery().replay()).isFalse();
          assertThat(report.delivery().counts().resourcesChanged()).isZero();
        });
    assertThat(node.resources()).isEqualTo(before);
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void a_stricter_definition_takes_out_what_it_no_longer_accepts_and_a_looser_one_brings_it_back()
      throws IOException {
    node.load("tiny", first());
    Map<String, String> before = node.resources();
    Study old = study();
    node.edit(
        "tiny/diagnosis.yaml",
        text ->
            text.replace("unit: mm, min: 0, max: 500", "unit: mm, min: 0, max: 10, required: M"));
    StudyDiff.Result told = diff(old);
    assertThat(told.rowsBefore() - told.rowsAfter()).isEqualTo(1);
    assertThat(told.resources().get("Condition"))
        .satisfies(change -> {
          assertThat(change.removed()).isEqualTo(1);
          assertThat(change.same()).isEqualTo(2);
        });
    assertThat(told.rows().get("Condition"))
        .satisfies(change -> assertThat(change.removed()).isEqualTo(1));
    assertThat(told.rejections().get("range Diagnosis.size"))
        .satisfies(change -> assertThat(change.added()).isEqualTo(1));
    assertThat(node.resources()).isEqualTo(before);

    replay("tiny");
    String one = node.pseudonym("tiny", "004-000001");
    assertThat(node.resources()).doesNotContainKey("Condition/" + one + "-dx1");
    assertThat(node.resources()).containsKey("Condition/" + one + "-dx2");
    assertThat(node.differences()).isEmpty();

    node.edit("tiny/diagnosis.yaml", text -> text);
    replay("tiny");
    assertThat(node.resources()).isEqualTo(before);
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void a_later_delivery_stays_the_later_one() throws IOException {
    node.load("tiny", first());
    node.load("tiny", workbook(diagnoses("004-000001,1,2020-01-03,2.25,2,10,,left")));
    node.edit("tiny/diagnosis.yaml", text -> text.replace("unit: mm }", "unit: cm }"));
    replay("tiny");
    String size = "Observation/" + node.pseudonym("tiny", "004-000001") + "-dx1-size";
    assertThat(node.resources().get(size)).contains("2.25", "\"cm\"");
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void rows_a_later_delivery_removed_do_not_come_back() throws IOException {
    node.load("tinyfull", first());
    Delivery second =
        node.load(
                "tinyfull",
                workbook(
                    patients("004-000001,male,1950,"),
                    diagnoses("004-000001,1,2020-01-02,12.50,1,10,,left")))
            .delivery();
    assertThatIllegalStateException()
        .isThrownBy(() -> replay("tinyfull"))
        .withMessageContaining("settle them first");
    node.ingest.confirmRemovals(second.id());
    node.ingest.drain();
    Map<String, String> before = node.resources();
    replay("tinyfull");
    assertThat(node.resources()).isEqualTo(before);
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void a_file_the_new_definition_cannot_read_leaves_its_rows_and_its_findings_as_they_were()
      throws IOException {
    Delivery delivery =
        node.load(
                "tiny",
                workbook(
                    patients("004-000001,male,1950,"),
                    diagnoses("004-000001,1,2020-01-02,12.50,1,10,,left", "004-000001,2,,,,,,")))
            .delivery();
    List<Rejected> found = node.rejections(delivery);
    assertThat(found).isNotEmpty();
    Study old = study();
    Map<String, String> before = node.resources();
    node.edit(
        "tiny/diagnosis.yaml",
        text ->
            text.replace("  - { name: site, type: string }\n", "")
                .replace("    bodySite: [ { text: { column: site } } ]\n", ""));
    StudyDiff.Result told = diff(old);
    assertThat(told.unreadable()).singleElement().asString().contains("site");
    assertThat(told.resources()).isEmpty();
    Report report = replay("tiny").getFirst();
    assertThat(node.rejections(delivery)).isEqualTo(found);
    assertThat(report.delivery().state()).isEqualTo(State.LOADED);
    assertThat(report.delivery().message()).startsWith("Not read again; its rows, and");
    assertThat(node.resources()).isEqualTo(before);
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void coverage_counts_what_is_mapped_and_what_is_not() {
    node.load(
        "tiny",
        workbook(
            patients(
                "004-000001,male,1950,seen", "004-000002,female,1960,", "004-000003,divers,1960,"),
            diagnoses(
                "004-000001,1,2020-01-02,12.50,1,10,,left", "004-000002,1,2020-05-05,3,,,,right")));
    Coverage.Result result =
        new Coverage(node.database.dataSource(), node.pseudonymizer.cells(), Vocabularies.builtIn())
            .of(study());
    assertThat(result.rows()).isEqualTo(4);
    assertThat(
            result.columns().stream()
                .collect(
                    Collectors.toMap(
                        c -> c.form() + "." + c.column(), Coverage.ColumnLine::standing)))
        .containsEntry("Patient.gender", Standing.MAPPED)
        .containsEntry("Patient.comment", Standing.WITHHELD)
        .containsEntry("Patient.date_of_birth", Standing.APART)
        .containsEntry("Diagnosis.diagnosis_no", Standing.KEY);
    assertThat(result.uncoded())
        .anySatisfy(value -> {
          assertThat(value.value()).isEqualTo("divers");
          assertThat(value.refused()).isTrue();
          assertThat(value.columns()).containsExactly("Patient.gender");
        });
    assertThat(result.values())
        .anySatisfy(value -> {
          assertThat(value.value()).isEqualTo("male");
          assertThat(value.seen()).isEqualTo(1);
          assertThat(value.codes()).isNotEmpty();
        });
    assertThat(result.translated()).isLessThan(result.cells());
  }

  @Test
  void of_identifying_columns_coverage_tells_the_number_of_rows_and_no_value() {
    node.edit(
        "tiny/patient.yaml",
        text ->
            text.replace(
                    "  - { name: comment, type: text }\n",
                    "  - { name: comment, type: text }\n"
                        + "  - { name: next_of_kin, type: code, list: gender, identifying: true"
                        + " }\n")
                .replace("form: Patient\n", "form: Patient\nignored: [next_of_kin]\n"));
    node.load(
        "tiny",
        workbook(
            TestNode.tab(
                "Patient",
                "patient_number,gender,date_of_birth,next_of_kin",
                "004-000001,male,1950-03-04,male",
                "004-000002,female,1951-03-04,Anna",
                "004-000003,female,,")));
    Coverage.Result result =
        new Coverage(node.database.dataSource(), node.pseudonymizer.cells(), Vocabularies.builtIn())
            .of(study());
    assertThat(result.columns())
        .filteredOn(line -> line.standing() == Standing.APART)
        .extracting(Coverage.ColumnLine::filled)
        .containsExactlyInAnyOrder(2L, 1L);
    assertThat(result.values())
        .noneSatisfy(value -> assertThat(value.columns()).contains("Patient.next_of_kin"));
    assertThat(result.values()).extracting(Coverage.ValueLine::value).doesNotContain("***", "Anna");
  }
}
