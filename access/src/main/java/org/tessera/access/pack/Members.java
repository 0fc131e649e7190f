package org.tessera.access.pack;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// The patients of a package: each one's shift, and who they are in OMOP.
final class Members {
  private static final int PATIENTS_AT_ONCE = 5_000;

  private final Map<String, DateShift> shifts;
  private final Map<Long, String> persons = new HashMap<>();

  private Members(Map<String, DateShift> shifts) {
    this.shifts = shifts;
  }

  static Members of(Map<String, Timespan> patients, PackageKey key, LocalDate today) {
    Map<String, DateShift> shifts = new TreeMap<>();
    patients.forEach((id, span) -> shifts.put(id, span.shift(key, id, today)));
    return new Members(shifts);
  }

  /// Finds them among the persons, and puts those into the temporary table `pack_member`.
  void findPersons(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          "create temporary table pack_member (person_id bigint primary key, patient text)"
              + " on commit drop");
    }
    String insert =
        "insert into pack_member select distinct l.row_id, l.fhir_id from omop.lineage l"
            + " where l.fhir_type = 'Patient' and l.cdm_table = 'person' and l.fhir_id = any(?)";
    var ids = shifts.keySet().toArray(String[]::new);
    try (var statement = connection.prepareStatement(insert)) {
      for (int from = 0; from < ids.length; from += PATIENTS_AT_ONCE) {
        int to = Math.min(ids.length, from + PATIENTS_AT_ONCE);
        var some = Arrays.copyOfRange(ids, from, to);
        statement.setArray(1, connection.createArrayOf("text", some));
        statement.executeUpdate();
      }
    }
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select person_id, patient from pack_member")) {
      while (rows.next()) {
        persons.put(rows.getLong(1), rows.getString(2));
      }
    }
  }

  Map<String, DateShift> shifts() {
    return shifts;
  }

  DateShift shift(String patient) {
    return Objects.requireNonNull(shifts.get(patient));
  }

  /// The FHIR id of a person who is a member.
  String patient(long person) {
    return Objects.requireNonNull(persons.get(person));
  }

  int size() {
    return shifts.size();
  }
}
