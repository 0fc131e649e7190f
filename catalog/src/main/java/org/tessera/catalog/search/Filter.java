package org.tessera.catalog.search;

import java.math.BigDecimal;
import java.util.List;
import org.tessera.catalog.index.Attributes;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.Columns;
import org.tessera.catalog.index.Span;
import org.tessera.catalog.index.Values;

/// What one attribute of an entry must be.
final class Filter {
  private final int attribute;
  private final boolean told;
  private final boolean[] accepted;

  /// @param told whether the values meant are those that are told
  /// @param accepted by number of the value
  private Filter(int attribute, boolean told, boolean[] accepted) {
    this.attribute = attribute;
    this.told = told;
    this.accepted = accepted;
  }

  /// The number of the attribute.
  int attribute() {
    return attribute;
  }

  /// Whether it asks for values as they are told.
  boolean isOfTold() {
    return told;
  }

  /// One of these values; those nobody has are passed over.
  static Filter of(Attributes attributes, int attribute, List<String> values) {
    Values known = attributes.told(attribute);
    boolean[] accepted = new boolean[known.size()];
    for (String value : values) {
      int number = known.find(value);
      if (number >= 0 && number < accepted.length) {
        accepted[number] = true;
      }
    }
    return new Filter(attribute, true, accepted);
  }

  /// One of these values as they are told, or a number in one of these spans.
  static Filter of(Attributes attributes, int attribute, List<String> values, List<Span> spans) {
    if (spans.isEmpty()) {
      return of(attributes, attribute, values);
    }
    Values known = attributes.exact(attribute);
    boolean[] accepted = new boolean[known.size()];
    accepted[Values.MISSING] = values.contains(CatalogIndex.MISSING);
    for (int number = Values.MISSING + 1; number < accepted.length; number++) {
      String text = known.text(number);
      var value = new BigDecimal(text);
      accepted[number] =
          spans.stream().anyMatch(span -> span.has(value))
              || values.contains(attributes.told(attribute, text));
    }
    return new Filter(attribute, false, accepted);
  }

  /// Whether a row of the attribute's level fits.
  boolean fits(Columns columns, int row) {
    Columns.Column column = told ? columns.told(attribute) : columns.exact(attribute);
    for (int at = column.from(row), to = column.to(row); at < to; at++) {
      int value = column.value(at);
      if (value < accepted.length && accepted[value]) {
        return true;
      }
    }
    return false;
  }

  /// Whether all of them fit a row of their level.
  static boolean allFit(List<Filter> filters, Columns columns, int row) {
    for (int i = 0; i < filters.size(); i++) {
      if (!filters.get(i).fits(columns, row)) {
        return false;
      }
    }
    return true;
  }

  /// Those on attributes of a level.
  static List<Filter> ofLevel(List<Filter> filters, Attributes attributes, int level) {
    String name = attributes.levels().get(level).name();
    return filters.stream()
        .filter(filter -> attributes.attribute(filter.attribute()).level().equals(name))
        .toList();
  }
}
