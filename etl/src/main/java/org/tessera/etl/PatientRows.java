package org.tessera.etl;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// All that is known of one patient when the delivery reaches them.
///
/// @param current what earlier deliveries said
/// @param arriving accepted rows of this delivery
/// @param removed keys that go
/// @param resources what the current rows became, `Type/id` by row
record PatientRows(
    String patient,
    List<HeldRow> current,
    List<HeldRow> arriving,
    Set<RowKey> removed,
    Map<RowKey, Set<String>> resources) {}
