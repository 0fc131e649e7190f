package org.tessera.mappings;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The numbers a column allows: `min` and `max` are allowed themselves, `above` and `under` are
/// not.
record Range(
    Optional<BigDecimal> min,
    Optional<BigDecimal> max,
    Optional<BigDecimal> above,
    Optional<BigDecimal> under) {

  static Range of(RuleNode.Fields column, Problems problems) {
    Range range =
        new Range(
            column.number("min"),
            column.number("max"),
            column.number("above"),
            column.number("under"));
    if (range.min.isPresent()
        && range.max.isPresent()
        && range.min.get().compareTo(range.max.get()) > 0) {
      problems.add(column, "the smallest value is greater than the greatest", "swap min and max");
    }
    return range;
  }

  boolean holds(BigDecimal number) {
    return min.filter(limit -> number.compareTo(limit) < 0).isEmpty()
        && max.filter(limit -> number.compareTo(limit) > 0).isEmpty()
        && above.filter(limit -> number.compareTo(limit) <= 0).isEmpty()
        && under.filter(limit -> number.compareTo(limit) >= 0).isEmpty();
  }

  /// The range in words, empty when every number is allowed.
  String words() {
    List<String> words = new ArrayList<>();
    min.ifPresent(limit -> words.add("at least " + limit.toPlainString()));
    above.ifPresent(limit -> words.add("above " + limit.toPlainString()));
    max.ifPresent(limit -> words.add("at most " + limit.toPlainString()));
    under.ifPresent(limit -> words.add("under " + limit.toPlainString()));
    return String.join(", ", words);
  }
}
