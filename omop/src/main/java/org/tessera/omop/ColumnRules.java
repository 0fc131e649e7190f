package org.tessera.omop;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tessera.mappings.Rule;
import org.tessera.mappings.RuleCompiler;
import org.tessera.mappings.RuleNode;
import org.tessera.mappings.Scope;
import tools.jackson.databind.JsonNode;

/// What one kind of row puts into the columns of one table.
final class ColumnRules {
  private record Filled(int position, CdmTable.Column column, Rule rule) {}

  private final List<Filled> filled = new ArrayList<>();

  /// @param columns by table, and under `any` for every table that has the column; the table's own
  ///   come after those and so win
  ColumnRules(
      CdmTable table, RuleNode.Fields columns, RuleCompiler rules, RuleSet.Context context) {
    columns
        .fields("any")
        .fields()
        .forEach((name, node) -> {
          if (table.has(name)) {
            add(table, name, node, rules, context);
          }
        });
    columns
        .fields(table.name())
        .fields()
        .forEach((name, node) -> {
          if (table.has(name)) {
            add(table, name, node, rules, context);
          } else {
            context
                .problems()
                .add(
                    node,
                    "the CDM has no column " + table.name() + "." + name,
                    "see https://ohdsi.github.io/CommonDataModel/cdm54.html");
          }
        });
  }

  private void add(
      CdmTable table, String name, RuleNode node, RuleCompiler rules, RuleSet.Context context) {
    if (node instanceof RuleNode.Fields fields && !fields.has("column")) {
      context
          .problems()
          .add(node, "a column is filled by a constant or by verbs", "{ column: …, convert: … }");
    }
    int position = table.position(name);
    Rule rule = rules.with(context.conversions().of(table, name)).compile(node);
    filled.add(new Filled(position, table.columns().get(position), rule));
  }

  /// A rule that gives nothing leaves what is there.
  void fill(CdmRow row, Scope at) {
    for (Filled each : filled) {
      Object value = value(each.rule().evaluate(at), each.column());
      if (value != null) {
        row.values()[each.position()] = value;
      }
    }
  }

  private static @Nullable Object value(JsonNode node, CdmTable.Column column) {
    if (Rule.absent(node)) {
      return null;
    }
    if (column.integer()) {
      return node.isString() ? Integer.valueOf(node.stringValue()) : (Object) node.numberValue();
    }
    return node.isNumber() ? node.decimalValue() : Rule.text(node);
  }
}
