package org.tessera.etl.deidentify;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tessera.etl.deidentify.Deidentifier.Done;
import org.tessera.etl.deidentify.Outcome.Placement;
import tools.jackson.databind.node.ObjectNode;

/// What was done to the instances that were taken in, study by study. For one thread.
public final class Accounts {
  private final Profile profile;
  private final Map<String, StudyRecord> studies = new TreeMap<>();

  /// Accounts of what this profile did.
  public Accounts(Profile profile) {
    this.profile = profile;
  }

  /// Adds an instance that was taken.
  public void add(Outcome outcome, Done done) {
    outcome.place().ifPresent(placement -> add(outcome, placement, done));
  }

  private void add(Outcome outcome, Placement placement, Done done) {
    StudyRecord study =
        studies.computeIfAbsent(placement.study(), _ -> new StudyRecord(placement.patient()));
    done.changes().forEach(study.changes()::add);
    switch (outcome) {
      case Outcome.Cleared cleared -> study.cleared(placement, cleared.remarks());
      case Outcome.Held held -> study.held(placement, held.reasons());
      case Outcome.Refused _ -> {}
    }
  }

  /// What was done to each study so far, by its new UID.
  Map<String, StudyRecord> studies() {
    return studies;
  }

  /// One report a study, by its new UID; no value of any original stands in it.
  public Map<String, ObjectNode> reports() {
    Map<String, ObjectNode> reports = new TreeMap<>();
    studies.forEach(
        (uid, record) -> reports.put(uid, StudyReport.json(profile, uid, List.of(record))));
    return reports;
  }
}
