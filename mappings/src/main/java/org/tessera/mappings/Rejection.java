package org.tessera.mappings;

/// One thing that is wrong with a form, in the words of the person who filled it.
///
/// @param form the tab
/// @param row the row's number as a spreadsheet shows it, 0 for the whole tab
/// @param column the column's name in the study definition, empty for the whole row
/// @param value what stood there, already masked where it could identify somebody
/// @param rule the rule's id in the study definition
/// @param message what is wrong
/// @param remedy how to mend it
public record Rejection(
    String form,
    long row,
    String column,
    String value,
    String rule,
    Severity severity,
    String message,
    String remedy) {
  /// An error keeps the cell out; a warning is reported and lets it in.
  public enum Severity {
    ERROR,
    WARNING
  }
}
