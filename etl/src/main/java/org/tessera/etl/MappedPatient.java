package org.tessera.etl;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tessera.fhir.store.Write;
import org.tessera.mappings.Rejection;

/// What becomes of one patient.
///
/// @param rejectedOrdinals arriving rows a coherence rule keeps out
/// @param rejections what the rules found in arriving rows
/// @param writes puts and deletes that bring the store to what the rows say
/// @param resources what each row became, `Type/id` by row
/// @param changes how many arriving rows are new, changed, or as before
record MappedPatient(
    PatientRows rows,
    List<Long> rejectedOrdinals,
    List<SheetRejection> rejections,
    List<Write> writes,
    Map<RowKey, Set<String>> resources,
    Changes changes) {
  /// Arriving rows that become current.
  List<HeldRow> accepted() {
    return rows.arriving().stream()
        .filter(row -> !rejectedOrdinals.contains(row.ordinal()))
        .toList();
  }

  /// Keys that go, and that nothing arriving takes the place of.
  Set<RowKey> gone() {
    Set<RowKey> gone = new LinkedHashSet<>(rows.removed());
    accepted().forEach(row -> gone.remove(row.key()));
    return gone;
  }

  /// A rejection and the tab it belongs to.
  record SheetRejection(String sheet, Rejection rejection) {}

  /// Arriving rows by what they do to the current ones.
  record Changes(int added, int replaced, int same) {}
}
