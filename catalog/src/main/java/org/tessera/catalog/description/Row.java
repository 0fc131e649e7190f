package org.tessera.catalog.description;

import java.util.List;

/// An attribute that can be described: a line of `described.csv`.
///
/// @param part of the entity's form and page it stands in, empty for the first
/// @param needed whether nothing is described without it
/// @param values the only ones there are; none for any of the form
/// @param columns of a table, whose attributes begin with the table's own and a dot
public record Row(
    String entity,
    String part,
    String attribute,
    String label,
    boolean many,
    boolean needed,
    Form form,
    List<String> values,
    List<Row> columns) {
  /// The name of a column within its table.
  public String column() {
    return attribute.substring(attribute.indexOf('.') + 1);
  }

  /// Whether it has rows instead of values.
  public boolean isTable() {
    return form == Form.TABLE;
  }
}
