package org.tessera.fhir.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What the search tables hold about one version of a resource.
final class IndexRows {
  record DateRow(int p, long lo, long hi) {}

  record StringRow(int p, String v) {}

  /// lo, hi: as written; clo, chi: in the base unit cu, or as written; u, c, n: hashes of
  /// system|code, code and unit; 0 for none.
  record QuantityRow(
      int p, double lo, double hi, double clo, double chi, long cu, long u, long c, long n) {
    QuantityRow at(int other) {
      return new QuantityRow(other, lo, hi, clo, chi, cu, u, c, n);
    }
  }

  /// The text behind a hash, for what is asked of texts: sorting, beginnings, hierarchies.
  record Term(long h, int p, String v) {}

  private long[] hashes = new long[32];
  private int count;
  private final Set<DateRow> dates = new LinkedHashSet<>(4);
  private final Set<StringRow> strings = new LinkedHashSet<>(4);
  private final Set<QuantityRow> quantities = new LinkedHashSet<>(4);
  private final List<Term> terms = new ArrayList<>();

  void add(long hash) {
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, count * 2);
    }
    hashes[count++] = hash;
  }

  void add(DateRow row) {
    dates.add(row);
  }

  void add(StringRow row) {
    if (!row.v().isEmpty()) {
      strings.add(row);
    }
  }

  void add(QuantityRow row) {
    quantities.add(row);
  }

  void add(Term term) {
    terms.add(term);
  }

  /// Sorted and each once, so that equal values make equal arrays.
  long[] hashes() {
    Arrays.sort(hashes, 0, count);
    int distinct = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || hashes[i] != hashes[i - 1]) {
        hashes[distinct++] = hashes[i];
      }
    }
    count = distinct;
    return Arrays.copyOf(hashes, count);
  }

  Set<DateRow> dates() {
    return dates;
  }

  Set<StringRow> strings() {
    return strings;
  }

  Set<QuantityRow> quantities() {
    return quantities;
  }

  List<Term> terms() {
    return terms;
  }
}
