package org.tessera.omop;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the tables hold of which resource, within one transaction.
final class Lineage {
  private static final String OF_KEYS =
      " where (fhir_id, fhir_type) in (select * from unnest(?::text[], ?::text[]))";

  private final Connection connection;

  Lineage(Connection connection) {
    this.connection = connection;
  }

  /// @param table empty for a resource without rows
  record Entry(Projected.Key key, long person, String table, long row) {}

  List<Entry> of(Collection<Projected.Key> keys) throws SQLException {
    if (keys.isEmpty()) {
      return List.of();
    }
    return entries(
        "select fhir_type, fhir_id, person_id, cdm_table, row_id from omop.lineage" + OF_KEYS,
        keys);
  }

  /// All resources about these people.
  List<Entry> about(Collection<Long> people) throws SQLException {
    if (people.isEmpty()) {
      return new ArrayList<>();
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select fhir_type, fhir_id, person_id, cdm_table, row_id from omop.lineage"
                + " where person_id = any(?)")) {
      statement.setArray(1, longs(people));
      return read(statement);
    }
  }

  /// The resources that wait for one of these people.
  Set<Projected.Key> waiting(Collection<Long> people) throws SQLException {
    return keys(people, "reason = '" + Projected.NO_PERSON + "'");
  }

  /// The Patient resources of these people.
  Set<Projected.Key> patients(Collection<Long> people) throws SQLException {
    return keys(people, "fhir_type = 'Patient'");
  }

  private Set<Projected.Key> keys(Collection<Long> people, String condition) throws SQLException {
    Set<Projected.Key> keys = new HashSet<>();
    if (people.isEmpty()) {
      return keys;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select fhir_type, fhir_id from omop.lineage where person_id = any(?) and "
                + condition)) {
      statement.setArray(1, longs(people));
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          keys.add(new Projected.Key(result.getString(1), result.getString(2)));
        }
      }
    }
    return keys;
  }

  /// Removes everything the CDM and its side tables hold of these resources, but for the years of
  /// birth they state: those hold for resources without rows as well.
  void delete(List<Entry> entries, CdmTables tables) throws SQLException {
    if (entries.isEmpty()) {
      return;
    }
    Map<String, List<Long>> rows = new LinkedHashMap<>();
    Set<Projected.Key> keys = new HashSet<>();
    for (Entry entry : entries) {
      keys.add(entry.key());
      if (!entry.table().isEmpty()) {
        boolean byPerson = entry.table().equals("death");
        rows.computeIfAbsent(entry.table(), table -> new ArrayList<>())
            .add(byPerson ? entry.person() : entry.row());
      }
    }
    for (Map.Entry<String, List<Long>> group : rows.entrySet()) {
      String key = tables.table(group.getKey()).key();
      run("delete from cdm." + group.getKey() + " where " + key + " = any(?)", group.getValue());
    }
    run(
        "delete from omop.open_link where row_id = any(?)",
        entries.stream().map(Entry::row).toList());
    for (String side :
        List.of("lineage", "unmapped", "episode_part", "death_cause", "image_link")) {
      deleteKeys("delete from omop." + side + OF_KEYS, keys);
    }
  }

  void deleteBirthYears(Collection<Projected.Key> keys) throws SQLException {
    if (!keys.isEmpty()) {
      deleteKeys("delete from omop.birth_year" + OF_KEYS, keys);
    }
  }

  /// The people whose year of birth follows from one of these resources.
  Set<Long> agedBy(Collection<Projected.Key> keys) throws SQLException {
    Set<Long> people = new HashSet<>();
    if (!keys.isEmpty()) {
      try (PreparedStatement statement =
          connection.prepareStatement("select person_id from omop.birth_year" + OF_KEYS)) {
        setKeys(statement, keys);
        try (ResultSet result = statement.executeQuery()) {
          while (result.next()) {
            people.add(result.getLong(1));
          }
        }
      }
    }
    return people;
  }

  /// The visits of these people that have rows, each with its person.
  Map<Long, Long> visits(Collection<Long> people) throws SQLException {
    Map<Long, Long> visits = new HashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select visit_occurrence_id, person_id from cdm.visit_occurrence"
                + " where person_id = any(?)")) {
      statement.setArray(1, longs(people));
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          visits.put(result.getLong(1), result.getLong(2));
        }
      }
    }
    return visits;
  }

  /// Those of these people who stand, with the FHIR id of the Patient each is.
  Map<Long, String> persons(Collection<Long> people) throws SQLException {
    Map<Long, String> patients = new HashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select row_id, fhir_id from omop.lineage where row_id = any(?) and cdm_table ="
                + " 'person'")) {
      statement.setArray(1, longs(people));
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          patients.put(result.getLong(1), result.getString(2));
        }
      }
    }
    return patients;
  }

  /// Those ids another resource's row already has.
  Set<Long> taken(Collection<Long> rows) throws SQLException {
    return longs("select row_id from omop.lineage where row_id = any(?)", rows);
  }

  /// The year of birth that follows from stated ages: the earliest, because ages are rounded down.
  Map<Long, Integer> birthYears(Collection<Long> people) throws SQLException {
    Map<Long, Integer> years = new LinkedHashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select person_id, min(year) from omop.birth_year where person_id = any(?) group by"
                + " 1")) {
      statement.setArray(1, longs(people));
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          years.put(result.getLong(1), result.getInt(2));
        }
      }
    }
    return years;
  }

  void run(String sql, Collection<Long> ids) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, longs(ids));
      statement.executeUpdate();
    }
  }

  private Set<Long> longs(String sql, Collection<Long> ids) throws SQLException {
    Set<Long> found = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, longs(ids));
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          found.add(result.getLong(1));
        }
      }
    }
    return found;
  }

  private List<Entry> entries(String sql, Collection<Projected.Key> keys) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      setKeys(statement, keys);
      return read(statement);
    }
  }

  private static List<Entry> read(PreparedStatement statement) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        String table = result.getString(4);
        entries.add(
            new Entry(
                new Projected.Key(result.getString(1), result.getString(2)),
                result.getLong(3),
                table == null ? "" : table,
                result.getLong(5)));
      }
    }
    return entries;
  }

  private void deleteKeys(String sql, Collection<Projected.Key> keys) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      setKeys(statement, keys);
      statement.executeUpdate();
    }
  }

  private void setKeys(PreparedStatement statement, Collection<Projected.Key> keys)
      throws SQLException {
    statement.setArray(1, texts(keys.stream().map(Projected.Key::id).toList()));
    statement.setArray(2, texts(keys.stream().map(Projected.Key::type).toList()));
  }

  private Array longs(Collection<Long> values) throws SQLException {
    return connection.createArrayOf("bigint", values.toArray());
  }

  private Array texts(List<String> values) throws SQLException {
    return connection.createArrayOf("text", values.toArray());
  }
}
