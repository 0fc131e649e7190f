package org.tessera.catalog.search;

import java.util.Arrays;
import org.apache.lucene.util.FixedBitSet;
import org.tessera.catalog.index.Attributes;
import org.tessera.catalog.index.Columns;
import org.tessera.catalog.index.Values;

/// Of how many patients each attribute is recorded at all.
final class Recorded {
  private final Attributes attributes;
  private final long[] patients;

  private Recorded(Attributes attributes) {
    this.attributes = attributes;
    patients = new long[attributes.size()];
  }

  static long[] of(Segments segments, PatientSet among) {
    var recorded = new Recorded(segments.attributes());
    for (int i = 0; i < segments.all().size(); i++) {
      recorded.add(segments.all().get(i).columns(), among.segments().get(i));
    }
    return Arrays.copyOf(recorded.patients, recorded.patients.length);
  }

  private void add(Columns columns, FixedBitSet among) {
    for (int attribute = 0; attribute < patients.length; attribute++) {
      Columns.Rows rows = columns.rows(attributes.level(attributes.attribute(attribute).level()));
      Columns.Column values = columns.told(attribute);
      for (int document = Segments.next(among, 0);
          document < among.length();
          document = Segments.next(among, document + 1)) {
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
}
