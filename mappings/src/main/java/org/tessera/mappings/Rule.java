package org.tessera.mappings;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// A compiled rule: reads a source, gives a piece of JSON.
///
/// The six verbs are `Constant` (with its forms `Template`, `Structure`, `Items` and `Id`),
/// `ColumnRule`, `Translate`, `Convert`, `When` and `Each`. Compiled once, applied to every row.
public sealed interface Rule
    permits Constant, Template, Id, Structure, Items, ColumnRule, Translate, Convert, When, Each {

  /// What the rule gives here; a `MissingNode` when it gives nothing. The node is the caller's own.
  JsonNode evaluate(Scope scope);

  /// Whether what it gives depends on the source's values, so that its absence says something.
  boolean readsData();

  /// Whether a value is none: missing or null.
  static boolean absent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  /// The node that stands for no value.
  static JsonNode none() {
    return MissingNode.getInstance();
  }

  /// A value as text, numbers without exponent, the items of a list joined by `-`.
  static String text(JsonNode value) {
    if (value.isBigDecimal()) {
      return value.decimalValue().toPlainString();
    }
    if (value.isArray()) {
      StringBuilder text = new StringBuilder();
      for (JsonNode item : value) {
        text.append(text.isEmpty() ? "" : "-").append(text(item));
      }
      return text.toString();
    }
    return value.asString("");
  }
}
