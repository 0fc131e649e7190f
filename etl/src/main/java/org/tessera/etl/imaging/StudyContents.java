package org.tessera.etl.imaging;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What reports, segmentations and structure sets say, put into the digest of their study.
final class StudyContents {
  private StudyContents() {}

  /// What a series marks, and on which series.
  static void mark(ObjectNode series, List<Instance> instances, Map<String, ObjectNode> contents) {
    ArrayNode structures = series.putArray("structures");
    Set<String> refers = new TreeSet<>();
    int left = 0;
    for (Instance instance : sorted(instances)) {
      ObjectNode content = contents.get(instance.uid());
      if (content != null) {
        content.path("structures").forEach(structures::add);
        content.path("refers").forEach(uid -> refers.add(uid.stringValue()));
        left += content.has("structures") ? content.path("left").asInt() : 0;
      }
    }
    series.put("left", left);
    refers.forEach(series.putArray("refers")::add);
  }

  /// What the reports of a study say. One whose content stands in a later one is told of no longer.
  static void report(ObjectNode study, List<Instance> instances, Map<String, ObjectNode> contents) {
    Set<String> replaced = new HashSet<>();
    contents
        .values()
        .forEach(content ->
            content.path("predecessors").forEach(uid -> replaced.add(uid.stringValue())));
    Map<String, String> machines = new HashMap<>();
    study
        .path("series")
        .forEach(series ->
            machines.put(series.path("uid").stringValue(), series.path("device").asString("")));
    ArrayNode reports = study.putArray("reports");
    ArrayNode observations = study.putArray("observations");
    Map<String, JsonNode> algorithms = new TreeMap<>();
    int superseded = 0;
    int unread = 0;
    int left = 0;
    for (Instance instance : sorted(instances)) {
      ObjectNode content = contents.get(instance.uid());
      unread += content != null && content.has("unread") ? 1 : 0;
      if (content == null || !content.has("results")) {
        continue;
      }
      if (replaced.contains(instance.uid())) {
        superseded++;
        continue;
      }
      left += content.path("left").asInt();
      ObjectNode report = content.deepCopy();
      String machine = machines.getOrDefault(instance.seriesUid(), "");
      for (JsonNode one : report.path("observations")) {
        ObjectNode said = (ObjectNode) one;
        if (!said.has("device") && !machine.isEmpty()) {
          said.put("device", machine);
        }
        observations.add(said);
      }
      report.path("algorithms").forEach(one -> algorithms.put(one.path("key").stringValue(), one));
      report.remove(List.of("observations", "algorithms"));
      reports.add(report);
    }
    study.put("superseded", superseded);
    study.put("unread", unread);
    study.put("left", left);
    algorithms.values().forEach(study.putArray("algorithms")::add);
  }

  private static List<Instance> sorted(List<Instance> instances) {
    return instances.stream().sorted(java.util.Comparator.comparing(Instance::uid)).toList();
  }
}
