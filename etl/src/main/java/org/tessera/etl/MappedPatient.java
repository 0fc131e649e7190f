package org.tessera.etl;

import java.util.Collection;
import java.util.LinkedHashMap;
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
/// @param changes by delivery: how many arriving rows are new, changed, or as before
record MappedPatient(
    PatientRows rows,
    List<Long> rejectedOrdinals,
    List<SheetRejection> rejections,
    List<Write> writes,
    Map<RowKey, Set<String>> resources,
    Map<Long, Changes> changes) {
  /// Arriving rows that become current: of those with one key the last.
  Collection<HeldRow> accepted() {
    Map<RowKey, HeldRow> accepted = new LinkedHashMap<>();
    rows.arriving().stream()
        .filter(row -> !rejectedOrdinals.contains(row.ordinal()))
        .forEach(row -> accepted.put(row.key(), row));
    return accepted.values();
  }

  /// Keys that go, and that nothing arriving takes the place of.
  Set<RowKey> gone() {
    Set<RowKey> gone = new LinkedHashSet<>(rows.removed());
    accepted().forEach(row -> gone.remove(row.key()));
    return gone;
  }

  /// A rejection, with the delivery and the tab it belongs to.
  record SheetRejection(long delivery, String sheet, Rejection rejection) {}

  /// Arriving rows by what they do to the current ones.
  record Changes(int added, int replaced, int same, int superseded, int rejected) {
    Changes plus(Changes other) {
      return new Changes(
          added + other.added,
          replaced + other.replaced,
          same + other.same,
          superseded + other.superseded,
          rejected + other.rejected);
    }
  }
}
