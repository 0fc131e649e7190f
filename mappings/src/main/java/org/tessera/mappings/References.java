package org.tessera.mappings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Takes out cells that name a row which is not among the patient's accepted ones, so that no
/// resource refers to one that is not made.
///
/// It works on the record as it is assembled: the row that was named may come, or be corrected, in
/// a later delivery, and then the cell counts again.
final class References {
  static final String RULE = "no-such-row";

  private final List<Form> forms;
  private final List<Rejection> rejections;
  private final List<Row> dropped;
  private Map<String, List<Row>> rows;

  private References(Judgement judgement, List<Form> forms) {
    this.forms = forms;
    this.rejections = new ArrayList<>(judgement.rejections());
    this.dropped = new ArrayList<>(judgement.dropped());
    this.rows = judgement.accepted().rows();
  }

  static Judgement judge(Judgement judgement, List<Form> forms) {
    if (forms.stream().allMatch(form -> form.references().isEmpty())) {
      return judgement;
    }
    var references = new References(judgement, forms);
    boolean changed = false;
    // A row that falls may be named by another in its turn.
    while (references.pass()) {
      changed = true;
    }
    return changed
        ? new Judgement(
            new PatientRecord(judgement.accepted().patient(), references.rows),
            references.rejections,
            references.dropped)
        : judgement;
  }

  private boolean pass() {
    Map<String, List<Row>> kept = new LinkedHashMap<>(rows);
    boolean changed = false;
    for (Form form : forms) {
      if (form.references().isEmpty() || !rows.containsKey(form.name())) {
        continue;
      }
      List<Row> left = new ArrayList<>();
      for (Row row : rows.getOrDefault(form.name(), List.of())) {
        Set<String> dangling = dangling(form, row);
        changed |= !dangling.isEmpty();
        if (dangling.stream().anyMatch(form::isMandatory)) {
          dropped.add(row);
        } else {
          left.add(without(row, dangling));
        }
      }
      kept.put(form.name(), left);
    }
    rows = kept;
    return changed;
  }

  private Set<String> dangling(Form form, Row row) {
    Set<String> dangling = new LinkedHashSet<>();
    form.references()
        .forEach((column, target) -> {
          JsonNode value = row.value(column);
          if (!Rule.absent(value) && !values(target).contains(text(value))) {
            dangling.add(column);
            rejections.add(rejection(form, row, column, target));
          }
        });
    return dangling;
  }

  private Set<String> values(Reference target) {
    Set<String> values = new HashSet<>();
    for (Row row : rows.getOrDefault(target.form(), List.of())) {
      values.add(text(row.value(target.column())));
    }
    return values;
  }

  /// 2 and 2.0 are one number.
  private static String text(JsonNode value) {
    return value.isNumber()
        ? value.decimalValue().stripTrailingZeros().toPlainString()
        : Rule.text(value);
  }

  private static Rejection rejection(Form form, Row row, String column, Reference target) {
    String value = text(row.value(column));
    boolean out = form.isMandatory(column);
    return new Rejection(
        form.name(),
        row.number(),
        column,
        value,
        RULE,
        Rejection.Severity.ERROR,
        "no accepted "
            + target.form()
            + " row "
            + value
            + " of this patient"
            + (out ? "; the row stays out" : "; the cell counts as not recorded"),
        "correct the number, or deliver that "
            + target.form()
            + " row: the link then appears by itself");
  }

  private static Row without(Row row, Set<String> columns) {
    if (columns.isEmpty()) {
      return row;
    }
    Map<String, JsonNode> values = new LinkedHashMap<>(row.values());
    values.keySet().removeAll(columns);
    return new Row(row.form(), row.number(), row.patient(), values);
  }
}
