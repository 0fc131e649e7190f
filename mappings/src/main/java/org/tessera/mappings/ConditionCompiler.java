package org.tessera.mappings;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads what a `when` asks.
record ConditionCompiler(RuleCompiler rules, Problems problems) {
  private static final Set<String> WORDS = Set.of("column", "in", "not", "absent", "any", "all");

  Condition compile(RuleNode node) {
    return switch (node) {
      case RuleNode.Scalar _ -> new Condition.Present(rules.lookup(List.of(node)));
      case RuleNode.Items list ->
          new Condition.All(list.items().stream().map(this::compile).toList());
      case RuleNode.Fields fields -> fields(fields);
    };
  }

  private Condition fields(RuleNode.Fields fields) {
    fields.onlyKnown(WORDS, problems);
    if (fields.has("any")) {
      return new Condition.Any(fields.all("any").stream().map(this::compile).toList());
    }
    if (fields.has("all")) {
      return new Condition.All(fields.all("all").stream().map(this::compile).toList());
    }
    if (fields.has("absent")) {
      return new Condition.Absent(rules.lookup(fields.all("absent")));
    }
    if (!fields.has("column")) {
      problems.add(
          fields, "this condition asks nothing", "when: column, or { column: …, in: […] }");
      return new Condition.All(List.of());
    }
    Lookup lookup = rules.lookup(fields.all("column"));
    if (fields.has("in")) {
      return new Condition.OneOf(lookup, new HashSet<>(fields.texts("in")), true);
    }
    return fields.has("not")
        ? new Condition.OneOf(lookup, new HashSet<>(fields.texts("not")), false)
        : new Condition.Present(lookup);
  }
}
