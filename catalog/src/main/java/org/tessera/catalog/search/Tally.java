package org.tessera.catalog.search;

import java.util.Map;
import java.util.TreeMap;
import org.tessera.catalog.index.Attributes;
import org.tessera.catalog.index.Values;

/// Exact numbers of patients; they must not leave the house as they are.
final class Tally {
  final int[][] counts;
  final long[] but;
  long patients;

  private final Attributes attributes;

  /// @param sizes how many values each attribute has
  Tally(Attributes attributes, int[] sizes, int filters) {
    this.attributes = attributes;
    counts = new int[sizes.length][];
    for (int attribute = 0; attribute < counts.length; attribute++) {
      counts[attribute] = new int[sizes[attribute]];
    }
    but = new long[filters];
  }

  /// The patients that match.
  long patients() {
    return patients;
  }

  /// The patients that would match if the filter of this number did not ask.
  long without(int filter) {
    return patients + but[filter];
  }

  /// The patients who match everything that is asked of other attributes and have this value.
  long of(int attribute, String value) {
    int number = attributes.told(attribute).find(value);
    return number < 0 || number >= counts[attribute].length ? 0 : counts[attribute][number];
  }

  /// The same for every value somebody has.
  Map<String, Long> values(int attribute) {
    Map<String, Long> values = new TreeMap<>();
    Values known = attributes.told(attribute);
    for (int number = 0; number < counts[attribute].length; number++) {
      if (counts[attribute][number] > 0) {
        values.put(known.text(number), (long) counts[attribute][number]);
      }
    }
    return values;
  }

  Tally add(Tally other) {
    for (int attribute = 0; attribute < counts.length; attribute++) {
      int[] mine = counts[attribute];
      int[] others = other.counts[attribute];
      for (int i = 0; i < others.length; i++) {
        mine[i] += others[i];
      }
    }
    for (int i = 0; i < but.length; i++) {
      but[i] += other.but[i];
    }
    patients += other.patients;
    return this;
  }
}
