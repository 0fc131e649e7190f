package org.tessera.omop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One table of the CDM as the database has it.
///
/// @param key the primary-key column, `person_id` for `death`, which has none
record CdmTable(String name, String key, List<Column> columns, Map<String, Integer> positions) {
  /// @param lengthMax characters a varchar holds, 0 for no limit
  record Column(String name, boolean required, int lengthMax, boolean integer) {
    /// A required concept may always be 0, "no matching concept".
    boolean concept() {
      return name.endsWith("concept_id");
    }
  }

  static CdmTable of(String name, String key, List<Column> columns) {
    Map<String, Integer> positions = new LinkedHashMap<>();
    for (Column column : columns) {
      positions.put(column.name(), positions.size());
    }
    return new CdmTable(name, key, columns, positions);
  }

  boolean has(String column) {
    return positions.containsKey(column);
  }

  int position(String column) {
    Integer position = positions.get(column);
    if (position == null) {
      throw new IllegalArgumentException("the CDM has no column " + name + "." + column);
    }
    return position;
  }
}
