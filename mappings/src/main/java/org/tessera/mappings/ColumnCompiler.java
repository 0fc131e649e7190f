package org.tessera.mappings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Reads the columns of a form file.
record ColumnCompiler(
    PatientKey patient,
    CodeLists codes,
    Terms terms,
    ReadingHints hints,
    List<DatePattern> dates,
    Problems problems) {
  static final Set<String> WORDS =
      Set.of(
          "name",
          "label",
          "type",
          "required",
          "list",
          "unit",
          "aliases",
          "note",
          "identifying",
          "refers",
          "min",
          "max",
          "above",
          "under",
          "pattern",
          "separator",
          "repeat");

  /// The columns one entry stands for: itself, or one for each repetition.
  List<Form.TypedColumn> compile(RuleNode.Fields node) {
    node.onlyKnown(WORDS, problems);
    List<Form.TypedColumn> all = new ArrayList<>();
    Column.Type type = type(node);
    CellReader reader = reader(node, type);
    List<String> suffixes = node.has("repeat") ? node.texts("repeat") : List.of("");
    for (int i = 0; i < suffixes.size(); i++) {
      all.add(new Form.TypedColumn(column(node, type, suffixes.get(i), i), reader));
    }
    return all;
  }

  private Column column(RuleNode.Fields node, Column.Type type, String suffix, int repetition) {
    String name = node.text("name", "");
    String label = node.text("label", name);
    boolean identifying =
        type == Column.Type.PATIENT
            || type == Column.Type.UID
            || type == Column.Type.TEXT
            || node.text("identifying", "false").equals("true");
    return new Column(
        name + suffix,
        node.has("label") ? label + (repetition == 0 ? "" : " " + (repetition + 1)) : name + suffix,
        type,
        requirement(node),
        node.get("list").map(RuleNode::asText),
        node.text("unit", ""),
        node.texts("aliases").stream().map(alias -> alias + suffix).toList(),
        node.text("note", ""),
        identifying,
        allowed(node, type));
  }

  private Column.Type type(RuleNode.Fields node) {
    String word = node.text("type", "string").toUpperCase(Locale.ROOT);
    for (Column.Type type : Column.Type.values()) {
      if (type.name().equals(word)) {
        return type;
      }
    }
    problems.add(
        node,
        "the type \"" + node.text("type", "") + "\" is not known",
        "patient, string, integer, decimal, date, boolean, code, codes, uid or text");
    return Column.Type.STRING;
  }

  private Column.Requirement requirement(RuleNode.Fields node) {
    return switch (node.text("required", "o")) {
      case "M" -> Column.Requirement.MANDATORY;
      case "m" -> Column.Requirement.IF_AVAILABLE;
      case "o" -> Column.Requirement.OPTIONAL;
      default -> {
        problems.add(node, "required is M, m or o", "M mandatory, m if available, o optional");
        yield Column.Requirement.OPTIONAL;
      }
    };
  }

  private CellReader reader(RuleNode.Fields node, Column.Type type) {
    return switch (type) {
      case PATIENT -> new CellReader.Patient(patient);
      case STRING -> new CellReader.Text(pattern(node));
      case INTEGER, DECIMAL -> number(node, type);
      case DATE -> new CellReader.Date(dates, limit(node, "min"), limit(node, "max"));
      case BOOLEAN -> new CellReader.Truth();
      case CODE -> code(node);
      case CODES ->
          new CellReader.SomeCodes(
              code(node),
              Pattern.compile(Pattern.quote(node.text("separator", ","))),
              Set.copyOf(missing()));
      case UID -> new CellReader.Uid();
      case TEXT -> new CellReader.Withheld();
    };
  }

  private List<String> missing() {
    return hints.missing().stream().map(word -> word.toLowerCase(Locale.ROOT)).distinct().toList();
  }

  private CellReader number(RuleNode.Fields node, Column.Type type) {
    node.get("unit")
        .filter(unit -> unit instanceof RuleNode.Scalar)
        .ifPresent(unit -> terms.unit((RuleNode.Scalar) unit));
    return new NumberReader(
        type == Column.Type.INTEGER,
        node.text("unit", ""),
        hints.decimal(),
        Range.of(node, problems));
  }

  private CellReader.OneCode code(RuleNode.Fields node) {
    String name = node.text("list", "");
    Optional<CodeList> list = codes.list(name);
    if (list.isEmpty()) {
      problems.add(
          node,
          "the column \""
              + node.text("name", "")
              + "\" needs a code list; \""
              + name
              + "\" is none",
          "list: one of those in codes.csv");
    }
    return new CellReader.OneCode(list.orElseGet(() -> new CodeList(name)));
  }

  private Optional<Pattern> pattern(RuleNode.Fields node) {
    try {
      return node.get("pattern").map(pattern -> Pattern.compile(pattern.asText()));
    } catch (PatternSyntaxException e) {
      problems.add(node, "the pattern is no regular expression", e.getDescription());
      return Optional.empty();
    }
  }

  private String limit(RuleNode.Fields node, String name) {
    String limit = node.text(name, "");
    if (!limit.isEmpty() && !limit.matches("\\d{4}(-\\d\\d(-\\d\\d)?)?")) {
      problems.add(node, name + " of a date is a date", name + ": 1990-01-01");
      return "";
    }
    return limit;
  }

  private String allowed(RuleNode.Fields node, Column.Type type) {
    return switch (type) {
      case PATIENT -> patient.pattern();
      case STRING -> node.text("pattern", "");
      case INTEGER -> words("a whole number", Range.of(node, new Problems()));
      case DECIMAL -> words("a number", Range.of(node, new Problems()));
      case DATE -> "a date: " + String.join(", ", dates.stream().map(DatePattern::text).toList());
      case BOOLEAN -> "true or false";
      case CODE -> codes.list(node.text("list", "")).map(CodeList::allowed).orElse("");
      case CODES ->
          "several of, with \""
              + node.text("separator", ",")
              + "\" between: "
              + codes.list(node.text("list", "")).map(CodeList::allowed).orElse("");
      case UID -> "a DICOM UID";
      case TEXT -> "free text; it is withheld";
    };
  }

  private static String words(String kind, Range range) {
    return range.words().isEmpty() ? kind : kind + ", " + range.words();
  }
}
