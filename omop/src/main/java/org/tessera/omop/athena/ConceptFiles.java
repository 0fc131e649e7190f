package org.tessera.omop.athena;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.tessera.omop.VocabularyStage;
import org.tessera.vocabularies.ConceptFile;
import org.tessera.vocabularies.ConceptFileWriter;
import org.tessera.vocabularies.OmopConcept;

/// Makes the file that answers for a release from the release's tables; a file that is lost is made
/// again.
final class ConceptFiles {
  private static final int FETCH_ROWS = 20_000;

  private static final String CONCEPTS =
      """
      select concept_id, concept_name, domain_id, vocabulary_id, concept_class_id, standard_concept,
        concept_code, invalid_reason
      from SCHEMA.concept where concept_id not in (select concept_id from WITHOUT)
      order by vocabulary_id collate "C", concept_code collate "C", (invalid_reason is null) desc,
        standard_concept desc nulls last, concept_id
      """;

  private static final String MAPS =
      """
      select r.concept_id_1, r.concept_id_2 from SCHEMA.concept_relationship r
      join SCHEMA.concept c on c.concept_id = r.concept_id_2 and c.standard_concept = 'S'
      where r.relationship_id = 'Maps to' and r.invalid_reason is null
      """;

  /// Standard concepts have their ancestors in a table; others, such as most of ICD-10, only the
  /// relations that say so.
  private static final String CHILDREN =
      """
      select ancestor_concept_id, descendant_concept_id from SCHEMA.concept_ancestor
      where min_levels_of_separation = 1 and ancestor_concept_id <> descendant_concept_id
      union all
      select r.concept_id_1, r.concept_id_2 from SCHEMA.concept_relationship r
      join SCHEMA.concept a on a.concept_id = r.concept_id_1
      join SCHEMA.concept d on d.concept_id = r.concept_id_2 and d.vocabulary_id = a.vocabulary_id
      where r.invalid_reason is null and r.concept_id_1 <> r.concept_id_2
        and r.relationship_id in (select relationship_id from SCHEMA.relationship
          where is_hierarchical = '1' and defines_ancestry = '1')
      """;

  private ConceptFiles() {}

  /// The file of tables that are being filled, before what ships is added to them.
  static ConceptFile ofStage(Connection connection, Path folder) throws IOException, SQLException {
    return build(connection, VocabularyStage.SCHEMA, VocabularyStage.SCHEMA + ".added", folder);
  }

  /// The file of the release that counts, made again.
  static ConceptFile ofCdm(Connection connection, Path folder) throws IOException, SQLException {
    return build(connection, "cdm", "omop.vocabulary_added", folder);
  }

  private static ConceptFile build(
      Connection connection, String schema, String without, Path folder)
      throws IOException, SQLException {
    connection.setAutoCommit(false);
    try (var writer = new ConceptFileWriter(folder);
        var statement = connection.createStatement()) {
      statement.execute("set local work_mem = '256MB'");
      statement.setFetchSize(FETCH_ROWS);
      try (var rows =
          statement.executeQuery(CONCEPTS.replace("SCHEMA", schema).replace("WITHOUT", without))) {
        while (rows.next()) {
          String mark = text(rows, 6);
          writer.add(concept(rows), mark.isEmpty() ? ' ' : mark.charAt(0));
        }
      }
      try (var rows = statement.executeQuery(MAPS.replace("SCHEMA", schema))) {
        while (rows.next()) {
          writer.mapsTo(rows.getInt(1), rows.getInt(2));
        }
      }
      try (var rows = statement.executeQuery(CHILDREN.replace("SCHEMA", schema))) {
        while (rows.next()) {
          writer.child(rows.getInt(1), rows.getInt(2));
        }
      }
      writer.finish();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
    return ConceptFile.open(folder);
  }

  private static OmopConcept concept(ResultSet rows) throws SQLException {
    return new OmopConcept(
        rows.getInt(1),
        text(rows, 2),
        text(rows, 3),
        text(rows, 4),
        text(rows, 5),
        text(rows, 7),
        text(rows, 6).equals("S"),
        text(rows, 8));
  }

  private static String text(ResultSet rows, int column) throws SQLException {
    return Objects.requireNonNullElse(rows.getString(column), "");
  }
}
