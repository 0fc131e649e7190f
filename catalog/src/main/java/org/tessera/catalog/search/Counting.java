package org.tessera.catalog.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.util.FixedBitSet;
import org.tessera.catalog.index.Attributes;
import org.tessera.catalog.index.Columns;
import org.tessera.catalog.index.Columns.Column;
import org.tessera.catalog.search.Segments.Segment;

/// Counts the patients that meet all filters and, for every value of every attribute, those that
/// have it and meet the filters of all other attributes: what a page of facets needs, in one pass.
///
/// Filters of one level must be met by one entry. A patient counts for a value when an entry with
/// it meets the other filters of its level and every other level has an entry that meets its own.
/// So an entry that misses no filter counts for all its values, one that misses a single filter for
/// those of that filter's attribute, any other for none. Every patient is counted once a value
/// however many entries have it, because a value remembers the last patient it was counted for.
final class Counting {
  private static final int SLICE_DOCUMENTS = 16_384;
  private static final int NO_LEVEL = -1;

  private final Attributes attributes;
  private final List<Filter> filters;
  private final int[] sizes;
  private final int[][] filtersOf;
  private final int[][] attributesOf;

  private Counting(Attributes attributes, List<Filter> filters) {
    this.attributes = attributes;
    this.filters = filters;
    // Values are added while others are counted; those of these segments are there by now.
    sizes =
        IntStream.range(0, attributes.size())
            .map(number -> attributes.told(number).size())
            .toArray();
    int levels = attributes.levels().size();
    filtersOf = new int[levels][];
    attributesOf = new int[levels][];
    for (int level = 0; level < levels; level++) {
      attributesOf[level] = attributes.ofLevel(level);
      List<Integer> ofLevel = new ArrayList<>();
      for (int i = 0; i < filters.size(); i++) {
        int attribute = filters.get(i).attribute();
        if (Arrays.stream(attributesOf[level]).anyMatch(one -> one == attribute)) {
          ofLevel.add(i);
        }
      }
      filtersOf[level] = ofLevel.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  /// Counts among these patients.
  static Tally of(Segments segments, PatientSet among, List<Filter> filters) {
    var counting = new Counting(segments.attributes(), filters);
    record Slice(Segment segment, FixedBitSet among, int from, int to) {}
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i < segments.all().size(); i++) {
      Segment segment = segments.all().get(i);
      for (int from = 0; from < segment.size(); from += SLICE_DOCUMENTS) {
        int to = Math.min(segment.size(), from + SLICE_DOCUMENTS);
        slices.add(new Slice(segment, among.segments().get(i), from, to));
      }
    }
    return slices.parallelStream()
        .map(slice -> counting.slice(slice.segment(), slice.among(), slice.from(), slice.to()))
        .reduce(counting.none(), (a, b) -> counting.none().add(a).add(b));
  }

  private Tally none() {
    return new Tally(attributes, sizes, filters.size());
  }

  private Tally slice(Segment segment, FixedBitSet among, int from, int to) {
    return new Pass(segment).run(among, from, to);
  }

  /// One pass over the documents of a slice.
  private final class Pass {
    private final Columns columns;
    private final int base;
    private final Tally tally = none();
    private final int[][] last = new int[attributes.size()][];
    private final int[] missedLast = new int[filters.size()];
    private int stamp;

    Pass(Segment segment) {
      columns = segment.columns();
      base = segment.base();
      for (int attribute = 0; attribute < last.length; attribute++) {
        last[attribute] = new int[tally.counts[attribute].length];
      }
    }

    Tally run(FixedBitSet among, int from, int to) {
      for (int document = Segments.next(among, from);
          document < to;
          document = Segments.next(among, document + 1)) {
        stamp = base + document + 1;
        patient(document);
      }
      return tally;
    }

    private void patient(int document) {
      int failing = NO_LEVEL;
      for (int level = 0; level < filtersOf.length; level++) {
        if (filtersOf[level].length > 0 && !met(level, document)) {
          if (failing != NO_LEVEL) {
            return;
          }
          failing = level;
        }
      }
      if (failing != NO_LEVEL) {
        filtered(failing, document, false);
        return;
      }
      tally.patients++;
      for (int level = 0; level < filtersOf.length; level++) {
        if (filtersOf[level].length == 0) {
          open(level, document);
        } else {
          filtered(level, document, true);
        }
      }
    }

    private boolean met(int level, int document) {
      Columns.Rows rows = columns.rows(level);
      for (int row = rows.from(document); row < rows.to(document); row++) {
        if (missed(level, row) < 0) {
          return true;
        }
      }
      return false;
    }

    /// -1 when no filter of the level is missed, the number of the one that is, or
    /// [Integer#MAX_VALUE] for several.
    private int missed(int level, int row) {
      int missed = -1;
      for (int filter : filtersOf[level]) {
        if (!filters.get(filter).fits(columns, row)) {
          if (missed >= 0) {
            return Integer.MAX_VALUE;
          }
          missed = filter;
        }
      }
      return missed;
    }

    private void open(int level, int document) {
      Columns.Rows rows = columns.rows(level);
      int from = rows.from(document);
      int to = rows.to(document);
      for (int attribute : attributesOf[level]) {
        for (int row = from; row < to; row++) {
          value(attribute, row);
        }
      }
    }

    private void filtered(int level, int document, boolean matches) {
      Columns.Rows rows = columns.rows(level);
      for (int row = rows.from(document); row < rows.to(document); row++) {
        int missed = missed(level, row);
        if (missed < 0) {
          for (int attribute : attributesOf[level]) {
            value(attribute, row);
          }
        } else if (missed < Integer.MAX_VALUE) {
          value(filters.get(missed).attribute(), row);
          if (!matches && missedLast[missed] != stamp) {
            missedLast[missed] = stamp;
            tally.but[missed]++;
          }
        }
      }
    }

    private void value(int attribute, int row) {
      Column column = columns.told(attribute);
      int[] seen = last[attribute];
      for (int at = column.from(row), to = column.to(row); at < to; at++) {
        int value = column.value(at);
        if (seen[value] != stamp) {
          seen[value] = stamp;
          tally.counts[attribute][value]++;
        }
      }
    }
  }
}
