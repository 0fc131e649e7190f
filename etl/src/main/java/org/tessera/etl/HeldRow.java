package org.tessera.etl;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A row of a patient, current or about to be.
///
/// @param ordinal its place in the delivery being loaded, 0 for a row that is current already
/// @param delivery the delivery that brought it
record HeldRow(
    RowKey key,
    Map<String, JsonNode> values,
    long delivery,
    String sheet,
    long number,
    long ordinal) {
  boolean arriving() {
    return ordinal > 0;
  }

  HeldRow numbered(long other) {
    return new HeldRow(key, values, delivery, sheet, other, ordinal);
  }
}
