package org.tessera.app.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A row while it is being made up: it still knows what kind of value stands in a cell, so that it
/// can be spoiled.
final class Draft {
  /// What a person would have had to type.
  enum Kind {
    KEY,
    CODE,
    NUMBER,
    DATE,
    TEXT
  }

  /// One cell.
  record Cell(String text, Kind kind) {}

  private final String tab;
  private final Map<String, Cell> cells = new LinkedHashMap<>();

  Draft(String tab) {
    this.tab = tab;
  }

  Draft(Draft copied) {
    this(copied.tab);
    cells.putAll(copied.cells);
  }

  String tab() {
    return tab;
  }

  Map<String, Cell> cells() {
    return cells;
  }

  boolean has(String column) {
    return cells.containsKey(column);
  }

  /// The text of a cell that is there.
  String text(String column) {
    Cell cell = cells.get(column);
    if (cell == null) {
      throw new IllegalArgumentException("no cell " + column + " in " + tab);
    }
    return cell.text();
  }

  Draft key(String column, String text) {
    return put(column, text, Kind.KEY);
  }

  Draft code(String column, @Nullable Object value) {
    return put(column, value, Kind.CODE);
  }

  Draft number(String column, long value) {
    return put(column, value, Kind.NUMBER);
  }

  Draft number(String column, double value, int decimals) {
    return put(
        column, BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP), Kind.NUMBER);
  }

  Draft date(String column, @Nullable LocalDate date) {
    return put(column, date, Kind.DATE);
  }

  Draft text(String column, @Nullable String text) {
    return put(column, text, Kind.TEXT);
  }

  DemoRow row() {
    Map<String, String> values = new LinkedHashMap<>();
    cells.forEach((column, cell) -> values.put(column, cell.text()));
    return new DemoRow(tab, values);
  }

  private Draft put(String column, @Nullable Object value, Kind kind) {
    if (value != null) {
      cells.put(column, new Cell(value.toString(), kind));
    }
    return this;
  }
}
