package org.tessera.omop;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Where a FHIR reference leads in OMOP: the first row of the resource it names, computed from its
/// id alone, so it may arrive later.
final class References {
  /// @param field the concept of the table's key column (`1147127` for `condition_occurrence_id`)
  record Target(String table, int field) {}

  /// The slot of a resource's first row.
  static final String FIRST = "0.0.0";

  private final Map<String, Target> targets = new HashMap<>();

  void put(String type, Target target) {
    targets.put(type, target);
  }

  /// The concept of the key column of the table a reference leads to; null when it leads to none.
  @Nullable Integer field(JsonNode reference) {
    Projected.Key key = key(reference);
    Target target = key == null ? null : targets.get(key.type());
    return target == null ? null : target.field();
  }

  /// The id of the first row of what is referenced, 0 for none.
  long row(JsonNode reference) {
    Projected.Key key = key(reference);
    Target target = key == null ? null : targets.get(key.type());
    return key == null || target == null
        ? 0
        : RowIds.of(target.table(), key.type(), key.id(), FIRST);
  }

  /// Type and id of a literal reference, relative or absolute; null for any other.
  static Projected.@Nullable Key key(JsonNode reference) {
    String text = reference.path("reference").asString("");
    int slash = text.lastIndexOf('/');
    if (slash < 1 || slash == text.length() - 1) {
      return null;
    }
    int before = text.lastIndexOf('/', slash - 1);
    return new Projected.Key(text.substring(before + 1, slash), text.substring(slash + 1));
  }
}
