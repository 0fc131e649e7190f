package org.tessera.catalog.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.tessera.catalog.DataVersion;

/// The catalogue's Lucene index: one document per patient, one per collection.
///
/// Every facet is a fact about a patient, so a patient document counts patients exactly. Facts
/// about a single series (which would need to hold together) become child documents of the
/// patient's block when facets ask for them.
public final class CatalogIndex implements AutoCloseable {
  /// `patient` or `collection`.
  public static final String KIND = "kind";

  /// Id of the document's patient or collection.
  public static final String ID = "id";

  /// The collections a patient belongs to.
  public static final String COLLECTION = FactReader.COLLECTION;

  /// Age at diagnosis in whole years, as a number.
  public static final String AGE = "age";

  /// Words of the document.
  public static final String TEXT = FactReader.TEXT;

  /// The codes a patient has, as [IndexedCode#term()].
  public static final String CODE = FactReader.CODE;

  /// The value of a facet for patients of whom none is recorded.
  public static final String MISSING = "missing";

  /// Title and description of a collection, stored.
  public static final String NAME = "name";

  /// Description of a collection, stored.
  public static final String DESCRIPTION = "description";

  /// When the node took a collection in, stored in milliseconds since 1970.
  public static final String SINCE = "since";

  static final String RESOURCE = "resource";
  static final String FACTS = "facts";

  private final Directory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final List<Facet> facets = FacetTable.load();
  private final FacetsConfig config = new FacetsConfig();

  /// Opens the index in this folder, creating it empty where there is none.
  public CatalogIndex(Path folder) {
    try {
      directory = FSDirectory.open(folder);
      writer = new IndexWriter(directory, new IndexWriterConfig(analyzer()));
      writer.commit();
      searchers = new SearcherManager(writer, new SearcherFactory());
    } catch (IOException e) {
      throw new UncheckedIOException("the catalogue index cannot be opened", e);
    }
    facets.forEach(facet -> config.setMultiValued(facet.field(), true));
    config.setMultiValued(COLLECTION, true);
  }

  /// The dimensions a question may be narrowed by, in the order they are shown.
  public List<Facet> facets() {
    return facets;
  }

  /// How facet fields are written.
  public FacetsConfig config() {
    return config;
  }

  /// How text is taken apart, in documents and in questions alike.
  public static Analyzer analyzer() {
    return new StandardAnalyzer();
  }

  /// Asks the index as of its last refresh.
  public <T> T search(Question<T> question) {
    try {
      IndexSearcher searcher = searchers.acquire();
      try {
        return question.ask(searcher);
      } finally {
        searchers.release(searcher);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Which state of the data a searcher sees.
  public static DataVersion version(IndexSearcher searcher) throws IOException {
    Map<String, String> said =
        searcher.getIndexReader() instanceof DirectoryReader reader
            ? reader.getIndexCommit().getUserData()
            : Map.of();
    return new DataVersion(
        Long.parseLong(said.getOrDefault(CatalogProjection.POSITION, "0")),
        Instant.parse(said.getOrDefault(CatalogProjection.AT, Instant.EPOCH.toString())));
  }

  /// A question to a searcher.
  @FunctionalInterface
  public interface Question<T> {
    /// Answers from this searcher, which must not be kept.
    T ask(IndexSearcher searcher) throws IOException;
  }

  IndexWriter writer() {
    return writer;
  }

  void refresh() throws IOException {
    searchers.maybeRefreshBlocking();
  }

  @Override
  public void close() {
    try {
      searchers.close();
      writer.close();
      directory.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
