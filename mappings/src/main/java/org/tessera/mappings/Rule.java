package org.tessera.mappings;

import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// A compiled rule: reads a source, gives a piece of JSON.
///
/// The six verbs are `Constant` (with its forms `Template`, `Structure`, `Items` and `Id`),
/// `ColumnRule`, `Translate` (or `TranslateInPlace`), `Convert`, `When` and `Each`. Compiled once,
/// applied to every row.
public sealed interface Rule
    permits Constant,
        Template,
        Id,
        Structure,
        Items,
        ColumnRule,
        Translate,
        TranslateInPlace,
        Convert,
        When,
        Each {

  /// What the rule gives here; a `MissingNode` when it gives nothing. The node is the caller's own.
  JsonNode evaluate(Scope scope);

  /// The same for reading only: the node may be a part of the source, which saves the copy.
  default JsonNode read(Scope scope) {
    return evaluate(scope);
  }

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

  /// Whether any code a value states is asked for: those of a CodeableConcept, that of a coding or
  /// quantity, or the plain value itself.
  static boolean states(JsonNode value, Predicate<String> asked) {
    if (!value.isObject()) {
      return asked.test(text(value));
    }
    for (JsonNode coding : value.path("coding")) {
      if (asked.test(coding.path("code").asString(""))) {
        return true;
      }
    }
    return asked.test(value.path("code").asString(""));
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
