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
    for (Linked linked :
        List.of(new Linked("measurement", "meas"), new Linked("observation", "obs"))) {
      lineage.run(linked.close(), people);
      lineage.run(linked.open(), people);
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

  /// A table whose rows may say of which other row they are (`…_event_id`).
  ///
  /// @param field how the column with that row's table begins, `…_event_field_concept_id`
  private record Linked(String table, String field) {
    /// A link whose event has a row now is set.
    String close() {
      return """
      with found as (
        delete from omop.open_link as link using omop.lineage as target
        where link.person_id = any(?) and link.cdm_table = '%1$s' and target.row_id = link.event_id
        returning link.row_id, link.event_id, link.event_field_concept_id)
      update cdm.%1$s set %1$s_event_id = found.event_id,
        %2$s_event_field_concept_id = found.event_field_concept_id
      from found where %1$s_id = found.row_id
      """
          .formatted(table, field);
    }

    /// A link whose event has no row waits.
    String open() {
      return """
      with open as (
        insert into omop.open_link
        select '%1$s', %1$s_id, person_id, %1$s_event_id, %2$s_event_field_concept_id from cdm.%1$s
        where person_id = any(?) and %1$s_event_id is not null
          and not exists (select from omop.lineage where row_id = %1$s_event_id)
        returning row_id)
      update cdm.%1$s set %1$s_event_id = null, %2$s_event_field_concept_id = null
      from open where %1$s_id = open.row_id
      """
          .formatted(table, field);
    }
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
