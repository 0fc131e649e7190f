package org.tessera.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tessera.etl.TestNode.tab;
import static org.tessera.etl.TestNode.workbook;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.tessera.etl.Delivery.State;
import org.tessera.etl.Reception.Submission;
import org.tessera.etl.form.FormReader;
import org.tessera.etl.form.Header;
import org.tessera.etl.form.Layout;
import org.tessera.etl.form.Workbook;
import org.tessera.mappings.Mappings;
import org.tessera.mappings.Rejection.Severity;
import org.tessera.mappings.Study;
import org.tessera.vocabularies.Vocabularies;

/// What a study does not know keeps a delivery out, and says so where it can be mended.
class UnknownColumnsTest extends NodeTest {
  private static final String KNOWN = "patient_number,gender,year_of_birth,comment";

  private static byte[] with(String header, String... rows) {
    return workbook(tab("Patient", header, rows));
  }

  @Test
  void an_unknown_column_quarantines_the_delivery_and_names_tab_cell_header_and_remedy() {
    Delivery delivery =
        node.load("tiny", with(KNOWN + ",shoe_size", "004-000001,male,1950,,43")).delivery();
    assertThat(delivery.state()).isEqualTo(State.QUARANTINED);
    assertThat(delivery.reason()).isEqualTo("unknown-column");
    assertThat(delivery.message())
        .contains("Patient!E1 “shoe_size”", "Rename", "remove it", "ignored:");
    assertThat(node.rejections(delivery))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.sheet()).isEqualTo("Patient");
          assertThat(found.cell()).isEqualTo("E1");
          assertThat(found.rejection().severity()).isEqualTo(Severity.ERROR);
        });
    assertThat(node.count("select count(*) from etl.row")).isZero();
    assertThat(node.pseudonymizer.find("i", "tiny", "004-000001")).isEmpty();
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void a_misspelt_header_is_answered_with_the_column_it_may_mean() {
    Delivery delivery =
        node.load("tiny", with("patient_number,gender,year_of_brith", "004-000001,male,1950"))
            .delivery();
    assertThat(delivery.message()).contains("C1", "did you mean year_of_birth?");
    Delivery far =
        node.load("tiny", with("patient_number,gender,blood", "004-000001,male,1")).delivery();
    assertThat(far.message()).contains("“blood”").doesNotContain("did you mean");
  }

  @Test
  void a_header_that_may_be_a_value_is_not_shown() {
    Delivery delivery =
        node.load("tiny", with(KNOWN + ",born 19430719", "004-000001,male,1950,,1")).delivery();
    assertThat(delivery.message()).contains("E1 with a header not shown").doesNotContain("1943");
  }

  @Test
  void every_tab_is_judged_before_a_row_is_read() {
    Delivery delivery =
        node.load(
                "tiny",
                workbook(
                    tab("Patient", KNOWN, "004-000001,male,1950,"),
                    tab(
                        "Diagnosis",
                        "patient_number,diagnosis_no,date,colour",
                        "004-000001,1,2020-01-02,red")))
            .delivery();
    assertThat(delivery.state()).isEqualTo(State.QUARANTINED);
    assertThat(delivery.message()).contains("Diagnosis!D1 “colour”");
    assertThat(node.count("select count(*) from etl.staged")).isZero();
  }

  @Test
  void an_unknown_column_without_a_value_is_a_warning_and_the_delivery_goes_on() {
    Delivery delivery =
        node.load("tiny", with(KNOWN + ",shoe_size", "004-000001,male,1950,,")).delivery();
    assertThat(delivery.state()).isEqualTo(State.LOADED);
    assertThat(node.rejections(delivery))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.cell()).isEqualTo("E1");
          assertThat(found.rejection().rule()).isEqualTo("unknown-column");
          assertThat(found.rejection().severity()).isEqualTo(Severity.WARNING);
        });
  }

  @Test
  void values_under_a_blank_header_are_reported_and_the_rest_goes_on() {
    Delivery delivery =
        node.load("tiny", with(KNOWN + ",,", "004-000001,male,1950,,,", "004-000002,male,1950,,,x"))
            .delivery();
    assertThat(delivery.state()).isEqualTo(State.LOADED);
    assertThat(delivery.counts().accepted()).isEqualTo(2);
    assertThat(node.rejections(delivery))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.cell()).isEqualTo("F1");
          assertThat(found.rejection().rule()).isEqualTo("blank-header");
        });
  }

  @Test
  void an_unknown_tab_is_a_warning_and_the_delivery_goes_on() {
    Delivery delivery =
        node.load(
                "tiny",
                workbook(
                    tab("Patient", KNOWN, "004-000001,male,1950,"), tab("Notes", "x,y", "1,2")))
            .delivery();
    assertThat(delivery.state()).isEqualTo(State.LOADED);
    assertThat(node.rejections(delivery))
        .singleElement()
        .satisfies(found -> assertThat(found.rejection().rule()).isEqualTo("unknown-tab"));
  }

  @Test
  void a_dry_run_says_the_same() {
    byte[] content = with(KNOWN + ",shoe_size", "004-000001,male,1950,,43");
    Delivery dry = node.receive(new Submission("tiny", "w.xlsx", "page", true), content);
    Delivery checked = node.ingest.dryRun(dry).delivery();
    Delivery loaded = node.load("tiny", content).delivery();
    assertThat(checked.state()).isEqualTo(State.QUARANTINED);
    assertThat(checked.message()).isEqualTo(loaded.message());
    assertThat(node.journal.balance()).isEqualTo(new Balance(1, 0, 1, 0, 0, 0));
  }

  @Test
  void the_same_bytes_after_a_quarantine_are_no_duplicate_and_the_books_balance() throws Exception {
    byte[] content = with(KNOWN + ",shoe_size", "004-000001,male,1950,,43");
    Delivery first = node.load("tiny", content).delivery();
    Delivery again = node.load("tiny", content).delivery();
    assertThat(again.state()).isEqualTo(State.QUARANTINED);
    node.edit("tiny/patient.yaml", yaml -> yaml + "ignored: [shoe_size]\n");
    Delivery third = node.load("tiny", content).delivery();
    assertThat(third.state()).isEqualTo(State.LOADED);
    assertThat(node.journal.balance()).isEqualTo(new Balance(3, 1, 2, 0, 0, 0));
    assertThat(node.ingest.retry(first, "")).as("its bytes are loaded already").isFalse();
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void a_quarantined_delivery_is_tried_again_once_the_study_knows_the_column() throws Exception {
    Delivery first =
        node.load("tiny", with(KNOWN + ",shoe_size", "004-000001,male,1950,,43")).delivery();
    node.edit("tiny/patient.yaml", yaml -> yaml + "ignored: [shoe_size]\n");
    assertThat(node.ingest.retry(first, "")).isTrue();
    Delivery after = node.ingest.run(first).delivery();
    assertThat(after.state()).isEqualTo(State.LOADED);
    assertThat(node.rejections(after)).isEmpty();
  }

  @Test
  void the_published_exports_have_no_column_their_studies_do_not_know() throws Exception {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve("shared/data/ecrf/eucanimage"))) {
      folder = folder.getParent();
    }
    Assumptions.assumeTrue(folder != null, "shared/data is not here");
    Path exports = folder == null ? home : folder.resolve("shared/data/ecrf/eucanimage");
    Mappings mappings = Mappings.builtIn(Vocabularies.builtIn());
    for (var each :
        List.of(
            List.of("eucanimage-rectal", "UC4-5_Rectal_Cancer/UseCase45_testdata.csv"),
            List.of("eucanimage-mmg", "UC6-8_Breast_Cancer_MMG/UseCase68_testdata.csv"),
            List.of("eucanimage-mri", "UC7_Breast_Cancer_MRI/UseCase7_testdata.csv"))) {
      Study study = mappings.study(each.getFirst()).orElseThrow();
      assertThat(header(study, exports.resolve(each.getLast())).unknown()).isEmpty();
    }
  }

  private static Header header(Study study, Path file) throws Exception {
    try (Workbook workbook = FormReader.open(file, StudyReading.options(study))) {
      return workbook.sheets().getFirst().table(Layout.of(study.forms().getFirst())).header();
    }
  }
}
