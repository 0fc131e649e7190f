package org.tessera.access.pack;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.tessera.fhir.store.Change;
import org.tessera.fhir.store.ChangeLog;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Finds a collection's patients and the current version of everything about them, by reading the
/// change log twice: once to learn, once to hand out. Which version is current is kept in a
/// temporary table, so that memory holds a few words a patient and nothing a resource.
final class CollectionLog {
  private static final int CHANGES_AT_ONCE = 2_000;

  private final ChangeLog log;
  private final Connection connection;
  private final String collection;
  private final long until;

  private final Map<String, Optional<String>> subjects = new HashMap<>();
  private final Map<String, Timespan> spans = new HashMap<>();
  private final SharedTexts texts = new SharedTexts();
  private @Nullable ObjectNode study;

  /// @param connection in the transaction the package is built in
  /// @param until the last position of the log that counts
  CollectionLog(ChangeLog log, Connection connection, String collection, long until) {
    this.log = log;
    this.connection = connection;
    this.collection = collection;
    this.until = until;
  }

  /// Reads the log for the first time.
  void learn() throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          "create temporary table pack_current (type text collate \"C\", id text collate \"C\","
              + " patient text not null, seq bigint not null, primary key (type, id))"
              + " on commit drop");
    }
    for (long at = 0; at < until; ) {
      List<Change> changes = log.after(at, CHANGES_AT_ONCE);
      if (changes.isEmpty()) {
        break;
      }
      learn(changes);
      at = changes.getLast().sequence();
    }
    try (var statement = connection.createStatement()) {
      statement.execute("create index on pack_current (seq)");
    }
  }

  /// The collection's patients, with what their dates allow, in the order of their ids.
  Map<String, Timespan> patients() {
    Map<String, Timespan> members = new TreeMap<>();
    for (Optional<String> patient : subjects.values()) {
      patient.ifPresent(id -> members.put(id, spans.getOrDefault(id, new Timespan())));
    }
    return members;
  }

  /// The wordings many patients share.
  SharedTexts texts() {
    return texts;
  }

  /// The collection itself.
  Optional<ObjectNode> study() {
    return Optional.ofNullable(study);
  }

  /// Reads the log again and hands out every current resource of these patients.
  void forEach(Set<String> patients, BiConsumer<String, ObjectNode> consumer) throws SQLException {
    for (long at = 0; at < until; ) {
      List<Change> changes = log.after(at, CHANGES_AT_ONCE);
      if (changes.isEmpty()) {
        break;
      }
      Map<Long, String> current = current(at, changes.getLast().sequence());
      for (Change change : changes) {
        String patient = current.get(change.sequence());
        if (patient != null && patients.contains(patient)) {
          change.resource().ifPresent(resource -> consumer.accept(patient, resource));
        }
      }
      at = changes.getLast().sequence();
    }
  }

  private void learn(List<Change> changes) throws SQLException {
    Map<String, Change> newest = new LinkedHashMap<>();
    for (Change change : changes) {
      if (change.sequence() > until) {
        break;
      }
      if (change.type().equals("ResearchStudy") && change.id().equals(collection)) {
        study = change.resource().orElse(null);
      }
      if (change.type().equals("ResearchSubject")) {
        subjects.put(change.id(), change.resource().flatMap(this::member));
      }
      if (PackagedType.isOfPatient(change.type())) {
        newest.put(change.type() + "/" + change.id(), change);
      }
    }
    try (var statement =
        connection.prepareStatement(
            "insert into pack_current (type, id, patient, seq) values (?, ?, ?, ?)"
                + " on conflict (type, id) do update set patient = excluded.patient,"
                + " seq = excluded.seq")) {
      for (Change change : newest.values()) {
        String patient = change.resource().flatMap(PackagedType::patient).orElse("");
        change.resource().ifPresent(resource -> notice(resource, patient));
        statement.setString(1, change.type());
        statement.setString(2, change.id());
        statement.setString(3, patient);
        statement.setLong(4, change.sequence());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private Optional<String> member(ObjectNode subject) {
    return PackagedType.target(subject.path("study"), "ResearchStudy")
        .filter(collection::equals)
        .flatMap(_ -> PackagedType.patient(subject));
  }

  private void notice(ObjectNode resource, String patient) {
    Timespan span = spans.computeIfAbsent(patient, _ -> new Timespan());
    if (resource.path("resourceType").asString().equals("Patient")) {
      DateShift.lastDay(resource.path("birthDate").asString("")).ifPresent(span::born);
    }
    notice(resource, patient, span);
  }

  private void notice(JsonNode node, String patient, Timespan span) {
    for (var field : node.properties()) {
      JsonNode value = field.getValue();
      if (value.isString() && field.getKey().equals("text")) {
        texts.add(value.stringValue(), patient);
      } else if (value.isString() && ResourceCleaner.isDate(field.getKey())) {
        Optional<LocalDate> day = DateShift.lastDay(value.stringValue());
        day.ifPresent(span::include);
      } else {
        notice(value, patient, span);
      }
    }
    if (node.isArray()) {
      node.forEach(item -> notice(item, patient, span));
    }
  }

  private Map<Long, String> current(long after, long upTo) throws SQLException {
    Map<Long, String> current = new HashMap<>();
    try (var statement =
        connection.prepareStatement(
            "select seq, patient from pack_current where seq > ? and seq <= ?")) {
      statement.setLong(1, after);
      statement.setLong(2, upTo);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          current.put(rows.getLong(1), rows.getString(2));
        }
      }
    }
    return current;
  }
}
