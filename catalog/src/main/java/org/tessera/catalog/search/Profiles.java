package org.tessera.catalog.search;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tessera.catalog.Collection;
import org.tessera.catalog.Count;
import org.tessera.catalog.index.Attributes;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.Columns;
import org.tessera.catalog.index.Values;

/// Of each collection: how many of its patients have each value, and the ages they span. Exact, and
/// not to be told as it is.
final class Profiles {
  private static final int AGE_STEP = 10;
  private static final int DECADES = 13;

  private final Attributes attributes;
  private final int collections;
  private final int[] told;
  private final int[][][] counts;
  private final long[] patients;
  private final long[][] decades;
  private final int[][] last;
  private int stamp;

  private Profiles(Attributes attributes, int[] told) {
    this.attributes = attributes;
    this.told = told;
    collections = attributes.find(CatalogIndex.COLLECTION);
    int size = attributes.told(collections).size();
    counts = new int[size][told.length][];
    patients = new long[size];
    decades = new long[size][DECADES];
    last = new int[told.length][];
    for (int i = 0; i < told.length; i++) {
      last[i] = new int[attributes.told(told[i]).size()];
    }
  }

  /// Looks through everybody once.
  static Profiles of(Segments segments, PatientSet among, String... fields) {
    Attributes attributes = segments.attributes();
    int[] told = new int[fields.length];
    for (int i = 0; i < told.length; i++) {
      told[i] = attributes.find(fields[i]);
    }
    var profiles = new Profiles(attributes, told);
    segments.each(among, profiles::add);
    return profiles;
  }

  private void add(Columns columns, int document) {
    int row = columns.rows(Attributes.PATIENT_LEVEL).from(document);
    Columns.Column member = columns.told(collections);
    for (int at = member.from(row); at < member.to(row); at++) {
      int collection = member.value(at);
      if (collection != Values.MISSING) {
        patient(columns, document, collection);
      }
    }
  }

  private void patient(Columns columns, int document, int collection) {
    stamp++;
    patients[collection]++;
    for (int i = 0; i < told.length; i++) {
      int level = attributes.level(attributes.attribute(told[i]).level());
      Columns.Column column = columns.told(told[i]);
      Columns.Rows rows = columns.rows(level);
      if (counts[collection][i] == null) {
        counts[collection][i] = new int[last[i].length];
      }
      for (int row = rows.from(document); row < rows.to(document); row++) {
        for (int at = column.from(row); at < column.to(row); at++) {
          int value = column.value(at);
          if (last[i][value] != stamp) {
            last[i][value] = stamp;
            counts[collection][i][value]++;
          }
        }
      }
    }
    ages(columns, document, collection);
  }

  private void ages(Columns columns, int document, int collection) {
    int age = attributes.find("age");
    if (age < 0) {
      return;
    }
    int row = columns.rows(Attributes.PATIENT_LEVEL).from(document);
    Columns.Column ages = columns.exact(age);
    for (int at = ages.from(row); at < ages.to(row); at++) {
      if (ages.value(at) != Values.MISSING) {
        int years = new BigDecimal(attributes.exact(age).text(ages.value(at))).intValue();
        decades[collection][Math.clamp(years / AGE_STEP, 0, DECADES - 1)]++;
      }
    }
  }

  /// How many patients a collection has.
  long patients(String collection) {
    int number = number(collection);
    return number < 0 ? 0 : patients[number];
  }

  /// Its patients by value, what is not recorded left out.
  Map<String, Long> values(String collection, String field) {
    Map<String, Long> values = new TreeMap<>();
    int number = number(collection);
    for (int i = 0; i < told.length && number >= 0; i++) {
      int[] counted = counts[number][i];
      if (told[i] == attributes.find(field) && counted != null) {
        for (int value = Values.MISSING + 1; value < counted.length; value++) {
          if (counted[value] > 0) {
            values.put(attributes.told(told[i]).text(value), (long) counted[value]);
          }
        }
      }
    }
    return values;
  }

  /// The ages at diagnosis, in decades. Ten patients lie below or in the first and ten in or above
  /// the last, since the decade of the oldest one may be theirs alone; empty for fewer than ten.
  Optional<Collection.AgeRange> ages(String collection) {
    int number = number(collection);
    long[] counted = number < 0 ? new long[DECADES] : decades[number];
    int youngest = 0;
    for (long below = 0; youngest < DECADES; youngest++) {
      below += counted[youngest];
      if (below >= Count.SMALLEST_TOLD) {
        break;
      }
    }
    if (youngest == DECADES) {
      return Optional.empty();
    }
    int oldest = DECADES - 1;
    for (long above = counted[oldest]; above < Count.SMALLEST_TOLD; above += counted[oldest]) {
      oldest--;
    }
    return Optional.of(
        new Collection.AgeRange(
            Math.min(youngest, oldest) * AGE_STEP,
            Math.max(youngest, oldest) * AGE_STEP + AGE_STEP - 1));
  }

  private int number(String collection) {
    int number = attributes.told(collections).find(collection);
    return number >= patients.length ? -1 : number;
  }
}
