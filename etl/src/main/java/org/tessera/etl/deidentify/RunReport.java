package org.tessera.etl.deidentify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What came of a run: one report a study and one of all, in new names alone. Which files were
/// refused stands apart, because the names of files may name people.
public final class RunReport {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String REFUSED = "refused.tsv";

  private final Profile profile;
  private final Map<String, List<StudyRecord>> studies = new TreeMap<>();
  private final List<Refused> refused;
  private final int files;

  /// A file of which nothing came.
  ///
  /// @param name below the folder that was read
  /// @param offset the byte where reading stopped, 0 for reasons of another kind
  record Refused(String name, long offset, String reason) {}

  RunReport(Profile profile, List<Accounts> accounts, List<Refused> refused, int files) {
    this.profile = profile;
    this.refused = refused.stream().sorted(Comparator.comparing(Refused::name)).toList();
    this.files = files;
    for (Accounts one : accounts) {
      one.studies()
          .forEach(
              (uid, record) -> studies.computeIfAbsent(uid, _ -> new ArrayList<>()).add(record));
    }
  }

  /// How many files were refused.
  public int refusedFiles() {
    return refused.size();
  }

  /// How many instances came out de-identified.
  public int clearedInstances() {
    return records()
        .mapToInt(r -> r.instancesOfSeries().values().stream().mapToInt(n -> n).sum())
        .sum();
  }

  /// How many instances wait for a person to look at them.
  public int heldInstances() {
    Set<String> held = new HashSet<>();
    records().forEach(record -> record.heldInstances().values().forEach(held::addAll));
    return held.size();
  }

  private java.util.stream.Stream<StudyRecord> records() {
    return studies.values().stream().flatMap(List::stream);
  }

  /// A few lines for the person at the console.
  public String summary() {
    Set<String> patients = new HashSet<>();
    records().map(StudyRecord::patient).forEach(patients::add);
    var text = new StringBuilder();
    text.append(
        "%,d files: %,d de-identified in %,d studies of %,d patients, %,d held for a person to look at, %,d refused%n"
            .formatted(
                files,
                clearedInstances(),
                studies.size(),
                patients.size(),
                heldInstances(),
                refusedFiles()));
    held().forEach((reason, instances) -> line(text, "held", instances.size(), reason));
    refusals().forEach((reason, count) -> line(text, "refused", count, reason));
    remarks().forEach((remark, count) -> line(text, "note", count, remark));
    return text.toString();
  }

  private static void line(StringBuilder text, String what, int count, String why) {
    text.append("  %-8s%,8d  %s%n".formatted(what, count, why));
  }

  private Map<String, Set<String>> held() {
    Map<String, Set<String>> held = new TreeMap<>();
    records()
        .forEach(record ->
            record
                .heldInstances()
                .forEach((reason, instances) ->
                    held.computeIfAbsent(reason, _ -> new HashSet<>()).addAll(instances)));
    return held;
  }

  private Map<String, Integer> refusals() {
    Map<String, Integer> counts = new TreeMap<>();
    refused.forEach(one -> counts.merge(one.reason, 1, Integer::sum));
    return counts;
  }

  private Map<String, Integer> remarks() {
    Map<String, Integer> counts = new TreeMap<>();
    records()
        .forEach(r -> r.remarks().forEach((remark, n) -> counts.merge(remark, n, Integer::sum)));
    return counts;
  }

  /// Writes the reports: what may be given away below `out`, the rest into the identified zone.
  void write(FolderRun.Folders folders) throws IOException {
    Path reports = folders.out().resolve("reports");
    Files.createDirectories(reports);
    for (Map.Entry<String, List<StudyRecord>> study : studies.entrySet()) {
      put(
          reports.resolve(name(study.getKey()) + ".json"),
          StudyReport.json(profile, study.getKey(), study.getValue()));
    }
    put(reports.resolve("summary.json"), json());
    if (!refused.isEmpty()) {
      refusedFiles(folders.identified());
    }
  }

  private static String name(String uid) {
    return uid.matches("\\d+(\\.\\d+)*") ? uid : "study";
  }

  private static void put(Path file, ObjectNode json) throws IOException {
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    Files.write(part, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private ObjectNode json() {
    ObjectNode json = JSON.createObjectNode();
    StudyReport.head(json, profile);
    json.put("files", files).put("deidentified", clearedInstances()).put("refused", refusedFiles());
    ObjectNode held = json.putObject("held");
    held().forEach((reason, instances) -> held.put(reason, instances.size()));
    ObjectNode reasons = json.putObject("refusals");
    refusals().forEach(reasons::put);
    ObjectNode notes = json.putObject("notes");
    remarks().forEach(notes::put);
    var list = json.putArray("studies");
    studies.keySet().forEach(list::add);
    return json;
  }

  private void refusedFiles(Path identified) throws IOException {
    Files.createDirectories(identified);
    var text = new StringBuilder("file\tbyte\treason\n");
    refused.forEach(one ->
        text.append(one.name.replace('\t', ' '))
            .append('\t')
            .append(one.offset)
            .append('\t')
            .append(one.reason)
            .append('\n'));
    Path file = identified.resolve(REFUSED);
    Files.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
