package org.tessera.omop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What verification found, in numbers: it names no patient and no resource.
///
/// @param checkpoint the position in the change log the rows stand at
/// @param rows rows by CDM table
/// @param resources by FHIR type
/// @param unmapped codes, units and answers without a standard concept, by table and column
/// @param openLinks measurements, observations and treatments of something that has no row (yet):
///   they stand without the link
/// @param differences what must not be, empty when all is well
public record OmopReport(
    long checkpoint,
    Map<String, Long> rows,
    Map<String, Resources> resources,
    Map<String, Long> unmapped,
    long openLinks,
    List<String> differences) {
  /// The current resources of one type.
  ///
  /// @param total how many there are
  /// @param withRows how many have rows
  /// @param reasons how many have none, by the reason
  public record Resources(long total, long withRows, Map<String, Long> reasons) {
    /// Resources that have neither rows nor a reason.
    public long unexplained() {
      return total - withRows - reasons.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  public boolean consistent() {
    return differences.isEmpty();
  }

  /// The report as lines of text for a terminal.
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    rows.forEach((table, count) -> lines.add("%-28s %,12d".formatted(table, count)));
    resources.forEach((type, count) -> {
      lines.add("%-28s %,12d of %,d have rows".formatted(type, count.withRows(), count.total()));
      count.reasons().forEach((reason, n) -> lines.add("  %-26s %,12d".formatted(reason, n)));
    });
    if (openLinks != 0) {
      lines.add("%-28s %,12d".formatted("links that wait for a row", openLinks));
    }
    unmapped.forEach((column, n) -> lines.add("unmapped %-40s %,12d".formatted(column, n)));
    differences.forEach(difference -> lines.add("DIFFERENCE " + difference));
    return lines;
  }
}
