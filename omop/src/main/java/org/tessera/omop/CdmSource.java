package org.tessera.omop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;

/// The one row of `cdm_source`, which says what this database is and how new it is.
final class CdmSource {
  /// The tables the projection fills, the vocabulary apart.
  static final List<String> FILLED =
      List.of(
          "cdm.person",
          "cdm.observation_period",
          "cdm.visit_occurrence",
          "cdm.condition_occurrence",
          "cdm.procedure_occurrence",
          "cdm.drug_exposure",
          "cdm.device_exposure",
          "cdm.measurement",
          "cdm.observation",
          "cdm.specimen",
          "cdm.death",
          "cdm.episode",
          "cdm.episode_event",
          "cdm.condition_era",
          "cdm.drug_era",
          "cdm.image_occurrence",
          "cdm.image_feature",
          "cdm.cdm_source");

  private static final String INSERT =
      """
      insert into cdm.cdm_source (cdm_source_name, cdm_source_abbreviation, cdm_holder,
        source_description, cdm_etl_reference, source_release_date, cdm_release_date, cdm_version,
        cdm_version_concept_id, vocabulary_version)
      select 'Tessera', 'Tessera', 'the operator of this node',
        'FHIR R4 resources of this node, by its change log', 'mappings/omop', ?, ?, '5.4', 0,
        coalesce((select left(vocabulary_version, 20) from cdm.vocabulary
          where vocabulary_id = 'None'), 'Tessera seed')
      where not exists (select from cdm.cdm_source)
      """;

  private CdmSource() {}

  /// @param newest the day of the newest change
  static void write(Connection connection, LocalDate newest) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update cdm.cdm_source set source_release_date = ?, cdm_release_date = ?")) {
      update.setObject(1, newest);
      update.setObject(2, newest);
      if (update.executeUpdate() == 0) {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
          insert.setObject(1, newest);
          insert.setObject(2, newest);
          insert.executeUpdate();
        }
      }
    }
  }
}
