package org.tessera.omop;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One thing a resource says, on its way to a row.
///
/// @param item the element in hand, the resource itself where the rule names none
/// @param table where the row goes
/// @param concept what it is about; null for a table without routing
/// @param firstRow id of the resource's first row, 0 before there is one
/// @param unmapped takes what finds no concept
record Fact(
    JsonNode resource,
    JsonNode item,
    CdmTable table,
    Concepts.@Nullable Found concept,
    long firstRow,
    List<Projected.Unmapped> unmapped) {
  void unmapped(String column, Concepts.Found found) {
    unmapped.add(
        new Projected.Unmapped(
            table.name(), column, found.system(), found.code(), found.sourceValue()));
  }
}
