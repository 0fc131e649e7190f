package org.tessera.catalog.search;

import org.tessera.catalog.index.Attributes;
import org.tessera.catalog.index.Columns;
import org.tessera.catalog.index.Values;

/// Of how many patients each attribute is recorded at all.
final class Recorded {
  private final int[] levels;
  private final long[] patients;

  private Recorded(Attributes attributes) {
    patients = new long[attributes.size()];
    levels = new int[patients.length];
    for (int attribute = 0; attribute < levels.length; attribute++) {
      levels[attribute] = attributes.level(attributes.attribute(attribute).level());
    }
  }

  static long[] of(Segments segments, PatientSet among) {
    var recorded = new Recorded(segments.attributes());
    segments.each(among, recorded::add);
    return recorded.patients;
  }

  private void add(Columns columns, int document) {
    for (int attribute = 0; attribute < patients.length; attribute++) {
      Columns.Rows rows = columns.rows(levels[attribute]);
      Columns.Column values = columns.told(attribute);
      // The values of a patient's rows follow each other.
      int to = values.to(rows.to(document) - 1);
      for (int at = values.from(rows.from(document)); at < to; at++) {
        if (values.value(at) != Values.MISSING) {
          patients[attribute]++;
          break;
        }
      }
    }
  }
}
