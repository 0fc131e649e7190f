package org.tessera.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tessera.etl.TestNode.diagnoses;
import static org.tessera.etl.TestNode.patients;
import static org.tessera.etl.TestNode.workbook;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a resource back to the cells and the rule it was made by, and from a row forward.
class RowLineageTest {
  @TempDir Path home;

  @Test
  void a_resource_leads_back_to_its_cells_and_rule_and_its_row_to_all_it_became() {
    try (var node = new TestNode(home)) {
      Delivery delivery =
          node.load(
                  "tiny",
                  workbook(
                      patients("004-000001,male,1950,"),
                      diagnoses("004-000001,1,2020-01-02,12.50,1,10,,left")))
              .delivery();
      RowLineage lineage = lineage(node);
      String patient = node.pseudonym("tiny", "004-000001");
      String size = "Observation/" + patient + "-dx1-size";
      List<RowLineage.Origin> origins = lineage.of(size);
      assertThat(origins)
          .singleElement()
          .satisfies(origin -> {
            assertThat(origin.delivery()).isEqualTo(delivery.id());
            assertThat(origin.sheet()).isEqualTo("Diagnosis");
            assertThat(origin.row()).isEqualTo(2);
            assertThat(origin.resources()).contains(size, "Condition/" + patient + "-dx1");
            assertThat(origin.rules())
                .singleElement()
                .satisfies(rule -> {
                  assertThat(rule.file()).isEqualTo("tiny/diagnosis.yaml");
                  assertThat(rule.line()).isGreaterThan(14);
                  assertThat(rule.cells())
                      .contains(
                          new RowLineage.Cell("Diagnosis.size", "D2", "12.50"),
                          new RowLineage.Cell("Diagnosis.diagnosis_no", "B2", "1"));
                });
          });
      assertThat(lineage.ofRow(delivery.id(), "Diagnosis", 2))
          .singleElement()
          .satisfies(origin -> assertThat(origin.resources()).contains(size));
      assertThat(lineage.of("Patient/" + patient)).hasSize(1);
      assertThat(lineage.of("Observation/nobody")).isEmpty();
      assertThat(lineage.of("nonsense")).isEmpty();
    }
  }

  private static RowLineage lineage(TestNode node) {
    var parts =
        new Ingest.Parts(
            node.database.dataSource(),
            node.journal,
            node.reception,
            node.zone,
            node.pseudonymizer,
            node.ingest.images());
    return new RowLineage(node.database.dataSource(), parts, node.current(), node.store);
  }

  @Test
  void a_rule_that_asks_for_an_identifying_value_is_found_and_the_value_is_not_shown() {
    try (var node = new TestNode(home)) {
      node.edit(
          "tiny/patient.yaml",
          text ->
              text
                  + """
                    - resource: Observation
                      id: "{patient}-birth-known"
                      when: date_of_birth
                      status: final
                      code: { text: birth }
                      subject: { reference: Patient, id: "{patient}" }
                  """);
      node.load(
          "tiny",
          workbook(
              TestNode.tab(
                  "Patient", "patient_number,gender,date_of_birth", "004-000001,male,1950-03-04")));
      String known = "Observation/" + node.pseudonym("tiny", "004-000001") + "-birth-known";
      assertThat(lineage(node).of(known))
          .singleElement()
          .satisfies(origin ->
              assertThat(origin.rules())
                  .singleElement()
                  .satisfies(rule ->
                      assertThat(rule.cells())
                          .contains(new RowLineage.Cell("Patient.date_of_birth", "C2", "***"))));
    }
  }
}
