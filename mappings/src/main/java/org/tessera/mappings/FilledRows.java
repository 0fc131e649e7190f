package org.tessera.mappings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Made-up rows of a study in which every cell has a value, so that every rule can be seen at work.
final class FilledRows {
  private static final int ROUNDS_MAX = 40;
  private static final List<String> NUMBERS =
      List.of("1", "2", "0", "50", "10", "100", "2000", "1990", "0.5");
  private static final List<String> TEXTS =
      List.of("C34.1", "8140/3", "N39.8", "ES", "A", "sample", "1", "12", "001", "C34", "2020");
  private static final Secrets PLAIN =
      new Secrets() {
        @Override
        public String digest(String text) {
          return "d".repeat(26);
        }

        @Override
        public String uid(String uid) {
          return "2.25.1";
        }
      };

  private FilledRows() {}

  /// What the study itself and its filled rows become; resources of one id count once.
  static List<ObjectNode> resources(Study study) {
    Map<String, ObjectNode> all = new LinkedHashMap<>();
    study.resources().forEach(resource -> all.put(id(resource), resource));
    int round = 0;
    for (PatientRecord record : records(study)) {
      // The same resource looks different from round to round; each look is worth a check.
      int at = round++;
      mapped(study, record).forEach((id, made) -> all.put(id + "#" + at, made));
    }
    return List.copyOf(all.values());
  }

  /// The made-up patients, one a round: each value of the code lists in turn.
  static List<PatientRecord> records(Study study) {
    List<PatientRecord> records = new ArrayList<>();
    int rounds = Math.min(ROUNDS_MAX, rounds(study));
    for (int round = 0; round < rounds; round++) {
      String patient = "p-" + (round + 1);
      Map<String, List<Row>> tabs = new LinkedHashMap<>();
      for (Form form : study.forms()) {
        tabs.put(
            form.name(), List.of(new Row(form.name(), 2, patient, values(study, form, round))));
      }
      records.add(new PatientRecord(patient, tabs));
    }
    return records;
  }

  /// What a made-up patient becomes, by `Type/id`.
  static Map<String, ObjectNode> mapped(Study study, PatientRecord record) {
    Map<String, ObjectNode> mapped = new LinkedHashMap<>();
    for (MappedRow row : study.map(record, PLAIN)) {
      row.resources().forEach(made -> mapped.put(id(made), made));
    }
    return mapped;
  }

  private static String id(ObjectNode resource) {
    return resource.path("resourceType").asString("") + "/" + resource.path("id").asString("");
  }

  private static int rounds(Study study) {
    int most = 1;
    for (Form form : study.forms()) {
      for (Column column : form.columns()) {
        most = Math.max(most, texts(study, column).size());
      }
    }
    return most;
  }

  private static Map<String, JsonNode> values(Study study, Form form, int round) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    for (Column column : form.columns()) {
      List<String> texts = texts(study, column);
      for (int at = 0; at < texts.size(); at++) {
        String text = texts.get((at + round) % texts.size());
        Optional<JsonNode> value =
            Optional.ofNullable(
                form.read(2, Map.of(column.name(), text)).values().get(column.name()));
        if (value.isPresent()) {
          values.put(column.name(), value.get());
          break;
        }
      }
    }
    return values;
  }

  private static List<String> texts(Study study, Column column) {
    return switch (column.type()) {
      case PATIENT, TEXT -> List.of();
      case STRING -> TEXTS;
      case INTEGER, DECIMAL -> NUMBERS;
      case DATE -> List.of("2020-03-01", "2020-03", "2020", "01/03/2020", "1960-03-01");
      case BOOLEAN -> List.of("true", "false");
      case UID -> List.of("1.2.3");
      case CODE, CODES ->
          study.codes().entries(column.list().orElse("")).stream()
              .map(CodeEntry::value)
              .distinct()
              .toList();
    };
  }
}
