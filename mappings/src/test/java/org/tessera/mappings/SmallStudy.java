package org.tessera.mappings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.JsonNode;

/// A study of two tabs, small enough to be read in one look, that tests change a line of.
final class SmallStudy {
  static final Vocabularies VOCABULARIES = Vocabularies.builtIn();

  static final Secrets SECRETS =
      new Secrets() {
        @Override
        public String digest(String text) {
          return "digest-of-" + text;
        }

        @Override
        public String uid(String uid) {
          return "2.25." + uid.length();
        }
      };

  private final Map<String, String> files = new HashMap<>();

  SmallStudy() {
    RuleFiles read = RuleFiles.below(Path.of("src/test/resources"));
    read.names().forEach(name -> files.put(name, read.text(name).orElseThrow()));
  }

  SmallStudy replace(String file, String part, String by) {
    String text = files.getOrDefault(file, "");
    if (!text.contains(part)) {
      throw new IllegalArgumentException("not in " + file + ": " + part);
    }
    files.put(file, text.replace(part, by));
    return this;
  }

  SmallStudy file(String name, String text) {
    files.put(name, text);
    return this;
  }

  Study study() {
    return Mappings.of(VOCABULARIES, new RuleFiles(files)).study("small").orElseThrow();
  }

  /// A row of cells read by a form, as its patient.
  static Row row(Study study, String form, long number, String... cells) {
    Map<String, JsonNode> values = new LinkedHashMap<>(reading(study, form, cells).values());
    values.remove(study.patientKey().column());
    return new Row(form, number, "p1", values);
  }

  static Reading reading(Study study, String form, String... cells) {
    Map<String, String> texts = new HashMap<>();
    texts.put("number", "001-01");
    for (int i = 0; i < cells.length; i += 2) {
      texts.put(cells[i], cells[i + 1]);
    }
    return study.form(form).orElseThrow().read(2, texts);
  }

  static PatientRecord record(Row... rows) {
    Map<String, List<Row>> tabs = new LinkedHashMap<>();
    for (Row row : rows) {
      tabs.computeIfAbsent(row.form(), form -> new ArrayList<>()).add(row);
    }
    return new PatientRecord("p1", tabs);
  }

  /// The resources of a record as JSON texts by id.
  static Map<String, String> resources(Study study, Row... rows) {
    Map<String, String> made = new LinkedHashMap<>();
    for (MappedRow mapped : study.map(record(rows), SECRETS)) {
      mapped
          .resources()
          .forEach(resource -> made.put(resource.path("id").asString(), resource.toString()));
    }
    return made;
  }
}
