package org.tessera.etl.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.tessera.mappings.CodeEntry;
import org.tessera.mappings.CodeLists;
import org.tessera.mappings.Column;
import org.tessera.mappings.Form;

/// One tab of a study's workbook: a form and its columns in order.
record TemplateTab(String name, List<Field> fields) {
  private static final Pattern LIMIT =
      Pattern.compile("(at least|above|at most|under) (-?\\d+(?:\\.\\d+)?)");

  /// The tab of `form`, its drop-downs from `codes`.
  static TemplateTab of(Form form, CodeLists codes) {
    return new TemplateTab(
        form.name(),
        form.columns().stream()
            .map(column ->
                new Field(
                    column,
                    column.list().map(list -> Choice.of(codes.entries(list))).orElse(List.of())))
            .toList());
  }

  /// @param choices the values of the column's code list
  record Field(Column column, List<Choice> choices) {
    /// What a number must satisfy, as conditions of a formula on `cell`, such as `C2>=0`.
    List<String> limits(String cell) {
      return LIMIT
          .matcher(column.allowed())
          .results()
          .map(limit ->
              switch (limit.group(1)) {
                case "at least" -> cell + ">=" + limit.group(2);
                case "above" -> cell + ">" + limit.group(2);
                case "at most" -> cell + "<=" + limit.group(2);
                default -> cell + "<" + limit.group(2);
              })
          .toList();
    }

    /// The note at the column's header.
    String note() {
      var note = new StringJoiner("\n");
      note.add(column.label().isEmpty() ? column.name() : column.label());
      note.add("Type: " + type() + (column.unit().isEmpty() ? "" : ", in " + column.unit()));
      note.add("Requirement: " + requirement());
      if (!column.allowed().isEmpty()) {
        note.add("Allowed: " + column.allowed());
      }
      if (!column.note().isEmpty()) {
        note.add("Note: " + column.note());
      }
      return note.toString();
    }

    String type() {
      return switch (column.type()) {
        case PATIENT -> "patient number";
        case STRING -> "text";
        case INTEGER -> "whole number";
        case DECIMAL -> "number";
        case CODE -> "one value of the list";
        case CODES -> "values of the list, several in one cell";
        case UID -> "DICOM UID";
        case TEXT -> "free text (withheld)";
        case DATE, BOOLEAN -> column.type().name().toLowerCase(Locale.ROOT);
      };
    }

    String requirement() {
      return switch (column.required()) {
        case MANDATORY -> "mandatory";
        case IF_AVAILABLE -> "mandatory if available";
        case OPTIONAL -> "optional";
      };
    }
  }

  /// One value of a code list.
  ///
  /// @param meaning the standard codes it stands for, as text
  record Choice(String list, String value, String label, String meaning) {
    /// One choice a value, however many codes a value stands for.
    static List<Choice> of(List<CodeEntry> entries) {
      var choices = new LinkedHashMap<String, Choice>();
      for (CodeEntry entry : entries) {
        String code =
            entry.code().map(one -> one.system() + "|" + one.value()).orElse("no standard code");
        String meaning = (code + " " + entry.display()).strip();
        choices.merge(
            entry.value(),
            new Choice(entry.list(), entry.value(), entry.label(), meaning),
            (first, more) ->
                new Choice(
                    first.list(),
                    first.value(),
                    first.label(),
                    first.meaning() + "; " + more.meaning()));
      }
      return List.copyOf(choices.values());
    }
  }
}
