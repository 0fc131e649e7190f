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
/// Entries of one resource are looked at together where filters cannot tell them apart.
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

  /// One pass over the documents of a slice: first it is found who meets the filters, then every
  /// attribute is counted by itself, so that its values are read one after the other.
  private final class Pass {
    private final Columns columns;
    private final int base;
    private final Tally tally = none();
    private final Counted[] counted = new Counted[filtersOf.length];
    private final int[] missedLast = new int[filters.size()];

    Pass(Segment segment) {
      columns = segment.columns();
      base = segment.base();
      for (int level = 0; level < counted.length; level++) {
        counted[level] = new Counted();
      }
    }

    Tally run(FixedBitSet among, int from, int to) {
      for (int document = Segments.next(among, from);
          document < to;
          document = Segments.next(among, document + 1)) {
        patient(document);
      }
      for (int level = 0; level < counted.length; level++) {
        for (int attribute : attributesOf[level]) {
          if (level == Attributes.PATIENT_LEVEL) {
            ofPatients(attribute, counted[level]);
          } else {
            ofEntries(attribute, counted[level]);
          }
        }
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
      for (int run = rows.fromRun(document); run < rows.toRun(document); run++) {
        int last = alike(level, run) ? rows.row(run) + 1 : rows.row(run + 1);
        for (int row = rows.row(run); row < last; row++) {
          if (missed(level, row) < 0) {
            return true;
          }
        }
      }
      return false;
    }

    /// Whether the filters of a level find all rows of a run or none.
    private boolean alike(int level, int run) {
      if (columns.rows(level).row(run + 1) - columns.rows(level).row(run) == 1) {
        return true;
      }
      for (int filter : filtersOf[level]) {
        Column column = columns.byRun(filters.get(filter).attribute());
        if (!filters.get(filter).isOfTold() || column.to(run) - column.from(run) > 1) {
          return false;
        }
      }
      return true;
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
      for (int run = rows.fromRun(document); run < rows.toRun(document); run++) {
        counted[level].add(document, run, Counted.EVERY_ATTRIBUTE);
      }
    }

    private void filtered(int level, int document, boolean matches) {
      Columns.Rows rows = columns.rows(level);
      for (int run = rows.fromRun(document); run < rows.toRun(document); run++) {
        if (alike(level, run)) {
          filtered(level, document, matches, missed(level, rows.row(run)), run);
        } else {
          for (int row = rows.row(run); row < rows.row(run + 1); row++) {
            filtered(level, document, matches, missed(level, row), ~row);
          }
        }
      }
    }

    /// @param missed which filter the rows miss
    /// @param rows as [Counted#add] takes them
    private void filtered(int level, int document, boolean matches, int missed, int rows) {
      if (missed < 0) {
        counted[level].add(document, rows, Counted.EVERY_ATTRIBUTE);
      } else if (missed < Integer.MAX_VALUE) {
        counted[level].add(document, rows, filters.get(missed).attribute());
        int stamp = base + document + 1;
        if (!matches && missedLast[missed] != stamp) {
          missedLast[missed] = stamp;
          tally.but[missed]++;
        }
      }
    }

    /// A patient has one row, in which no value stands twice.
    private void ofPatients(int attribute, Counted of) {
      Column column = columns.told(attribute);
      int[] counts = tally.counts[attribute];
      for (int i = 0; i < of.size; i++) {
        if (of.counts(i, attribute)) {
          int row =
              of.run(i) ? columns.rows(Attributes.PATIENT_LEVEL).row(of.rows[i]) : ~of.rows[i];
          for (int at = column.from(row), to = column.to(row); at < to; at++) {
            counts[column.value(at)]++;
          }
        }
      }
    }

    private void ofEntries(int attribute, Counted of) {
      Column runs = columns.byRun(attribute);
      Column rows = columns.told(attribute);
      int[] counts = tally.counts[attribute];
      int[] last = new int[counts.length];
      for (int i = 0; i < of.size; i++) {
        if (of.counts(i, attribute)) {
          Column column = of.run(i) ? runs : rows;
          int row = of.run(i) ? of.rows[i] : ~of.rows[i];
          int stamp = of.documents[i] + 1;
          for (int at = column.from(row), to = column.to(row); at < to; at++) {
            int value = column.value(at);
            if (last[value] != stamp) {
              last[value] = stamp;
              counts[value]++;
            }
          }
        }
      }
    }
  }

  /// The rows of a level that count, those of a document one after the other.
  private static final class Counted {
    static final int EVERY_ATTRIBUTE = -1;

    private int[] documents = new int[SLICE_DOCUMENTS];
    private int[] rows = new int[SLICE_DOCUMENTS];
    private int[] attributes = new int[SLICE_DOCUMENTS];
    private int size;

    /// @param of a run of rows, or the complement of a row
    /// @param attribute the only one they count for
    void add(int document, int of, int attribute) {
      if (size == rows.length) {
        documents = Arrays.copyOf(documents, size * 2);
        rows = Arrays.copyOf(rows, size * 2);
        attributes = Arrays.copyOf(attributes, size * 2);
      }
      documents[size] = document;
      rows[size] = of;
      attributes[size++] = attribute;
    }

    boolean counts(int number, int attribute) {
      return attributes[number] == EVERY_ATTRIBUTE || attributes[number] == attribute;
    }

    boolean run(int number) {
      return rows[number] >= 0;
    }
  }
}
