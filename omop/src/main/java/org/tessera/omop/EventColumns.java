package org.tessera.omop;

import org.jspecify.annotations.Nullable;

/// Fills the columns every event table has, under the names that table gives them.
final class EventColumns {
  private EventColumns() {}

  static void fill(
      CdmRow row, EventTables.EventTable event, Concepts.@Nullable Found found, Draft draft) {
    String prefix = event.prefix();
    if (row.table().has(prefix + "_type_concept_id")) {
      row.set(prefix + "_type_concept_id", draft.typeConcept);
    }
    if (found == null) {
      return;
    }
    row.set(prefix + "_concept_id", found.conceptId());
    if (row.table().has(prefix + "_source_value")) {
      row.set(prefix + "_source_value", found.sourceValue());
    }
    if (row.table().has(prefix + "_source_concept_id")) {
      row.set(prefix + "_source_concept_id", found.source());
    }
  }

  static void death(CdmRow row, @Nullable FhirDate date, int typeConcept) {
    row.set("death_type_concept_id", typeConcept);
    if (date != null) {
      row.set("death_date", date.day());
      row.set("death_datetime", date.time());
    }
  }

  /// A required end without a value is the start: the event is as long as it is known to be.
  static void dates(
      CdmRow row, EventTables.EventTable event, @Nullable FhirDate from, @Nullable FhirDate to) {
    if (from != null) {
      date(row, event.start(), from);
    }
    if (event.end().isEmpty()) {
      return;
    }
    boolean required = row.table().columns().get(row.table().position(event.end())).required();
    FhirDate end = to == null && required ? from : to;
    if (end != null) {
      date(row, event.end(), end);
    }
  }

  private static void date(CdmRow row, String column, FhirDate date) {
    row.set(column, date.day());
    if (row.table().has(EventTables.EventTable.withTime(column))) {
      row.set(EventTables.EventTable.withTime(column), date.time());
    }
  }

  /// Cuts texts to what their column holds: the whole text stays in FHIR, which lineage leads to.
  static void cut(CdmRow row) {
    @Nullable Object[] values = row.values();
    for (int i = 0; i < values.length; i++) {
      int max = row.table().columns().get(i).lengthMax();
      if (max > 0 && values[i] instanceof String text && text.length() > max) {
        values[i] =
            text.substring(
                0,
                text.offsetByCodePoints(0, Math.min(max, text.codePointCount(0, text.length()))));
      }
    }
  }
}
