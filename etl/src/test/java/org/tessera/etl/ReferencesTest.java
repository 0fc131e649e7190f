package org.tessera.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tessera.etl.TestNode.patients;
import static org.tessera.etl.TestNode.tab;
import static org.tessera.etl.TestNode.workbook;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tessera.etl.TestNode.Tab;
import org.tessera.fhir.store.Transaction;
import org.tessera.fhir.store.Write;

/// A row may name another that never came, was rejected, or comes later.
class ReferencesTest extends NodeTest {
  private static Tab rows(String... lines) {
    return tab("Diagnosis", "patient_number,diagnosis_no,date,follows_no", lines);
  }

  private List<String> found(Report report) {
    return node.rejections(report.delivery()).stream()
        .map(r ->
            r.sheet() + "!" + r.cell() + " " + r.rejection().value() + " " + r.rejection().rule())
        .toList();
  }

  private String condition(int number) {
    String one = node.pseudonym("tiny", "004-000001");
    return node.resources().getOrDefault("Condition/" + one + "-dx" + number, "not there");
  }

  @Test
  void a_reference_appears_when_the_row_it_names_arrives_and_goes_when_that_is_withdrawn() {
    Report first =
        node.load(
            "tiny", workbook(patients("004-000001,male,1950,"), rows("004-000001,2,2020-01-02,1")));
    assertThat(found(first)).containsExactly("Diagnosis!D2 1 no-such-row");
    assertThat(first.delivery().counts().accepted()).isEqualTo(2);
    assertThat(condition(2)).doesNotContain("evidence");
    assertThat(node.differences()).isEmpty();

    Report later = node.load("tiny", workbook(rows("004-000001,1,2019-01-02,")));
    assertThat(found(later)).isEmpty();
    assertThat(condition(2)).contains("-dx1\"");
    assertThat(node.differences()).isEmpty();

    node.ingest.retract(later.delivery().id());
    node.ingest.drain();
    assertThat(condition(2)).doesNotContain("evidence");
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void a_row_that_is_rejected_is_not_referred_to_until_it_is_corrected() {
    Report first =
        node.load(
            "tiny",
            workbook(
                patients("004-000001,male,1950,"),
                rows("004-000001,1,1900-01-02,", "004-000001,2,2020-01-02,1")));
    assertThat(found(first))
        .containsExactly("Diagnosis!C2 1900-01-02 after-birth", "Diagnosis!D3 1 no-such-row");
    assertThat(condition(2)).doesNotContain("evidence");
    node.load("tiny", workbook(rows("004-000001,1,2019-01-02,")));
    assertThat(condition(2)).contains("-dx1\"");
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void verification_counts_and_names_a_reference_without_a_target() {
    node.load(
        "tiny",
        workbook(
            patients("004-000001,male,1950,"),
            rows("004-000001,1,2019-01-02,", "004-000001,2,2020-01-02,1")));
    assertThat(node.differences()).isEmpty();
    String first = node.pseudonym("tiny", "004-000001") + "-dx1";
    node.store.commit(new Transaction("study:tiny", List.of(Write.Delete.of("Condition", first))));
    assertThat(node.differences())
        .anyMatch(line -> line.contains("references Condition → Condition"))
        .anyMatch(line -> line.contains("references of the rows' resources"));
  }
}
