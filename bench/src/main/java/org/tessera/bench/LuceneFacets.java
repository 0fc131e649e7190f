package org.tessera.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.facet.DrillDownQuery;
import org.apache.lucene.facet.DrillSideways;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;
import org.tessera.catalog.search.CatalogQuestion;

/// Lucene as its documentation has it: a document a series, facets of sorted-set doc values, drill
/// sideways. It counts series.
final class LuceneFacets implements AutoCloseable {
  private static final int VALUES_MAX = 3_000;

  private final FSDirectory directory;
  private final IndexWriter writer;
  private final FacetsConfig config = new FacetsConfig();
  private @Nullable DirectoryReader reader;
  private @Nullable DrillSideways sideways;

  LuceneFacets(Path folder) throws IOException {
    directory = FSDirectory.open(folder);
    writer = new IndexWriter(directory, new IndexWriterConfig().setOpenMode(OpenMode.CREATE));
  }

  void add(SeriesRow row) throws IOException {
    var document = new Document();
    row.values()
        .forEach((facet, value) -> document.add(new SortedSetDocValuesFacetField(facet, value)));
    String diagnosis = row.values().getOrDefault("diagnosis", "");
    document.add(new StringField("word", diagnosis, Field.Store.NO));
    writer.addDocument(config.build(document));
  }

  void finish() throws IOException {
    writer.commit();
    DirectoryReader opened = DirectoryReader.open(writer);
    reader = opened;
    var state = new DefaultSortedSetDocValuesReaderState(opened, config);
    sideways = new DrillSideways(new IndexSearcher(opened), config, state);
  }

  /// All values of all facets.
  Map<String, Object> ask(CatalogQuestion question) {
    Query words =
        question.words().isEmpty()
            ? MatchAllDocsQuery.INSTANCE
            : new TermQuery(new Term("word", question.words().substring(0, 3)));
    var query = new DrillDownQuery(config, words);
    question.chosen().forEach((facet, values) -> values.forEach(value -> query.add(facet, value)));
    Map<String, Object> counts = new HashMap<>();
    DrillSideways asked = sideways;
    if (asked == null) {
      throw new IllegalStateException("nothing was indexed");
    }
    try {
      var found = asked.search(query, 1);
      for (String facet : SeriesRow.FACETS) {
        var children = found.facets.getTopChildren(VALUES_MAX, facet);
        counts.put(facet, children == null ? List.of() : children);
      }
      return counts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
    writer.close();
    directory.close();
  }
}
