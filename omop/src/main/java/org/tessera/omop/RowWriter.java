package org.tessera.omop;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sends projected resources to their tables by COPY, with their lineage and side tables.
final class RowWriter {
  private final Map<String, CopyText> cdm = new LinkedHashMap<>();
  private final CopyText lineage =
      new CopyText(
          "omop.lineage",
          List.of(
              "fhir_type", "fhir_id", "person_id", "cdm_table", "row_id", "visit_id", "reason"));
  private final CopyText unmapped =
      new CopyText(
          "omop.unmapped",
          List.of(
              "fhir_type", "fhir_id", "cdm_table", "cdm_column", "system", "code", "source_value"));
  private final CopyText parts =
      new CopyText(
          "omop.episode_part",
          List.of(
              "fhir_type",
              "fhir_id",
              "person_id",
              "kind",
              "episode_id",
              "disease_episode_id",
              "event_id",
              "event_field_concept_id",
              "object_concept_id",
              "source_value",
              "start_date",
              "end_date"));

  private final CopyText causes =
      new CopyText(
          "omop.death_cause",
          List.of(
              "fhir_type",
              "fhir_id",
              "person_id",
              "concept_id",
              "source_value",
              "source_concept_id"));

  private final CopyText images =
      new CopyText(
          "omop.image_link",
          List.of(
              "fhir_type",
              "fhir_id",
              "person_id",
              "feature_id",
              "series_uid",
              "event_field_concept_id",
              "event_id",
              "concept_id",
              "type_concept_id",
              "finding_concept_id",
              "site_concept_id",
              "alg_system"));

  void add(Projected projected) {
    Projected.Key key = projected.key();
    Long person = projected.person() == 0 ? null : projected.person();
    if (projected.rows().isEmpty()) {
      lineage.add(key.type(), key.id(), person, null, null, null, projected.reason());
      return;
    }
    for (CdmRow row : projected.rows()) {
      CdmTable table = row.table();
      cdm.computeIfAbsent(table.name(), name -> copy(table)).add(row.values());
      lineage.add(
          key.type(), key.id(), person, table.name(), row.id(), zeroIsNull(row.visit()), null);
    }
    for (Projected.Unmapped code : projected.unmapped()) {
      unmapped.add(
          key.type(),
          key.id(),
          code.table(),
          code.column(),
          code.system(),
          code.code(),
          code.sourceValue());
    }
    Projected.Cause cause = projected.cause();
    if (cause != null) {
      causes.add(
          key.type(), key.id(), person, cause.concept(), cause.sourceValue(), cause.source());
    }
    projected.images().forEach(link -> addImage(key, person, link));
    for (Projected.EpisodePart part : projected.parts()) {
      parts.add(
          key.type(),
          key.id(),
          person,
          part.treatment() ? "treatment" : "disease",
          part.episode(),
          zeroIsNull(part.disease()),
          part.event(),
          part.eventField(),
          part.concept(),
          part.sourceValue(),
          part.start(),
          part.end());
    }
  }

  private void addImage(Projected.Key key, @Nullable Long person, Projected.ImageLink link) {
    images.add(
        key.type(),
        key.id(),
        person,
        link.feature(),
        link.series(),
        link.eventField(),
        link.event(),
        link.concept(),
        link.type(),
        link.finding(),
        link.site(),
        link.algorithm());
  }

  void send(Connection connection) throws SQLException {
    for (CopyText table : cdm.values()) {
      table.send(connection);
    }
    lineage.send(connection);
    unmapped.send(connection);
    parts.send(connection);
    causes.send(connection);
    images.send(connection);
  }

  private static CopyText copy(CdmTable table) {
    return new CopyText(
        "cdm." + table.name(), table.columns().stream().map(CdmTable.Column::name).toList());
  }

  private static @Nullable Long zeroIsNull(long id) {
    return id == 0 ? null : id;
  }
}
