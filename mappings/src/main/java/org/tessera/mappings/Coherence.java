package org.tessera.mappings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A study's tests of coherence, applied to a patient.
///
/// All rules see the record as it came; only then are the blamed cells taken out, so that the order
/// of the rules does not matter.
final class Coherence {
  private final List<Test> tests;
  private final Map<String, Map<String, Column>> columns;

  /// A rule with its expression.
  record Test(CoherenceRule rule, Expression expression) {}

  /// A row as the expressions see it.
  private record Seen(Row row, Map<String, Object> values, Set<String> blamed) {}

  /// @param columns every form's columns by name
  Coherence(List<Test> tests, Map<String, Map<String, Column>> columns) {
    this.tests = tests;
    this.columns = columns;
  }

  List<CoherenceRule> rules() {
    return tests.stream().map(Test::rule).toList();
  }

  Judgement judge(PatientRecord record, List<Form> forms) {
    Map<String, List<Seen>> seen = new LinkedHashMap<>();
    Map<String, List<Map<String, Object>>> patient = new HashMap<>();
    for (Form form : forms) {
      List<Seen> rows = new ArrayList<>();
      for (Row row : record.rows().getOrDefault(form.name(), List.of())) {
        rows.add(new Seen(row, values(form.name(), row), new HashSet<>()));
      }
      seen.put(form.name(), rows);
      patient.put(form.name(), rows.stream().map(Seen::values).toList());
    }
    List<Rejection> rejections = new ArrayList<>();
    for (Test test : tests) {
      if (test.rule().eachRow()) {
        for (String form : test.rule().forms()) {
          for (Seen row : seen.getOrDefault(form, List.of())) {
            askRow(test, form, row, patient, rejections);
          }
        }
      } else {
        askPatient(test, seen, patient, rejections);
      }
    }
    return retain(record, forms, seen, rejections);
  }

  private void askRow(
      Test test,
      String form,
      Seen row,
      Map<String, List<Map<String, Object>>> patient,
      List<Rejection> rejections) {
    if (!row.values().keySet().containsAll(test.rule().needs())) {
      return;
    }
    Optional<Boolean> held =
        test.expression().holds(Map.of("row", row.values(), "patient", patient, "form", form));
    if (held.isPresent() && !held.get()) {
      blame(test.rule(), form, row, rejections);
    }
  }

  private void askPatient(
      Test test,
      Map<String, List<Seen>> seen,
      Map<String, List<Map<String, Object>>> patient,
      List<Rejection> rejections) {
    for (String need : test.rule().needs()) {
      int dot = need.indexOf('.');
      String form = dot < 0 ? need : need.substring(0, dot);
      String column = dot < 0 ? "" : need.substring(dot + 1);
      if (patient.getOrDefault(form, List.of()).stream()
          .noneMatch(row -> column.isEmpty() || row.containsKey(column))) {
        return;
      }
    }
    String form = test.rule().forms().isEmpty() ? "" : test.rule().forms().getFirst();
    Optional<Boolean> held =
        test.expression().holds(Map.of("row", Map.of(), "patient", patient, "form", form));
    if (held.isEmpty() || held.get()) {
      return;
    }
    List<Seen> rows = seen.getOrDefault(form, List.of());
    if (rows.isEmpty()) {
      rejections.add(rejection(test.rule(), form, 0, "", ""));
    }
    if (test.rule().blame().isEmpty() && !rows.isEmpty()) {
      rejections.add(rejection(test.rule(), form, rows.getFirst().row().number(), "", ""));
    } else {
      rows.forEach(row -> blame(test.rule(), form, row, rejections));
    }
  }

  private void blame(CoherenceRule rule, String form, Seen row, List<Rejection> rejections) {
    boolean error = rule.severity() == Rejection.Severity.ERROR;
    long number = row.row().number();
    if (rule.blame().isEmpty()) {
      rejections.add(rejection(filled(rule, form, row), form, number, "", ""));
      if (error) {
        row.blamed().add("");
      }
    }
    for (String column : rule.blame()) {
      rejections.add(
          rejection(filled(rule, form, row), form, number, column, shown(form, row, column)));
      if (error) {
        row.blamed().add(column);
      }
    }
  }

  private static Rejection rejection(
      CoherenceRule rule, String form, long row, String column, String value) {
    return new Rejection(
        form, row, column, value, rule.id(), rule.severity(), rule.message(), rule.remedy());
  }

  /// The rule with the row's values in its message.
  private CoherenceRule filled(CoherenceRule rule, String form, Seen row) {
    String message = rule.message();
    if (message.indexOf('{') < 0) {
      return rule;
    }
    for (String column : columns.getOrDefault(form, Map.of()).keySet()) {
      message = message.replace("{" + column + "}", shown(form, row, column));
    }
    return rule.saying(message);
  }

  private String shown(String form, Seen row, String column) {
    JsonNode value = row.row().value(column);
    Column known = columns.getOrDefault(form, Map.of()).get(column);
    return Rule.absent(value) || known == null
        ? ""
        : known.identifying() ? "***" : Rule.text(value);
  }

  private static Judgement retain(
      PatientRecord record,
      List<Form> forms,
      Map<String, List<Seen>> seen,
      List<Rejection> rejections) {
    if (seen.values().stream().flatMap(List::stream).allMatch(row -> row.blamed().isEmpty())) {
      return new Judgement(record, rejections, List.of());
    }
    Map<String, List<Row>> kept = new LinkedHashMap<>();
    List<Row> dropped = new ArrayList<>();
    for (Form form : forms) {
      List<Row> rows = new ArrayList<>();
      for (Seen each : seen.getOrDefault(form.name(), List.of())) {
        if (each.blamed().contains("") || each.blamed().stream().anyMatch(form::isMandatory)) {
          dropped.add(each.row());
        } else {
          rows.add(without(each));
        }
      }
      kept.put(form.name(), rows);
    }
    return new Judgement(new PatientRecord(record.patient(), kept), rejections, dropped);
  }

  private static Row without(Seen seen) {
    if (seen.blamed().isEmpty()) {
      return seen.row();
    }
    Map<String, JsonNode> values = new LinkedHashMap<>(seen.row().values());
    values.keySet().removeAll(seen.blamed());
    return new Row(seen.row().form(), seen.row().number(), seen.row().patient(), values);
  }

  private Map<String, Object> values(String form, Row row) {
    Map<String, Column> known = columns.getOrDefault(form, Map.of());
    Map<String, Object> values = new HashMap<>();
    row.values()
        .forEach((name, value) -> {
          Column column = known.get(name);
          if (column != null && !Rule.absent(value)) {
            values.put(name, plain(value, column.type()));
          }
        });
    return values;
  }

  private static Object plain(JsonNode value, Column.Type type) {
    if (type == Column.Type.DECIMAL) {
      return value.asDouble();
    }
    if (value.isIntegralNumber()) {
      return value.asLong();
    }
    if (value.isBoolean()) {
      return value.asBoolean();
    }
    if (value.isArray()) {
      List<Object> items = new ArrayList<>();
      value.forEach(item -> {
        if (!item.isNull()) {
          items.add(Rule.text(item));
        }
      });
      return items;
    }
    return Rule.text(value);
  }
}
