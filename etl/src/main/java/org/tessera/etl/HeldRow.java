package org.tessera.etl;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A row of a patient, current or about to be.
///
/// @param values what it says, identifying values among them
/// @param apart those of the values that are kept apart from it
/// @param ordinal its place in the delivery being loaded, 0 for a row that is current already
/// @param delivery the delivery that brought it
record HeldRow(
    RowKey key,
    Map<String, JsonNode> values,
    Map<String, JsonNode> apart,
    long delivery,
    String sheet,
    long number,
    long ordinal) {
  private static final long FURTHER = 10_000_000;

  boolean arriving() {
    return ordinal > 0;
  }

  /// The same under a number that is free, where another row of the patient has its own.
  HeldRow renumbered() {
    return new HeldRow(key, values, apart, delivery, sheet, number + FURTHER, ordinal);
  }

  /// Its number in the file.
  long ownNumber() {
    return number % FURTHER;
  }

  HeldRow with(Map<String, JsonNode> identifying) {
    if (identifying.isEmpty()) {
      return this;
    }
    Map<String, JsonNode> all = new LinkedHashMap<>(values);
    all.putAll(identifying);
    return new HeldRow(key, all, identifying, delivery, sheet, number, ordinal);
  }

  @Override
  public String toString() {
    return "HeldRow[" + key.form() + ", " + sheet + ", " + number + "]";
  }
}
