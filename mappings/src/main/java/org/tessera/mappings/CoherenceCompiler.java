package org.tessera.mappings;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Reads the rule files a study names.
///
/// A rule that several studies share does not apply to a study without its form or columns; in a
/// study's own file the same is a mistake.
record CoherenceCompiler(Map<String, FormNames.Columns> names, Problems problems) {
  static final Set<String> WORDS =
      Set.of(
          "id",
          "form",
          "level",
          "severity",
          "blame",
          "needs",
          "check",
          "message",
          "remedy",
          "source");
  private static final Pattern ASKED =
      Pattern.compile("has\\(\\s*row\\.([A-Za-z_]\\w*)\\s*\\)|\"([^\"]+)\"\\s+in\\s+row\\b");
  private static final Pattern USED =
      Pattern.compile("\\brow\\.([A-Za-z_]\\w*)|\\brow\\[\"([^\"]+)\"\\]");
  private static final Pattern TAB =
      Pattern.compile("\\bpatient\\.([A-Za-z_]\\w*)|\\bpatient\\[\"([^\"]+)\"\\]");
  private static final Pattern MEMBER = Pattern.compile("\\b[A-Za-z_]\\w*\\.([A-Za-z_]\\w*)");

  /// One rule while it is read.
  private record Draft(RuleNode.Fields node, CoherenceRule rule, boolean shared) {}

  Coherence compile(
      RuleFiles files,
      String studyFile,
      RuleNode.Fields study,
      Map<String, Map<String, Column>> columns) {
    List<Coherence.Test> tests = new ArrayList<>();
    Set<String> ids = new LinkedHashSet<>();
    for (RuleNode named : study.all("rules")) {
      String file = RuleFiles.relative(studyFile, named.asText());
      if (files.text(file).isEmpty()) {
        problems.add(named, "there is no file " + file, "correct the path, relative to this file");
      }
      boolean shared = !folder(file).equals(folder(studyFile));
      for (RuleNode node : files.yaml(file, problems).map(RuleNode::asItems).orElse(List.of())) {
        if (node instanceof RuleNode.Fields fields) {
          if (!ids.add(fields.text("id", ""))) {
            problems.add(fields, "the rule id stands twice", "ids are unique in a study");
          }
          draft(fields, shared).flatMap(this::test).ifPresent(tests::add);
        } else {
          problems.add(node, "not a rule", "- { id: …, form: …, check: … }");
        }
      }
    }
    return new Coherence(tests, columns);
  }

  private static String folder(String file) {
    return file.substring(0, file.lastIndexOf('/') + 1);
  }

  private Optional<Draft> draft(RuleNode.Fields node, boolean shared) {
    node.onlyKnown(WORDS, problems);
    String id = node.text("id", "");
    if (id.isEmpty() || !node.has("check") || !node.has("message")) {
      problems.add(node, "a rule needs an id, a check and a message", "id: coherence-08");
      return Optional.empty();
    }
    boolean eachRow = word(node, "level", "row", "patient");
    boolean error = word(node, "severity", "error", "warning");
    List<String> forms = new ArrayList<>();
    for (RuleNode form : node.all("form")) {
      if (names.containsKey(form.asText())) {
        forms.add(form.asText());
      } else if (!shared) {
        problems.add(form, "the form \"" + form.asText() + "\" is not known", known());
      }
    }
    if (eachRow && forms.isEmpty()) {
      if (!shared && !node.has("form")) {
        problems.add(node, "a rule of rows needs its form", "form: Diagnosis");
      }
      return Optional.empty();
    }
    CoherenceRule rule =
        new CoherenceRule(
            id,
            forms,
            eachRow,
            error ? Rejection.Severity.ERROR : Rejection.Severity.WARNING,
            node.texts("blame"),
            needs(node, eachRow),
            node.text("check", ""),
            node.text("message", ""),
            node.text("remedy", ""),
            node.text("source", ""));
    return Optional.of(new Draft(node, rule, shared));
  }

  private String known() {
    return "one of " + String.join(", ", names.keySet());
  }

  /// Whether the first of two words stands there, or none; anything else is a problem.
  private boolean word(RuleNode.Fields node, String name, String first, String second) {
    String word = node.text(name, first);
    if (!word.equals(first) && !word.equals(second)) {
      problems.add(node, name + " is " + first + " or " + second, name + ": " + first);
    }
    return word.equals(first);
  }

  /// What must be there for the rule to say anything: what is written, and every `row.x` the check
  /// reads without asking for it.
  private static List<String> needs(RuleNode.Fields node, boolean eachRow) {
    Set<String> needs = new LinkedHashSet<>(node.texts("needs"));
    if (eachRow) {
      needs.addAll(found(USED, node.text("check", "")));
      needs.removeAll(found(ASKED, node.text("check", "")));
    }
    return List.copyOf(needs);
  }

  private Optional<Coherence.Test> test(Draft draft) {
    String check = draft.rule().check();
    for (String tab : found(TAB, check)) {
      if (!names.containsKey(tab)) {
        if (!draft.shared()) {
          problems.add(draft.node(), "the form \"" + tab + "\" is not known", known());
        }
        return Optional.empty();
      }
    }
    Optional<CoherenceRule> rule = draft.rule().eachRow() ? onRows(draft) : onPatient(draft);
    RuleNode expression = draft.node().get("check").orElse(draft.node());
    return rule.flatMap(applied ->
        Expression.compile(expression, problems)
            .map(compiled -> new Coherence.Test(applied, compiled)));
  }

  private Optional<CoherenceRule> onRows(Draft draft) {
    CoherenceRule rule = draft.rule();
    Set<String> all = found(USED, rule.check());
    List<String> forms = new ArrayList<>();
    for (String form : rule.forms()) {
      Predicate<String> has = columns(form)::containsKey;
      Set<String> must = new LinkedHashSet<>(rule.needs());
      if (!draft.shared()) {
        must.addAll(all);
        must.addAll(rule.blame());
      }
      List<String> lacking = must.stream().filter(has.negate()).toList();
      if (lacking.isEmpty()) {
        forms.add(form);
        markUsed(form, all);
      } else if (!draft.shared()) {
        problems.add(
            draft.node(),
            "the form " + form + " has no column " + String.join(", ", lacking),
            "correct the name");
      }
    }
    markMembers(rule.check());
    List<String> blame =
        rule.blame().stream()
            .filter(column -> forms.stream().anyMatch(form -> columns(form).containsKey(column)))
            .toList();
    return forms.isEmpty() ? Optional.empty() : Optional.of(rule.narrowed(forms, blame));
  }

  private Optional<CoherenceRule> onPatient(Draft draft) {
    CoherenceRule rule = draft.rule();
    for (String need : rule.needs()) {
      int dot = need.indexOf('.');
      String form = dot < 0 ? need : need.substring(0, dot);
      boolean known =
          names.containsKey(form)
              && (dot < 0 || columns(form).containsKey(need.substring(dot + 1)));
      if (!known) {
        if (!draft.shared()) {
          problems.add(draft.node(), "\"" + need + "\" is not known", "Form or Form.column");
        }
        return Optional.empty();
      }
    }
    markMembers(rule.check());
    return Optional.of(rule);
  }

  private Map<String, Column.Type> columns(String form) {
    FormNames.Columns columns = names.get(form);
    return columns == null ? Map.of() : columns.all();
  }

  private void markUsed(String form, Set<String> columns) {
    FormNames.Columns known = names.get(form);
    if (known != null) {
      known.used().addAll(columns);
    }
  }

  /// Columns read through a variable of a macro, as in `patient.Treatment.exists(t, t.drug …)`.
  private void markMembers(String check) {
    Set<String> members = found(MEMBER, check);
    found(TAB, check).forEach(tab -> markUsed(tab, members));
  }

  private static Set<String> found(Pattern pattern, String text) {
    Set<String> found = new LinkedHashSet<>();
    var matcher = pattern.matcher(text);
    while (matcher.find()) {
      for (int group = 1; group <= matcher.groupCount(); group++) {
        String name = matcher.group(group);
        if (name != null) {
          found.add(name);
        }
      }
    }
    return found;
  }
}
