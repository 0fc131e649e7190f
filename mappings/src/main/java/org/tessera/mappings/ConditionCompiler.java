package org.tessera.mappings;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Reads what a `when` asks.
record ConditionCompiler(RuleCompiler rules, Problems problems) {
  static final Set<String> WORDS =
      Set.of("column", "in", "not", "starts", "pattern", "absent", "any", "all");

  Condition compile(RuleNode node) {
    return switch (node) {
      case RuleNode.Scalar _ -> new Condition.Present(rules.anyLookup(List.of(node)));
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
      return new Condition.Absent(rules.anyLookup(fields.all("absent")));
    }
    if (!fields.has("column")) {
      problems.add(
          fields, "this condition asks nothing", "when: column, or { column: …, in: […] }");
      return new Condition.All(List.of());
    }
    List<RuleNode> columns = fields.all("column");
    if (fields.has("in")) {
      return asked(columns, Set.copyOf(fields.texts("in"))::contains, true);
    }
    if (fields.has("not")) {
      return asked(columns, Set.copyOf(fields.texts("not"))::contains, false);
    }
    if (fields.has("starts")) {
      List<String> starts = fields.texts("starts");
      return asked(columns, text -> starts.stream().anyMatch(text::startsWith), true);
    }
    return fields
        .get("pattern")
        .map(node -> asked(columns, pattern(node), true))
        .orElseGet(() -> new Condition.Present(rules.anyLookup(columns)));
  }

  private Condition asked(List<RuleNode> columns, Predicate<String> values, boolean wanted) {
    return new Condition.Asked(rules.lookup(columns), values, wanted);
  }

  private Predicate<String> pattern(RuleNode node) {
    try {
      return Pattern.compile(node.asText()).asMatchPredicate();
    } catch (PatternSyntaxException e) {
      problems.add(node, "not a pattern: " + e.getDescription(), "a regular expression");
      return text -> false;
    }
  }
}
