package org.tessera.catalog.search;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.facet.DrillDownQuery;
import org.apache.lucene.facet.FacetResult;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsCollectorManager;
import org.apache.lucene.facet.LabelAndValue;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;
import org.tessera.catalog.index.CatalogIndex;

/// Counts patients; what it returns is exact and must not leave the house as it is.
final class PatientCounter {
  private final IndexSearcher searcher;
  private final CatalogIndex index;
  private final @Nullable SortedSetDocValuesReaderState state;

  PatientCounter(IndexSearcher searcher, CatalogIndex index) throws IOException {
    this.searcher = searcher;
    this.index = index;
    this.state = state(searcher, index);
  }

  IndexSearcher searcher() {
    return searcher;
  }

  Query everyone() {
    return new TermQuery(new Term(CatalogIndex.KIND, "patient"));
  }

  Query members(String collection) {
    return new BooleanQuery.Builder()
        .add(everyone(), Occur.FILTER)
        .add(new TermQuery(new Term(CatalogIndex.COLLECTION, collection)), Occur.FILTER)
        .build();
  }

  /// Patients that match the words and every facet of the question but one.
  Query narrowed(Query words, CatalogQuestion question, String exceptField) {
    var narrowed =
        new BooleanQuery.Builder().add(everyone(), Occur.FILTER).add(words, Occur.FILTER);
    question
        .chosen()
        .forEach((field, values) -> {
          if (!field.equals(exceptField)) {
            narrowed.add(anyOf(field, values), Occur.FILTER);
          }
        });
    return narrowed.build();
  }

  long count(Query patients) throws IOException {
    return searcher.count(patients);
  }

  /// Patients by value of a facet field.
  Map<String, Long> values(Query patients, String field) throws IOException {
    Map<String, Long> counts = new TreeMap<>();
    if (state == null) {
      return counts;
    }
    FacetsCollector collected = searcher.search(patients, new FacetsCollectorManager());
    FacetResult result = new SortedSetDocValuesFacetCounts(state, collected).getAllChildren(field);
    if (result != null) {
      for (LabelAndValue value : result.labelValues) {
        counts.put(value.label, value.value.longValue());
      }
    }
    return counts;
  }

  Query anyOf(String field, List<String> values) {
    boolean known =
        field.equals(CatalogIndex.COLLECTION)
            || index.facets().stream().anyMatch(facet -> facet.field().equals(field));
    if (!known) {
      return new MatchNoDocsQuery("no such facet");
    }
    var any = new DrillDownQuery(index.config());
    values.forEach(value -> any.add(field, value));
    return any;
  }

  /// An index without a single patient has no facet field yet, which the reader state refuses.
  private static @Nullable SortedSetDocValuesReaderState state(
      IndexSearcher searcher, CatalogIndex index) throws IOException {
    try {
      return new DefaultSortedSetDocValuesReaderState(searcher.getIndexReader(), index.config());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
