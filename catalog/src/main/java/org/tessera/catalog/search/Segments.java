package org.tessera.catalog.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;
import org.tessera.catalog.index.Attribute;
import org.tessera.catalog.index.Attributes;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.Columns;
import org.tessera.catalog.index.Values;

/// The segments one searcher sees, with the columns of each.
final class Segments {
  /// Whole words of a bit set, so that slices never write to the same one.
  private static final int SLICE_DOCUMENTS = 1 << 13;

  private final IndexSearcher searcher;
  private final Attributes attributes;
  private final List<Segment> all = new ArrayList<>();
  private final PatientSet everyone;

  /// @param base number of its first document among those of all segments
  record Segment(int base, Columns columns) {
    int size() {
      return columns.patients().length();
    }
  }

  Segments(IndexSearcher searcher, CatalogIndex index) throws IOException {
    this.searcher = searcher;
    this.attributes = index.attributes();
    List<FixedBitSet> live = new ArrayList<>();
    for (LeafReaderContext leaf : searcher.getLeafContexts()) {
      Columns columns = index.columns(leaf.reader());
      all.add(new Segment(leaf.docBase, columns));
      FixedBitSet here = columns.patients().clone();
      Bits alive = leaf.reader().getLiveDocs();
      if (alive != null) {
        alive.applyMask(here, 0);
      }
      live.add(here);
    }
    everyone = new PatientSet(live);
  }

  /// Whether a patient can have several values of an attribute: of entries, or in one of them.
  boolean several(int attribute) {
    return !attributes.attribute(attribute).level().equals(Attribute.PATIENT)
        || all.stream().anyMatch(segment -> segment.columns().told(attribute).several());
  }

  IndexSearcher searcher() {
    return searcher;
  }

  Attributes attributes() {
    return attributes;
  }

  List<Segment> all() {
    return all;
  }

  /// All patients there are.
  PatientSet everyone() {
    return everyone;
  }

  PatientSet nobody() {
    return new PatientSet(all.stream().map(segment -> new FixedBitSet(segment.size())).toList());
  }

  /// The patients whose documents match.
  PatientSet matching(Query query) throws IOException {
    Weight weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
    List<FixedBitSet> sets = new ArrayList<>();
    List<LeafReaderContext> leaves = searcher.getLeafContexts();
    for (int i = 0; i < leaves.size(); i++) {
      var set = new FixedBitSet(all.get(i).size());
      @Nullable Scorer scorer = weight.scorer(leaves.get(i));
      if (scorer != null) {
        set.or(scorer.iterator());
      }
      sets.add(set);
    }
    return new PatientSet(sets).and(everyone);
  }

  /// Tells of the documents of one segment whether they are kept; used by one thread at a time.
  @FunctionalInterface
  interface Test {
    boolean keeps(int document);
  }

  /// Those of these patients a test keeps; slices are gone through side by side.
  ///
  /// @param tests makes a test for a slice of a segment
  PatientSet kept(PatientSet among, Function<Columns, Test> tests) {
    List<FixedBitSet> sets = among.segments().stream().map(FixedBitSet::clone).toList();
    List<Runnable> slices = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Columns columns = all.get(i).columns();
      FixedBitSet set = sets.get(i);
      for (int from = 0; from < set.length(); from += SLICE_DOCUMENTS) {
        int start = from;
        slices.add(() -> keep(set, start, tests.apply(columns)));
      }
    }
    slices.parallelStream().forEach(Runnable::run);
    return new PatientSet(sets);
  }

  /// Whether a test keeps so many of these patients; stops as soon as it does.
  boolean reaches(PatientSet among, Function<Columns, Test> tests, int enough) {
    int kept = 0;
    for (int i = 0; i < all.size(); i++) {
      Test test = tests.apply(all.get(i).columns());
      FixedBitSet set = among.segments().get(i);
      for (int document = next(set, 0);
          document != DocIdSetIterator.NO_MORE_DOCS;
          document = next(set, document + 1)) {
        if (test.keeps(document) && ++kept >= enough) {
          return true;
        }
      }
    }
    return false;
  }

  private static void keep(FixedBitSet set, int from, Test test) {
    int to = Math.min(set.length(), from + SLICE_DOCUMENTS);
    for (int document = next(set, from); document < to; document = next(set, document + 1)) {
      if (!test.keeps(document)) {
        set.clear(document);
      }
    }
  }

  /// The patients who meet all filters, those of one level by one entry.
  PatientSet meeting(List<Filter> filters) {
    PatientSet met = everyone;
    for (int level = 0; level < attributes.levels().size(); level++) {
      List<Filter> ofLevel = Filter.ofLevel(filters, attributes, level);
      int number = level;
      if (!ofLevel.isEmpty()) {
        met = kept(met, columns -> one(columns, columns.rows(number), ofLevel));
      }
    }
    return met;
  }

  private static Test one(Columns columns, Columns.Rows rows, List<Filter> filters) {
    return document -> {
      for (int row = rows.from(document); row < rows.to(document); row++) {
        if (Filter.allFit(filters, columns, row)) {
          return true;
        }
      }
      return false;
    };
  }

  /// Looks at the documents of patients.
  @FunctionalInterface
  interface Visitor {
    void visit(Columns columns, int document);
  }

  /// Shows a visitor each of these patients once, one after the other.
  void each(PatientSet among, Visitor visitor) {
    for (int i = 0; i < all.size(); i++) {
      Columns columns = all.get(i).columns();
      FixedBitSet set = among.segments().get(i);
      for (int document = next(set, 0);
          document != DocIdSetIterator.NO_MORE_DOCS;
          document = next(set, document + 1)) {
        visitor.visit(columns, document);
      }
    }
  }

  /// The next document of a set from this one on.
  static int next(FixedBitSet set, int from) {
    return from < set.length() ? set.nextSetBit(from) : DocIdSetIterator.NO_MORE_DOCS;
  }

  /// How many of these patients each collection has.
  Map<String, Long> byCollection(PatientSet among) {
    int collections = attributes.find(CatalogIndex.COLLECTION);
    Values names = attributes.told(collections);
    long[] counts = new long[names.size()];
    each(
        among,
        (columns, document) -> {
          Columns.Column member = columns.told(collections);
          int row = columns.rows(Attributes.PATIENT_LEVEL).from(document);
          for (int at = member.from(row); at < member.to(row); at++) {
            counts[member.value(at)]++;
          }
        });
    Map<String, Long> byName = new HashMap<>();
    for (int number = Values.MISSING + 1; number < counts.length; number++) {
      byName.put(names.text(number), counts[number]);
    }
    return byName;
  }
}
