package org.tessera.etl.deidentify;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tessera.etl.deidentify.Outcome.Placement;

/// What was done to a study, in its new names alone.
final class StudyRecord {
  private final String patient;
  private final ChangeLog changes = new ChangeLog();
  private final Map<String, Integer> instancesOfSeries = new TreeMap<>();
  private final Map<String, Set<String>> heldInstances = new TreeMap<>();
  private final Map<String, Integer> remarks = new TreeMap<>();

  StudyRecord(String patient) {
    this.patient = patient;
  }

  String patient() {
    return patient;
  }

  ChangeLog changes() {
    return changes;
  }

  void cleared(Placement placement, Iterable<String> remarked) {
    instancesOfSeries.merge(placement.series(), 1, Integer::sum);
    remarked.forEach(remark -> remarks.merge(remark, 1, Integer::sum));
  }

  void held(Placement placement, Iterable<String> reasons) {
    reasons.forEach(reason ->
        heldInstances.computeIfAbsent(reason, _ -> new TreeSet<>()).add(placement.instance()));
  }

  /// Cleared instances of each series.
  Map<String, Integer> instancesOfSeries() {
    return instancesOfSeries;
  }

  /// Held instances by the reason.
  Map<String, Set<String>> heldInstances() {
    return heldInstances;
  }

  /// Remarks and to how many instances they apply.
  Map<String, Integer> remarks() {
    return remarks;
  }
}
