package org.tessera.mappings;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Reads what a `when` asks.
record ConditionCompiler(RuleCompiler rules, Problems problems) {
  private static final Set<String> WORDS =
      Set.of("column", "in", "not", "starts", "pattern", "absent", "any", "all");

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
      return new Condition.Asked(lookup, Set.copyOf(fields.texts("in"))::contains, true);
    }
    if (fields.has("not")) {
      return new Condition.Asked(lookup, Set.copyOf(fields.texts("not"))::contains, false);
    }
    if (fields.has("starts")) {
      List<String> starts = fields.texts("starts");
      return new Condition.Asked(lookup, text -> starts.stream().anyMatch(text::startsWith), true);
    }
    return fields
        .get("pattern")
        .map(node -> (Condition) new Condition.Asked(lookup, pattern(node), true))
        .orElseGet(() -> new Condition.Present(lookup));
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
