package org.tessera.etl.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tessera.etl.Coverage;
import org.tessera.mappings.authoring.MappingTables;
import org.tessera.mappings.authoring.Suggestion;

/// A study's coverage as JSON and as lines of tables.
final class CoverageJson {
  private CoverageJson() {}

  static Map<String, Object> of(String study, Coverage.Result result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("study", study);
    json.put("rows", result.rows());
    json.put("cells", result.cells());
    json.put("translated", result.translated());
    json.put("columns", result.columns().stream().map(CoverageJson::column).toList());
    json.put("values", result.values().stream().map(CoverageJson::value).toList());
    return json;
  }

  private static Map<String, Object> column(Coverage.ColumnLine column) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("form", column.form());
    json.put("column", column.column());
    json.put("label", column.label());
    json.put("standing", column.standing().words());
    json.put("filled", column.filled());
    return json;
  }

  private static Map<String, Object> value(Coverage.ValueLine value) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("list", value.list());
    json.put("value", value.value());
    json.put("label", value.label());
    json.put("columns", value.columns());
    json.put("seen", value.seen());
    json.put("codes", value.codes());
    json.put("refused", value.refused());
    List<Map<String, Object>> suggestions = new ArrayList<>();
    for (Suggestion each : value.suggestions()) {
      suggestions.add(
          Map.of(
              "code",
              each.code().system() + "|" + each.code().value(),
              "display",
              each.display(),
              "score",
              Math.round(each.score() * 100) / 100.0));
    }
    json.put("suggestions", suggestions);
    return json;
  }

  /// One line a code; for a value without one the best suggestion, or a line without a code.
  static List<MappingTables.Line> lines(Coverage.Result result) {
    List<MappingTables.Line> lines = new ArrayList<>();
    for (Coverage.ValueLine value : result.values()) {
      if (value.refused()) {
        continue;
      }
      for (String code : value.codes()) {
        lines.add(line(value, code, 1, true));
      }
      if (value.codes().isEmpty()) {
        lines.add(
            value.suggestions().stream()
                .findFirst()
                .map(best ->
                    line(
                        value,
                        best.code().system() + "|" + best.code().value(),
                        best.score(),
                        false))
                .orElseGet(() -> line(value, "", 0, false)));
      }
    }
    return lines;
  }

  private static MappingTables.Line line(
      Coverage.ValueLine value, String code, double score, boolean decided) {
    return new MappingTables.Line(
        value.list(), value.value(), value.label(), value.seen(), code, score, decided);
  }
}
