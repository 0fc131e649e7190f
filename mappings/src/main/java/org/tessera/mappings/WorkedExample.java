package org.tessera.mappings;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One worked example of a study: rows as a form holds them, and everything they become.
record WorkedExample(Study study, Path file) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();
  private static final String FORM = "# form:";

  /// What stands in for keys, so that an example reads like its input.
  private static final Secrets READABLE =
      new Secrets() {
        @Override
        public String digest(String text) {
          return "digest-" + text.replaceAll("[^A-Za-z0-9.-]", "-");
        }

        @Override
        public String uid(String uid) {
          return "2.25." + uid.replaceAll("\\D", "");
        }
      };

  Path expectation() {
    return file.resolveSibling(file.getFileName().toString().replace(".csv", ".fhir.json"));
  }

  /// Where an example says what it is in OMOP.
  static Path rowsOf(Path example) {
    return example.resolveSibling(example.getFileName().toString().replace(".csv", ".omop.csv"));
  }

  /// The worked examples below a folder, in the order of their names.
  static List<Path> in(Path golden) throws IOException {
    if (!Files.isDirectory(golden)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(golden)) {
      return files
          .filter(file -> file.toString().endsWith(".csv"))
          .filter(file -> !file.toString().endsWith(".omop.csv"))
          .sorted()
          .toList();
    }
  }

  /// What the rows become now.
  ///
  /// @throws IllegalStateException when the example names a form or column the study does not have,
  ///   or two resources become one
  String actual() throws IOException {
    ObjectNode result = JSON.createObjectNode();
    ArrayNode rejections = result.putArray("rejections");
    ArrayNode resources = result.putArray("resources");
    Map<String, Map<String, List<Row>>> patients = read(rejections);
    patients.forEach((patient, tabs) -> {
      Judgement judgement = study.judge(new PatientRecord(patient, tabs));
      judgement.rejections().forEach(each -> rejections.add(words(each)));
      study
          .map(judgement.accepted(), READABLE)
          .forEach(row -> row.resources().forEach(resources::add));
    });
    refuseTwins(resources);
    return JSON.writeValueAsString(result) + "\n";
  }

  /// Two resources of one id would overwrite each other.
  private static void refuseTwins(ArrayNode resources) {
    Set<String> ids = new HashSet<>();
    for (JsonNode resource : resources) {
      String id = resource.path("resourceType").asString() + "/" + resource.path("id").asString();
      if (!ids.add(id)) {
        throw new IllegalStateException("two resources would be " + id);
      }
    }
  }

  private Map<String, Map<String, List<Row>>> read(ArrayNode rejections) throws IOException {
    Map<String, Map<String, List<Row>>> patients = new LinkedHashMap<>();
    for (Map.Entry<String, String> section : sections().entrySet()) {
      Form form =
          study
              .form(section.getKey())
              .orElseThrow(() -> new IllegalStateException("no form " + section.getKey()));
      try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(section.getValue())) {
        List<CsvRecord> lines = csv.stream().toList();
        for (int i = 1; i < lines.size(); i++) {
          Reading reading = form.read(i + 1L, cells(form, lines.getFirst(), lines.get(i)));
          reading.rejections().forEach(each -> rejections.add(words(each)));
          if (reading.accepted()) {
            add(patients, form, i + 1L, reading);
          }
        }
      }
    }
    return patients;
  }

  private void add(
      Map<String, Map<String, List<Row>>> patients, Form form, long number, Reading reading) {
    Map<String, JsonNode> values = new LinkedHashMap<>(reading.values());
    String column = study.patientKey().column();
    String patient = "p-" + Rule.text(values.getOrDefault(column, Rule.none()));
    values.remove(column);
    for (Column each : form.columns()) {
      // As when loading: no real UID gets into a row.
      values.computeIfPresent(each.name(), (name, value) -> keyed(each, value));
    }
    List<Row> rows =
        patients
            .computeIfAbsent(Id.fit(patient), key -> new LinkedHashMap<>())
            .computeIfAbsent(form.name(), key -> new ArrayList<>());
    Row row = new Row(form.name(), number, Id.fit(patient), values);
    // As when loading, a row takes the place of an earlier one with its key.
    rows.removeIf(
        old -> form.key().stream().allMatch(name -> old.value(name).equals(row.value(name))));
    rows.add(row);
  }

  private static JsonNode keyed(Column column, JsonNode value) {
    if (column.type() == Column.Type.UID) {
      return JSON.getNodeFactory().stringNode(READABLE.uid(Rule.text(value)));
    }
    return value;
  }

  private static Map<String, String> cells(Form form, CsvRecord header, CsvRecord line) {
    Map<String, String> cells = new HashMap<>();
    for (int i = 0; i < Math.min(header.getFieldCount(), line.getFieldCount()); i++) {
      String name = header.getField(i);
      if (form.column(name).isEmpty() && form.ignores(name)) {
        continue;
      }
      Column column =
          form.column(name)
              .orElseThrow(() -> new IllegalStateException(form.name() + " has no column " + name));
      cells.put(column.name(), line.getField(i));
    }
    return cells;
  }

  /// The text of each form's table, by form.
  private Map<String, String> sections() throws IOException {
    Map<String, String> sections = new LinkedHashMap<>();
    String form = "";
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(FORM)) {
        form = line.substring(FORM.length()).strip();
      } else if (!line.startsWith("#") && !line.isBlank()) {
        sections.merge(form, line + "\n", String::concat);
      }
    }
    return sections;
  }

  private static String words(Rejection rejection) {
    return "%s %d %s [%s] %s %s: %s (%s)"
        .formatted(
            rejection.form(),
            rejection.row(),
            rejection.column(),
            rejection.value(),
            rejection.severity(),
            rejection.rule(),
            rejection.message(),
            rejection.remedy());
  }
}
