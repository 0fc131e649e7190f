package org.tessera.catalog.search;

import java.util.List;
import org.tessera.catalog.index.Attributes;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.Columns;

/// How many series, and studies with one, meet what is asked of series; in all and by collection.
final class SeriesCount {
  private static final String SERIES = "series";

  private final Attributes attributes;
  private final List<List<Filter>> asked;
  private final long[] series;
  private final long[] studies;
  private long allSeries;
  private long allStudies;

  private SeriesCount(Attributes attributes, List<List<Filter>> asked) {
    this.attributes = attributes;
    this.asked = asked;
    int collections = attributes.told(attributes.find(CatalogIndex.COLLECTION)).size();
    series = new long[collections];
    studies = new long[collections];
  }

  /// Counts those of these patients.
  ///
  /// @param asked alternatives; of none at all, every series counts
  static SeriesCount of(Segments segments, PatientSet among, List<List<Filter>> asked) {
    var count = new SeriesCount(segments.attributes(), asked);
    segments.each(among, count::add);
    return count;
  }

  private void add(Columns columns, int document) {
    Columns.Rows rows = columns.rows(attributes.level(SERIES));
    Columns.Rows patients = columns.rows(Attributes.PATIENT_LEVEL);
    Columns.Column member = columns.told(attributes.find(CatalogIndex.COLLECTION));
    int found = 0;
    int groups = 0;
    int group = -1;
    for (int row = rows.from(document); row < rows.to(document); row++) {
      if (!rows.isNone(row) && meets(columns, row)) {
        found++;
        groups += rows.group(row) == group ? 0 : 1;
        group = rows.group(row);
      }
    }
    allSeries += found;
    allStudies += groups;
    int patient = patients.from(document);
    for (int at = member.from(patient); at < member.to(patient); at++) {
      series[member.value(at)] += found;
      studies[member.value(at)] += groups;
    }
  }

  private boolean meets(Columns columns, int row) {
    return asked.isEmpty()
        || asked.stream().anyMatch(filters -> Filter.allFit(filters, columns, row));
  }

  long series() {
    return allSeries;
  }

  long studies() {
    return allStudies;
  }

  long series(String collection) {
    return of(series, collection);
  }

  long studies(String collection) {
    return of(studies, collection);
  }

  private long of(long[] counts, String collection) {
    int number = attributes.told(attributes.find(CatalogIndex.COLLECTION)).find(collection);
    return number < 0 || number >= counts.length ? 0 : counts[number];
  }
}
