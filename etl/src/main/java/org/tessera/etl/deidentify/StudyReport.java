package org.tessera.etl.deidentify;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tessera.etl.deidentify.ChangeLog.Entry;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A study's report: every attribute that was changed, how, by which rule and in how many
/// instances. No value of the original stands in it.
final class StudyReport {
  private StudyReport() {}

  /// @param records what each thread did
  static ObjectNode json(Profile profile, String study, List<StudyRecord> records) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("study", study).put("patient", records.getFirst().patient());
    head(json, profile);
    series(json, records);
    held(json, records);
    Map<String, Integer> remarks = new TreeMap<>();
    records.forEach(
        record -> record.remarks().forEach((text, n) -> remarks.merge(text, n, Integer::sum)));
    ObjectNode notes = json.putObject("notes");
    remarks.forEach(notes::put);
    changes(json, records);
    return json;
  }

  static void head(ObjectNode json, Profile profile) {
    json.put("profile", profile.name())
        .put("title", profile.title())
        .put("origin", profile.origin());
    ArrayNode options = json.putArray("options");
    profile.options().forEach(options::add);
    json.put("wayBack", !profile.forgetsItsKey());
  }

  private static void series(ObjectNode json, List<StudyRecord> records) {
    Map<String, Integer> counts = new TreeMap<>();
    records.forEach(record ->
        record.instancesOfSeries().forEach((uid, n) -> counts.merge(uid, n, Integer::sum)));
    ObjectNode series = json.putObject("instancesOfSeries");
    counts.forEach(series::put);
  }

  private static void held(ObjectNode json, List<StudyRecord> records) {
    Map<String, Set<String>> all = new TreeMap<>();
    records.forEach(record ->
        record
            .heldInstances()
            .forEach((reason, instances) ->
                all.computeIfAbsent(reason, _ -> new TreeSet<>()).addAll(instances)));
    ArrayNode held = json.putArray("held");
    all.forEach((reason, instances) -> {
      ObjectNode one = held.addObject().put("reason", reason);
      ArrayNode list = one.putArray("instances");
      instances.forEach(list::add);
    });
  }

  private static void changes(ObjectNode json, List<StudyRecord> records) {
    Map<Entry, Integer> counts = new HashMap<>();
    records.forEach(record ->
        record.changes().counts().forEach((entry, n) -> counts.merge(entry, n, Integer::sum)));
    ArrayNode changes = json.putArray("changes");
    counts.keySet().stream()
        .sorted(
            Comparator.comparing(Entry::path).thenComparing(Entry::deed).thenComparing(Entry::rule))
        .forEach(entry ->
            changes
                .addObject()
                .put("attribute", entry.path())
                .put("name", entry.name())
                .put("done", entry.deed().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .put("rule", entry.rule())
                .put("times", counts.getOrDefault(entry, 0)));
  }
}
