package org.tessera.app.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;

/// Answers that are each possible and together are not: one for every rule of coherence they can
/// break.
final class Contradictions {
  private static final List<Contradiction> ALL =
      List.of(
          new Contradiction(
              "n_lymphnodes_examined",
              row -> raise(row, "n_lymphnodes_examined", "n_lymphnodes_positive")),
          new Contradiction("n_lymphnodes", row -> raise(row, "n_lymphnodes", "n_met_ln")),
          new Contradiction("num_cores", row -> raise(row, "num_cores", "num_cores_positive")),
          new Contradiction(
              "age_at_diagnosis",
              row ->
                  row.number("age_at_diagnosis", Long.parseLong(row.text("age_at_diagnosis")) - 7)),
          new Contradiction("date_of_death", row -> row.cells().remove("date_of_death")),
          new Contradiction("date_of_death", row -> row.code("vital_status", "Alive")),
          new Contradiction(
              "date_last_contact",
              row -> row.date("date_last_contact", day(row, "followup_date").minusDays(40))),
          new Contradiction(
              "end_date", row -> row.date("end_date", day(row, "start_date").minusDays(12))),
          new Contradiction(
              "start_date", row -> row.date("start_date", day(row, "start_date").minusYears(1))),
          new Contradiction("drug", row -> row.cells().remove("drug")),
          new Contradiction("dose_unit", row -> row.cells().remove("dose_unit")),
          new Contradiction("cycles", row -> row.code("status", "not done")),
          new Contradiction("pack_years", row -> row.code("smoker", "Never")),
          new Contradiction(
              "gleason_sum",
              row -> row.number("gleason_sum", 2 + Long.parseLong(row.text("gleason_sum")) % 8)),
          new Contradiction("psa_density", row -> row.number("psa_density", 7.5, 2)),
          new Contradiction("her2ihc", row -> row.code("her2ihc", "0").code("her2fish", "0")),
          new Contradiction(
              "bcstproxy",
              row -> row.code("bcstproxy", row.text("bcstproxy").equals("0") ? "3" : "0")),
          new Contradiction(
              "stage_group_c",
              row ->
                  row.code("stage_group_c", row.text("stage_group_c").startsWith("I") ? "0" : "I")),
          new Contradiction("staging_system", row -> row.cells().remove("staging_system")),
          new Contradiction("menop", row -> row.code("menop", "0").number("n_preg", 45)),
          new Contradiction("chemo_drug", row -> row.code("chemo", "0")),
          new Contradiction("neoadj_surgery", row -> row.number("neoadj_surgery", 30)));

  private Contradictions() {}

  /// Makes one of the patient's rows contradict itself, if it has the columns for any of them.
  static void one(List<Draft> drafts, Chance chance) {
    List<Contradiction> possible =
        ALL.stream()
            .filter(each -> drafts.stream().anyMatch(row -> row.has(each.column())))
            .toList();
    if (!possible.isEmpty()) {
      Contradiction chosen = chance.of(possible);
      chosen
          .change()
          .accept(chance.of(drafts.stream().filter(row -> row.has(chosen.column())).toList()));
    }
  }

  private static void raise(Draft row, String total, String part) {
    row.number(part, Long.parseLong(row.text(total)) + 3);
  }

  private static LocalDate day(Draft row, String column) {
    return LocalDate.parse(row.text(column));
  }

  /// @param column a row must have it to be changed so
  private record Contradiction(String column, Consumer<Draft> change) {}
}
