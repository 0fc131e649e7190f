package org.tessera.omop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// Observation periods, eras, episodes and visit links: rows that follow from other rows,
/// recomputed for the people a batch touches (`derived.sql`).
final class DerivedRows {
  private static final List<String> STATEMENTS = statements();

  /// Tables whose rows may name a visit.
  static final Set<String> WITH_VISIT =
      Set.of(
          "condition_occurrence",
          "procedure_occurrence",
          "drug_exposure",
          "device_exposure",
          "measurement",
          "observation",
          "image_occurrence");

  private DerivedRows() {}

  static void recompute(Connection connection, Collection<Long> people) throws SQLException {
    Lineage lineage = new Lineage(connection);
    for (String statement : STATEMENTS) {
      lineage.run(statement, people);
    }
    if (visitsNamed(connection, people)) {
      for (String table : WITH_VISIT) {
        lineage.run(linkVisits(table), people);
      }
    }
  }

  private static boolean visitsNamed(Connection connection, Collection<Long> people)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select exists (select from omop.lineage where person_id = any(?)"
                + " and visit_id is not null)")) {
      statement.setArray(1, connection.createArrayOf("bigint", people.toArray()));
      try (var result = statement.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    }
  }

  /// A row points at its visit from when the visit is there, and no longer than it is.
  private static String linkVisits(String table) {
    return """
    update cdm.%1$s as event set visit_occurrence_id = visit.visit_occurrence_id
    from omop.lineage as row
      left join cdm.visit_occurrence as visit
        on visit.visit_occurrence_id = row.visit_id and visit.person_id = row.person_id
    where row.person_id = any(?) and row.visit_id is not null and row.cdm_table = '%1$s'
      and event.%1$s_id = row.row_id
      and event.visit_occurrence_id is distinct from visit.visit_occurrence_id
    """
        .formatted(table);
  }

  private static List<String> statements() {
    try (InputStream file = DerivedRows.class.getResourceAsStream("derived.sql")) {
      if (file == null) {
        throw new IllegalStateException("derived.sql is not packed in");
      }
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return List.of(text.split("\n------\n", -1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
