package org.tessera.omop.athena;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.tessera.omop.VocabularyStage;

/// Writes down what a staged release changes against the one that counts.
final class ReleaseChanges {
  private static final List<String> KINDS =
      List.of(
          """
          select 'invalid', o.concept_id, o.vocabulary_id, o.concept_code, '', n.invalid_reason
          from cdm.concept o join %s.concept n on n.concept_id = o.concept_id
          where o.invalid_reason is null and n.invalid_reason is not null
          """,
          """
          select 'gone', o.concept_id, o.vocabulary_id, o.concept_code, '', ''
          from cdm.concept o
          where not exists (select from %s.concept n where n.concept_id = o.concept_id)
          """,
          """
          select 'remapped', c.concept_id, c.vocabulary_id, c.concept_code,
            coalesce(o.targets, ''), coalesce(n.targets, '')
          from (select concept_id_1, string_agg(concept_id_2::text, ' ' order by concept_id_2) targets
              from cdm.concept_relationship
              where relationship_id = 'Maps to' and invalid_reason is null group by 1) o
            full join (select concept_id_1, string_agg(concept_id_2::text, ' ' order by concept_id_2) targets
              from %1$s.concept_relationship
              where relationship_id = 'Maps to' and invalid_reason is null group by 1) n
              on n.concept_id_1 = o.concept_id_1
            join cdm.concept c on c.concept_id = coalesce(o.concept_id_1, n.concept_id_1)
          where o.targets is distinct from n.targets
            and exists (select from %1$s.concept n where n.concept_id = c.concept_id)
          """);

  private ReleaseChanges() {}

  static void record(Connection connection, long id) throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("set local work_mem = '256MB'");
      statement.execute("delete from omop.vocabulary_change where import_id = " + id);
      for (String kind : KINDS) {
        statement.execute(
            "insert into omop.vocabulary_change select "
                + id
                + ", k.* from ("
                + kind.formatted(VocabularyStage.SCHEMA)
                + ") k");
      }
      connection.commit();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }
}
