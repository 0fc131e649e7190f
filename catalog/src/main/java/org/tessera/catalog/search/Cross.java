package org.tessera.catalog.search;

import org.tessera.catalog.index.Attributes;
import org.tessera.catalog.index.Columns;

/// Patients by two attributes of the patient.
final class Cross {
  private final Attributes attributes;
  private final int first;
  private final int second;
  private final long[][] counts;

  private Cross(Attributes attributes, int first, int second) {
    this.attributes = attributes;
    this.first = first;
    this.second = second;
    counts = new long[attributes.told(first).size()][attributes.told(second).size()];
  }

  static Cross of(Segments segments, PatientSet among, String first, String second) {
    Attributes attributes = segments.attributes();
    var cross = new Cross(attributes, attributes.find(first), attributes.find(second));
    segments.each(among, cross::add);
    return cross;
  }

  private void add(Columns columns, int document) {
    Columns.Rows patients = columns.rows(Attributes.PATIENT_LEVEL);
    Columns.Column one = columns.told(first);
    Columns.Column other = columns.told(second);
    int row = patients.from(document);
    for (int a = one.from(row); a < one.to(row); a++) {
      for (int b = other.from(row); b < other.to(row); b++) {
        counts[one.value(a)][other.value(b)]++;
      }
    }
  }

  long count(String firstValue, String secondValue) {
    int a = attributes.told(first).find(firstValue);
    int b = attributes.told(second).find(secondValue);
    return a < 0 || b < 0 || a >= counts.length || b >= counts[a].length ? 0 : counts[a][b];
  }
}
