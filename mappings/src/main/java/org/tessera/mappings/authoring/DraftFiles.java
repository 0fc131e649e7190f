package org.tessera.mappings.authoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tessera.mappings.Column;

/// Writes a draft as the files of a study.
final class DraftFiles {
  private final DraftStudy study;
  private final boolean anchored;
  private final Headings headings;

  DraftFiles(DraftStudy study, Headings headings) {
    this.study = study;
    this.headings = headings;
    this.anchored = study.forms.stream().anyMatch(form -> form.date().isEmpty());
  }

  /// The text of each file by its name.
  Map<String, String> all() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("study.yaml", studyFile());
    boolean first = true;
    for (DraftForm form : study.forms) {
      files.put(fileName(form), new FormFile(study, form, headings).text(first));
      first = false;
    }
    files.put("codes.csv", CodeTables.codes(study));
    files.put("suggestions.csv", CodeTables.suggestions(study));
    if (!study.rules.isEmpty()) {
      files.put("rules.yaml", rules());
    }
    return files;
  }

  private static String fileName(DraftForm form) {
    return form.name.toLowerCase(Locale.ROOT) + ".yaml";
  }

  private String studyFile() {
    List<String> lines = new ArrayList<>();
    lines.add("# yaml-language-server: $schema=../schema/study.schema.json");
    lines.add(
        "# Drafted from "
            + Yaml.comment(study.origin)
            + ". What a person must decide is marked as");
    lines.add("# a question; ./tessera study check lists the questions with their lines.");
    for (String question : study.questions) {
      lines.add("# QUESTION: " + Yaml.comment(question));
    }
    lines.add("study: " + study.name);
    lines.add("title: " + Yaml.quoted(study.title));
    lines.add("patient:");
    lines.add("  column: " + study.patientColumn);
    lines.add(
        "  pattern: '[A-Z0-9][A-Z0-9._-]{0,63}'   # QUESTION: how does the study write its"
            + " patients' numbers?");
    lines.add("  canonical: [trim, nfkc, dashes, upper, excel-number]");
    lines.add(
        "delivery: partial   # a file adds and replaces; full: what it does not mention is"
            + " removed");
    if (!study.dates.isEmpty()) {
      lines.add("dates: " + Yaml.list(study.dates));
    }
    if (!study.missing.isEmpty()) {
      lines.add("missing: " + Yaml.list(study.missing));
    }
    if (anchored) {
      lines.add(
          "# QUESTION: at least one form holds no date; its resources carry this one and say so. Is"
              + " there a better?");
      lines.add("anchor: { date: 1970-01-01, reason: \"the file holds no dates\" }");
    }
    lines.add("forms: " + Yaml.list(study.forms.stream().map(DraftFiles::fileName).toList()));
    lines.add("codes: [codes.csv]");
    if (!study.rules.isEmpty()) {
      lines.add("rules: [rules.yaml]");
    }
    lines.add("resources:");
    lines.add(
        "  - { resource: ResearchStudy, id: "
            + study.name
            + ", status: active, title: "
            + Yaml.literal(study.title)
            + " }");
    return String.join("\n", lines) + "\n";
  }

  private String rules() {
    List<String> lines = new ArrayList<>();
    lines.add("# yaml-language-server: $schema=../schema/rules.schema.json");
    for (DraftStudy.Rule rule : study.rules) {
      lines.add("- id: " + rule.id());
      lines.add("  form: " + rule.form());
      lines.add("  severity: warning");
      lines.add("  blame: [" + rule.column() + "]");
      lines.add("  needs: [" + rule.column() + "]");
      lines.add("  check: " + Yaml.quoted(rule.check()));
      lines.add("  message: " + Yaml.quoted(rule.words().message()));
      lines.add("  remedy: " + Yaml.quoted(rule.words().remedy()));
      lines.add("  source: " + Yaml.quoted(rule.words().source()));
    }
    return String.join("\n", lines) + "\n";
  }

  /// Whether a column becomes an Observation.
  static boolean observed(DraftColumn column) {
    boolean silent =
        column.type == Column.Type.PATIENT
            || column.type == Column.Type.TEXT
            || column.type == Column.Type.UID
            || column.identifying
            || column.ignored;
    return !silent && !column.is("sex") && !column.is("birth-year") && !column.is("diagnosis");
  }
}
