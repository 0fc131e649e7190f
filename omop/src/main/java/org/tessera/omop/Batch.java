package org.tessera.omop;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Replaces the rows of some resources within one transaction.
///
/// Rows of a person stand only while that person stands: a resource about a patient who is not
/// there yet, or has no year of birth, waits under the reason `no person` and is read again from
/// the store when the person appears.
final class Batch {
  private final Connection connection;
  private final CdmTables tables;
  private final Function<Projected.Key, Projected> current;
  private final LocalDate today;
  private final Lineage lineage;
  private final Map<Projected.Key, Projected> resources = new LinkedHashMap<>();
  private final Map<Long, Projected> patients = new LinkedHashMap<>();
  private final Set<Long> touched = new HashSet<>();
  private final Set<Long> vanished = new HashSet<>();

  /// @param current projects the newest content of a resource
  /// @param today the day of the newest change: nobody is born after it
  Batch(
      Connection connection,
      CdmTables tables,
      Function<Projected.Key, Projected> current,
      LocalDate today) {
    this.connection = connection;
    this.tables = tables;
    this.current = current;
    this.today = today;
    this.lineage = new Lineage(connection);
  }

  /// @param seen the resources the view may already hold something of
  /// @param careful look for ids that other resources have, after a batch failed on one
  void apply(Collection<Projected> projected, Set<Projected.Key> seen, boolean careful)
      throws SQLException {
    settings();
    projected.forEach(this::put);
    Set<Long> aged = lineage.agedBy(seen);
    remove(lineage.of(seen));
    lineage.deleteBirthYears(seen);
    aged.addAll(writeBirthYears(projected));
    readPatientsAgain(aged);
    decidePersons();
    if (careful) {
      Collisions.refuse(resources, lineage.taken(Collisions.ids(resources.values())));
    }
    nameVisits();
    RowWriter writer = new RowWriter();
    resources.values().stream()
        .filter(one -> !one.reason().equals(Projected.DELETED))
        .forEach(writer::add);
    writer.send(connection);
    if (!touched.isEmpty()) {
      DerivedRows.recompute(connection, touched);
    }
  }

  /// A planner without statistics would scan whole tables for a few keys. A commit that a crash
  /// undoes takes the checkpoint back with it, so nobody needs to wait for the disk.
  private void settings() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set constraints all deferred; set local synchronous_commit = off");
      statement.execute(
          "set local enable_seqscan = off; set local enable_hashjoin = off;"
              + " set local enable_mergejoin = off; set local jit = off");
    }
  }

  private void put(Projected one) {
    resources.put(one.key(), one);
    if (one.person() == 0) {
      return;
    }
    touched.add(one.person());
    if (one.key().type().equals("Patient")) {
      Projected other = patients.putIfAbsent(one.person(), one);
      if (other != null && !other.key().equals(one.key())) {
        resources.put(one.key(), one.without(Projected.COLLISION));
      }
    }
  }

  private void remove(List<Lineage.Entry> entries) throws SQLException {
    for (Lineage.Entry entry : entries) {
      if (entry.person() != 0) {
        touched.add(entry.person());
      }
      if (entry.table().equals("person")) {
        vanished.add(entry.person());
      }
    }
    lineage.delete(entries, tables);
  }

  /// Rows whose visit is there, or comes with them, are written with it: nearly all, and each saves
  /// an update.
  private void nameVisits() throws SQLException {
    Map<Long, Long> visits = lineage.visits(touched);
    for (Projected one : resources.values()) {
      for (CdmRow row : one.rows()) {
        if (row.table().name().equals("visit_occurrence")) {
          visits.put(row.id(), one.person());
        }
      }
    }
    for (Projected one : resources.values()) {
      for (CdmRow row : one.rows()) {
        if (DerivedRows.WITH_VISIT.contains(row.table().name())
            && visits.getOrDefault(row.visit(), 0L) == one.person()) {
          row.set("visit_occurrence_id", row.visit());
        }
      }
    }
  }

  private Set<Long> writeBirthYears(Collection<Projected> projected) throws SQLException {
    Set<Long> people = new HashSet<>();
    CopyText years =
        new CopyText("omop.birth_year", List.of("fhir_type", "fhir_id", "person_id", "year"));
    for (Projected one : projected) {
      if (one.birthYear() != null) {
        years.add(one.key().type(), one.key().id(), one.person(), one.birthYear());
        people.add(one.person());
      }
    }
    years.send(connection);
    return people;
  }

  /// Patients outside this batch whose year of birth may come, go or change with it.
  private void readPatientsAgain(Set<Long> aged) throws SQLException {
    aged.removeAll(patients.keySet());
    Set<Projected.Key> keys = lineage.patients(aged);
    remove(lineage.of(keys));
    keys.forEach(key -> put(current.apply(key)));
  }

  private void decidePersons() throws SQLException {
    Map<Long, Integer> years = lineage.birthYears(patients.keySet());
    Map<Long, String> present = lineage.persons(touched);
    Set<Long> appeared = new HashSet<>();
    for (Projected patient : patients.values()) {
      Projected decided = Person.decide(patient, years.get(patient.person()), today);
      resources.put(decided.key(), decided);
      if (!decided.rows().isEmpty()
          && present.putIfAbsent(decided.person(), decided.patient()) == null
          && !vanished.remove(decided.person())) {
        appeared.add(decided.person());
      }
    }
    release(appeared);
    holdBack(vanished);
    resources.replaceAll((key, one) -> held(one, present));
  }

  private static Projected held(Projected one, Map<Long, String> present) {
    if (one.rows().isEmpty()) {
      return one;
    }
    String patient = present.get(one.person());
    if (patient == null) {
      return one.without(Projected.NO_PERSON);
    }
    return patient.equals(one.patient()) ? one : one.without(Projected.COLLISION);
  }

  private void release(Set<Long> appeared) throws SQLException {
    Set<Projected.Key> waiting = lineage.waiting(appeared);
    waiting.removeAll(resources.keySet());
    remove(lineage.of(waiting));
    waiting.forEach(key -> put(current.apply(key)));
  }

  private void holdBack(Set<Long> gone) throws SQLException {
    List<Lineage.Entry> entries = lineage.about(gone);
    entries.removeIf(entry -> resources.containsKey(entry.key()) || entry.table().isEmpty());
    lineage.delete(entries, tables);
    for (Lineage.Entry entry : entries) {
      resources.put(entry.key(), Projected.none(entry.key(), entry.person(), Projected.NO_PERSON));
    }
  }
}
