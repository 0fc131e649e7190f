package org.tessera.omop;

import org.jspecify.annotations.Nullable;

/// One row on its way into a table.
final class CdmRow {
  private final CdmTable table;
  private final long id;
  private final long visit;
  private final @Nullable Object[] values;

  /// @param id what lineage knows it by: its primary key, or for `death` a digest of its own
  /// @param visit the visit the resource names, 0 for none
  CdmRow(CdmTable table, long id, long visit) {
    this.table = table;
    this.id = id;
    this.visit = visit;
    this.values = new Object[table.columns().size()];
  }

  CdmTable table() {
    return table;
  }

  long id() {
    return id;
  }

  long visit() {
    return visit;
  }

  /// By position of the table's columns; the caller may change them.
  @Nullable Object[] values() {
    return values;
  }

  @Nullable Object get(String column) {
    return values[table.position(column)];
  }

  void set(String column, @Nullable Object value) {
    values[table.position(column)] = value;
  }

  /// The first required column without a value; required concepts that have none become 0 first.
  @Nullable String missing() {
    String missing = null;
    for (int i = 0; i < values.length; i++) {
      CdmTable.Column column = table.columns().get(i);
      if (values[i] == null && column.required()) {
        if (column.concept()) {
          values[i] = 0;
        } else if (missing == null) {
          missing = column.name();
        }
      }
    }
    return missing;
  }
}
