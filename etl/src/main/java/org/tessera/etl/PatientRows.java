package org.tessera.etl;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// All that is known of one patient when the delivery reaches them.
///
/// @param current what earlier deliveries said
/// @param arriving accepted rows that come; of two with the same key the later counts
/// @param removed keys that go
/// @param resources what the current rows became, `Type/id` by row
record PatientRows(
    String patient,
    List<HeldRow> current,
    List<HeldRow> arriving,
    Set<RowKey> removed,
    Map<RowKey, Set<String>> resources) {
  /// The same as long as nothing arrives.
  PatientRows asTheyAre() {
    return new PatientRows(patient, current, List.of(), Set.of(), Map.of());
  }
}
