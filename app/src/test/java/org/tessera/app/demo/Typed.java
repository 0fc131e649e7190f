package org.tessera.app.demo;

import java.time.LocalDate;
import java.util.Map;
import org.assertj.core.api.Assertions;

/// A row read back: a cell that is asked for must be there.
record Typed(String tab, Map<String, String> cells) {
  boolean has(String column) {
    return cells.containsKey(column);
  }

  String text(String column) {
    String text = cells.get(column);
    if (text == null) {
      return Assertions.fail("no " + column + " in " + cells);
    }
    return text;
  }

  double number(String column) {
    return Double.parseDouble(text(column));
  }

  LocalDate date(String column) {
    return LocalDate.parse(text(column));
  }
}
