package org.tessera.mappings.authoring;

import java.util.ArrayList;
import java.util.List;

/// A table a study is to be drafted from: its headings, and rows to learn from.
public final class SourceTable {
  /// More rows than this teach nothing new; they are counted and passed over.
  public static final int ROWS_MAX = 50_000;

  private final String name;
  private final List<String> headings;
  private final List<String> labels;
  private final List<String> notes;
  private final List<List<String>> rows = new ArrayList<>();
  private long count;

  /// @param name the tab, or the stem of the file
  /// @param labels what the columns are called for people; empty where the headings say it
  /// @param notes what else is said of the columns, empty for nothing
  public SourceTable(String name, List<String> headings, List<String> labels, List<String> notes) {
    this.name = name;
    this.headings = List.copyOf(headings);
    this.labels = List.copyOf(labels);
    this.notes = List.copyOf(notes);
  }

  /// Adds a row of texts in the order of the headings; it may be shorter.
  public void row(List<String> cells) {
    count++;
    if (rows.size() < ROWS_MAX) {
      rows.add(List.copyOf(cells));
    }
  }

  /// The tab, or the stem of the file.
  public String name() {
    return name;
  }

  /// How many rows the table has, those not looked at included.
  public long count() {
    return count;
  }

  List<String> headings() {
    return headings;
  }

  String label(int column) {
    String label = column < labels.size() ? labels.get(column).strip() : "";
    return label.isEmpty() ? headings.get(column).strip() : label;
  }

  String note(int column) {
    return column < notes.size() ? notes.get(column).strip() : "";
  }

  int rows() {
    return rows.size();
  }

  String cell(int row, int column) {
    List<String> cells = rows.get(row);
    return column < cells.size() ? cells.get(column).strip() : "";
  }
}
