package org.tessera.etl.form;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import org.tessera.mappings.Column;

/// One tab of a study's workbook: a form and its columns in order.
record TemplateTab(String name, List<Field> fields) {
  /// @param min smallest value of a number, as it is written
  /// @param max largest value of a number
  record Field(Column column, Optional<String> min, Optional<String> max, List<Choice> choices) {
    /// What a cell of the column may hold, in one line.
    String allowed() {
      if (!choices.isEmpty()) {
        String some = String.join(", ", choices.stream().limit(12).map(Choice::shown).toList());
        return choices.size() > 12 ? some + " … (" + choices.size() + " values)" : some;
      }
      if (min.isEmpty() && max.isEmpty()) {
        return "";
      }
      return min.orElse("") + " … " + max.orElse("");
    }

    /// The note at the column's header.
    String note() {
      var note = new StringJoiner("\n");
      note.add(column.label().isEmpty() ? column.name() : column.label());
      note.add("Type: " + type() + (column.unit().isEmpty() ? "" : ", in " + column.unit()));
      note.add("Requirement: " + requirement());
      if (!allowed().isEmpty()) {
        note.add("Allowed: " + allowed());
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
    String shown() {
      return value.equals(label) ? value : value + " " + label;
    }
  }
}
