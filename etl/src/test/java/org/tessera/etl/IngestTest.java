package org.tessera.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tessera.etl.TestNode.diagnoses;
import static org.tessera.etl.TestNode.patients;
import static org.tessera.etl.TestNode.workbook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.tessera.etl.Delivery.State;
import org.tessera.etl.Reception.Submission;
import org.tessera.etl.form.FormReader;
import org.tessera.etl.form.ReadingOptions;
import org.tessera.etl.form.Refusal;
import org.tessera.etl.form.Workbook;

class IngestTest extends NodeTest {
  private static byte[] two() {
    return workbook(
        patients("004-000001,male,1950,", "004-000002,female,1960,"),
        diagnoses(
            "004-000001,1,2020-01-02,12.50,1,10,,left",
            "004-000001,2,2021-01-02,7,,,,",
            "004-000002,1,2020-05-05,,,,,right"));
  }

  @Test
  void a_workbook_becomes_rows_resources_and_balanced_books() {
    Report report = node.load("tiny", two());
    assertThat(report.delivery().state()).isEqualTo(State.LOADED);
    assertThat(report.rules()).isEmpty();
    var counts = report.delivery().counts();
    assertThat(counts.read()).isEqualTo(5);
    assertThat(counts.accepted()).isEqualTo(5);
    assertThat(counts.added()).isEqualTo(5);
    assertThat(counts.patients()).isEqualTo(2);
    String one = node.pseudonym("tiny", "004-000001");
    assertThat(node.resources())
        .containsKeys(
            "Patient/" + one,
            "ResearchSubject/" + one + "-tiny",
            "Condition/" + one + "-dx1",
            "Observation/" + one + "-dx1-size",
            "Condition/" + one + "-dx2");
    assertThat(node.resources().get("Observation/" + one + "-dx1-size")).contains("12.50");
    assertThat(node.store.read("ResearchStudy", "tiny")).isPresent();
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void each_row_has_a_provenance_that_names_delivery_sheet_and_row() {
    Report report = node.load("tiny", two());
    List<String> displays =
        node.resources().entrySet().stream()
            .filter(e -> e.getKey().startsWith("Provenance/"))
            .map(e -> e.getValue().replaceAll(".*\"display\":\"(delivery[^\"]*)\".*", "$1"))
            .toList();
    long id = report.delivery().id();
    assertThat(displays)
        .containsExactlyInAnyOrder(
            "delivery " + id + ", sheet Patient, row 2",
            "delivery " + id + ", sheet Patient, row 3",
            "delivery " + id + ", sheet Diagnosis, row 2",
            "delivery " + id + ", sheet Diagnosis, row 3",
            "delivery " + id + ", sheet Diagnosis, row 4");
  }

  @Test
  void the_same_bytes_again_under_another_name_do_nothing_and_say_so() {
    byte[] bytes = two();
    Report first = node.load("tiny", bytes);
    Delivery again = node.receive("tiny", "renamed.xlsx", bytes);
    node.ingest.drain();
    assertThat(again.state()).isEqualTo(State.DUPLICATE);
    assertThat(again.duplicateOf()).hasValue(first.delivery().id());
    assertThat(again.message()).contains("delivered before").contains("Nothing was done");
    assertThat(node.journal.balance()).isEqualTo(new Balance(2, 1, 0, 1, 0, 0));
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void the_same_content_in_other_bytes_makes_no_new_version() {
    node.load("tiny", two());
    Report again =
        node.load(
            "tiny",
            workbook(
                patients("004-000002,female,1960,", "004-000001,male,1950,"),
                diagnoses(
                    "004-000002,1,2020-05-05,,,,,right",
                    "004-000001,2,2021-01-02,7,,,,",
                    "004-000001,1,2020-01-02,12.50,1,10,,left")));
    var counts = again.delivery().counts();
    assertThat(counts.same()).isEqualTo(5);
    assertThat(counts.resourcesChanged()).isZero();
  }

  @Test
  void a_corrected_row_replaces_its_predecessor_by_its_key() {
    node.load("tiny", two());
    Report report = node.load("tiny", workbook(diagnoses("004-000001,1,2020-01-03,,2,10,,left")));
    String one = node.pseudonym("tiny", "004-000001");
    var counts = report.delivery().counts();
    assertThat(counts.replaced()).isEqualTo(1);
    assertThat(node.resources().get("Condition/" + one + "-dx1")).contains("2020-01-03");
    assertThat(node.resources()).doesNotContainKey("Observation/" + one + "-dx1-size");
    assertThat(counts.resourcesDeleted()).isEqualTo(1);
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void a_partial_delivery_removes_nothing_it_does_not_mention() {
    node.load("tiny", two());
    var before = node.resources();
    Report report = node.load("tiny", workbook(patients("004-000003,male,1970,")));
    assertThat(report.delivery().state()).isEqualTo(State.LOADED);
    assertThat(node.resources()).containsAllEntriesOf(before);
  }

  @Test
  void a_full_delivery_removes_what_it_does_not_mention_after_confirmation_only() {
    node.load("tinyfull", two());
    String two = node.pseudonym("tinyfull", "004-000002");
    Report report =
        node.load(
            "tinyfull",
            workbook(
                patients("004-000001,male,1950,"),
                diagnoses("004-000001,1,2020-01-02,12.50,1,10,,left")));
    long id = report.delivery().id();
    assertThat(report.delivery().state()).isEqualTo(State.WAITING);
    assertThat(report.delivery().counts().waiting()).isEqualTo(3);
    assertThat(node.journal.removals(id, 10)).hasSize(3);
    assertThat(node.resources()).containsKey("Patient/" + two);

    assertThat(node.ingest.confirmRemovals(id)).isTrue();
    assertThat(node.ingest.confirmRemovals(id)).isFalse();
    node.ingest.drain();
    assertThat(node.journal.find(id).orElseThrow().state()).isEqualTo(State.LOADED);
    assertThat(node.resources().keySet()).noneMatch(reference -> reference.contains(two));
    assertThat(node.store.read("Patient", two).orElseThrow().content()).isEmpty();
    assertThat(node.count("select count(*) from etl.row")).isEqualTo(2);
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void declined_removals_leave_everything_as_it_is() {
    node.load("tinyfull", two());
    Report report = node.load("tinyfull", workbook(patients("004-000001,male,1950,")));
    var before = node.resources();
    assertThat(report.delivery().counts().waiting()).isEqualTo(1);
    assertThat(node.ingest.declineRemovals(report.delivery().id())).isTrue();
    node.ingest.drain();
    assertThat(node.resources()).isEqualTo(before);
    assertThat(node.count("select count(*) from etl.removal")).isZero();
  }

  @Test
  void a_row_without_a_mandatory_cell_is_rejected_and_the_others_go_on() {
    Report report =
        node.load(
            "tiny",
            workbook(
                patients("004-000001,,1950,", "004-000002,female,1960,", "not a number,male,,"),
                diagnoses("004-000002,1,2020-05-05,999,,,,")));
    assertThat(report.delivery().counts().rejected()).isEqualTo(2);
    assertThat(report.delivery().counts().accepted()).isEqualTo(2);
    assertThat(node.rejections(report.delivery()))
        .extracting(r -> r.sheet() + "!" + r.cell() + " " + r.rejection().column())
        .containsExactly("Patient!B2 gender", "Patient!A4 patient_number", "Diagnosis!D2 size");
    assertThat(node.rejections(report.delivery()).get(1).rejection().value())
        .doesNotContain("not a number");
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void a_key_repeated_in_a_file_is_reported_on_the_later_row() {
    Report report =
        node.load(
            "tiny",
            workbook(
                patients("004-000001,male,1950,"),
                diagnoses("004-000001,1,2020-01-02,,,,,", "004-000001,1,2020-01-03,,,,,")));
    assertThat(node.rejections(report.delivery()))
        .singleElement()
        .satisfies(r -> {
          assertThat(r.rejection().rule()).isEqualTo("repeated-row");
          assertThat(r.rejection().row()).isEqualTo(3);
          assertThat(r.rejection().message()).contains("Row 2");
        });
    assertThat(report.delivery().counts().rejected()).isEqualTo(1);
    assertThat(node.resources().values()).anyMatch(content -> content.contains("2020-01-02"));
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void a_row_of_a_patient_nobody_knows_is_rejected() {
    Report report =
        node.load(
            "tiny",
            workbook(patients("004-000001,male,1950,"), diagnoses("004-000009,1,2020-01-02,,,,,")));
    assertThat(node.rejections(report.delivery()))
        .singleElement()
        .satisfies(r -> assertThat(r.rejection().rule()).isEqualTo("unknown-patient"));
    Report later = node.load("tiny", workbook(diagnoses("004-000001,1,2020-01-02,,,,,")));
    assertThat(later.delivery().counts().accepted()).isEqualTo(1);
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void a_blamed_cell_is_not_recorded_and_the_row_stays() {
    Report report =
        node.load(
            "tiny",
            workbook(
                patients("004-000001,male,1950,"), diagnoses("004-000001,1,2020-01-02,,9,3,,")));
    String one = node.pseudonym("tiny", "004-000001");
    assertThat(node.rejections(report.delivery()))
        .singleElement()
        .satisfies(r -> {
          assertThat(r.rejection().rule()).isEqualTo("nodes");
          assertThat(r.cell()).isEqualTo("E2");
        });
    assertThat(node.resources())
        .containsKey("Condition/" + one + "-dx1")
        .doesNotContainKey("Observation/" + one + "-dx1-nodes");
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void when_a_correction_is_rejected_the_earlier_row_stays_and_the_report_says_so() {
    node.load("tiny", two());
    var before = node.resources();
    Report cell = node.load("tiny", workbook(diagnoses("004-000001,1,not a date,,,,,")));
    assertThat(node.rejections(cell.delivery()))
        .extracting(r -> r.rejection().rule())
        .contains("earlier-row-stays");
    assertThat(node.resources()).isEqualTo(before);
    Report rule = node.load("tiny", workbook(diagnoses("004-000001,1,1900-01-01,,,,,")));
    assertThat(rule.delivery().counts().rejected()).isEqualTo(1);
    assertThat(node.resources()).isEqualTo(before);
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void a_withdrawn_delivery_takes_its_rows_and_resources_along() {
    node.load("tiny", two());
    var before = node.resources();
    Report second = node.load("tiny", workbook(patients("004-000003,male,1970,")));
    assertThat(node.ingest.retract(second.delivery().id())).isTrue();
    node.ingest.drain();
    assertThat(node.journal.find(second.delivery().id()).orElseThrow().state())
        .isEqualTo(State.RETRACTED);
    assertThat(node.resources()).isEqualTo(before);
    assertThat(node.journal.balance()).isEqualTo(new Balance(2, 1, 0, 0, 1, 0));
    Report again = node.load("tiny", workbook(patients("004-000003,male,1970,")));
    assertThat(again.delivery().state()).isEqualTo(State.LOADED);
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void a_dry_run_reports_and_commits_nothing() {
    byte[] content = two();
    Delivery dry = node.receive(new Submission("tiny", "w.xlsx", "page", true), content);
    Report report = node.ingest.dryRun(dry);
    assertThat(report.delivery().state()).isEqualTo(State.CHECKED);
    assertThat(report.delivery().counts().accepted()).isEqualTo(5);
    assertThat(node.count("select count(*) from etl.row")).isZero();
    assertThat(node.resources()).isEmpty();
    assertThat(node.pseudonymizer.find("i", "tiny", "004-000001")).isEmpty();
    assertThat(node.journal.balance().received()).isZero();
    assertThat(node.load("tiny", content).delivery().state()).isEqualTo(State.LOADED);
  }

  @Test
  void what_is_no_delivery_goes_to_quarantine_with_a_reason() throws Exception {
    byte[] whole = two();
    byte[] half = Arrays.copyOf(whole, whole.length / 2);
    List<String> reasons = new ArrayList<>();
    for (Delivery delivery :
        List.of(
            node.receive("nowhere", "a.xlsx", whole),
            node.receive("tiny", "empty.xlsx", new byte[0]),
            node.receive("tiny", "half.xlsx", half),
            node.receive("tiny", "note.pdf", "%PDF-1.7\n%âãÏÓ".getBytes(StandardCharsets.UTF_8)),
            node.receive(
                "tiny", "other.xlsx", workbook(TestNode.tab("Animals", "name,legs", "cat,4"))),
            node.receive(
                "tiny", "columns.xlsx", workbook(TestNode.tab("Patient", "name,legs", "cat,4"))))) {
      node.ingest.run(delivery);
      Delivery after = node.journal.find(delivery.id()).orElseThrow();
      assertThat(after.state()).isEqualTo(State.QUARANTINED);
      assertThat(after.message()).isNotBlank();
      reasons.add(after.reason());
      Path json = home.resolve("quarantine").resolve(after.sha256() + "-" + after.id() + ".json");
      assertThat(Files.readString(json)).contains(after.reason());
      assertThat(home.resolve("quarantine").resolve(after.sha256())).exists();
    }
    assertThat(reasons)
        .containsExactly(
            "unknown-study", "empty", "truncated", "no-workbook", "unknown-form", "no-header");
    assertThat(node.load("tiny", whole).delivery().state()).isEqualTo(State.LOADED);
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void a_text_file_that_is_called_a_workbook_is_told_so() {
    byte[] text = "patient_number,gender\n004-000001,male\n".getBytes(StandardCharsets.UTF_8);
    Delivery called = node.receive("tiny", "export.xlsx", text);
    assertThat(node.ingest.run(called).delivery().message())
        .contains("called a workbook and is none", "Patient.csv");
    byte[] other = "patient_number,gender\n004-000002,male\n".getBytes(StandardCharsets.UTF_8);
    Delivery plain = node.receive("tiny", "export.csv", other);
    assertThat(node.ingest.run(plain).delivery().message()).contains("Patient, Diagnosis");
  }

  @Test
  void sixteen_parallel_drops_of_the_same_bytes_are_one_delivery() throws Exception {
    byte[] content = two();
    try (var threads = Executors.newFixedThreadPool(16)) {
      List<Callable<Delivery>> drops = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        String name = "drop-" + i + ".xlsx";
        drops.add(() -> node.receive("tiny", name, content));
      }
      for (var drop : threads.invokeAll(drops)) {
        drop.get();
      }
      threads.invokeAll(List.of(callable(), callable()));
    }
    assertThat(node.journal.balance()).isEqualTo(new Balance(16, 1, 0, 15, 0, 0));
    assertThat(node.count("select count(*) from etl.row")).isEqualTo(5);
  }

  private Callable<Boolean> callable() {
    return () -> {
      node.ingest.drain();
      return true;
    };
  }

  @Test
  void a_uid_is_keyed_once_as_the_images_are() {
    node.load(
        "tiny",
        workbook(
            patients("004-000001,male,1950,"),
            diagnoses("004-000001,1,2020-01-02,,,,1.2.840.99.7,")));
    String keyed = node.pseudonymizer.secrets("tiny").uid("1.2.840.99.7");
    assertThat(node.resources().values())
        .anyMatch(content -> content.contains("urn:oid:" + keyed))
        .noneMatch(content -> content.contains("1.2.840.99.7"));
  }

  @Test
  void the_returned_workbook_opens_and_marks_the_cell() throws Exception, Refusal {
    Report report =
        node.load("tiny", workbook(patients("004-000001,,1950,", "004-000002,male,1950,")));
    Path returned = node.ingest.returnedWorkbook(report.delivery().id());
    assertThat(returned.getFileName().toString()).endsWith(".xlsx").doesNotContain("workbook");
    try (Workbook opened = FormReader.open(returned, ReadingOptions.none())) {
      List<String> cells = new ArrayList<>();
      opened.sheets().getFirst().forEachRow(row -> cells.addAll(row.cells()));
      assertThat(opened.sheets().getFirst().name()).isEqualTo("Patient");
      assertThat(cells).contains("004-000001", "004-000002");
    }
    assertThat(comments(returned)).contains("mandatory");
  }

  private static String comments(Path workbook) throws IOException {
    try (var zip = new ZipFile(workbook.toFile())) {
      var entry =
          zip.stream().filter(e -> e.getName().contains("comments")).findFirst().orElseThrow();
      return new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
