package org.tessera.catalog.search;

import java.util.List;
import org.tessera.catalog.Count;
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
  private final long[] patients;
  private long allSeries;
  private long allStudies;
  private long allPatients;

  private SeriesCount(Attributes attributes, List<List<Filter>> asked) {
    this.attributes = attributes;
    this.asked = asked;
    int collections = attributes.told(attributes.find(CatalogIndex.COLLECTION)).size();
    series = new long[collections];
    studies = new long[collections];
    patients = new long[collections];
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
    Columns.Rows people = columns.rows(Attributes.PATIENT_LEVEL);
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
    if (found == 0) {
      return;
    }
    allSeries += found;
    allStudies += groups;
    allPatients++;
    int patient = people.from(document);
    for (int at = member.from(patient); at < member.to(patient); at++) {
      series[member.value(at)] += found;
      studies[member.value(at)] += groups;
      patients[member.value(at)]++;
    }
  }

  private boolean meets(Columns columns, int row) {
    return asked.isEmpty()
        || asked.stream().anyMatch(filters -> Filter.allFit(filters, columns, row));
  }

  Count series(Telling telling) {
    return telling.entries(allSeries, allPatients);
  }

  Count studies(Telling telling) {
    return telling.entries(allStudies, allPatients);
  }

  Count series(String collection, Telling telling) {
    return telling.entries(of(series, collection), of(patients, collection));
  }

  Count studies(String collection, Telling telling) {
    return telling.entries(of(studies, collection), of(patients, collection));
  }

  private long of(long[] counts, String collection) {
    int number = attributes.told(attributes.find(CatalogIndex.COLLECTION)).find(collection);
    return number < 0 || number >= counts.length ? 0 : counts[number];
  }
}
