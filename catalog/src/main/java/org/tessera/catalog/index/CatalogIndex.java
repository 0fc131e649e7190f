package org.tessera.catalog.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.description.Descriptions;
import org.tessera.vocabularies.Vocabularies;

/// The catalogue's Lucene index: one document per patient, one per collection.
///
/// A patient's document holds everything the patient's resources say, so it is replaced whole.
/// Words and codes are found by Lucene; what is counted stands in [Columns], made of the documents
/// when a segment is opened, because series of one document are told apart there and a patient is
/// still counted once.
public final class CatalogIndex implements AutoCloseable {
  /// `patient` or `collection`.
  public static final String KIND = "kind";

  /// Id of the document's patient or collection, stored.
  public static final String ID = "id";

  /// The collections a patient belongs to.
  public static final String COLLECTION = "collection";

  /// Words of the document.
  public static final String TEXT = "text";

  /// The codes a patient has, as [IndexedCode#term()].
  public static final String CODE = "code";

  /// The value of an attribute for patients of whom none is recorded.
  public static final String MISSING = "missing";

  /// Title and description of a collection, stored.
  public static final String NAME = "name";

  /// Description of a collection, stored.
  public static final String DESCRIPTION = "description";

  /// When the node took a collection in, stored in milliseconds since 1970.
  public static final String SINCE = "since";

  /// How documents are made; an index that was made otherwise is filled from the log again.
  static final String FORM = "form";

  private static final String FORM_NOW = "5";
  private static final Logger LOG = LoggerFactory.getLogger(CatalogIndex.class);

  /// What a patient's document is replaced by: a collection may have the same id.
  static final String PATIENT = "patient";

  static final String RESOURCE = "resource";
  static final String FACTS = "facts";

  private volatile Descriptions descriptions;
  private final Directory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final String form;
  private final FactReader reader;
  private final Attributes attributes;
  private final Map<IndexReader.CacheKey, Columns> columns = new ConcurrentHashMap<>();

  /// Opens the index in this folder, creating it empty where there is none.
  ///
  /// @throws org.tessera.mappings.BrokenRules when the definitions of attributes are broken
  public CatalogIndex(Path folder, Vocabularies vocabularies) {
    this(folder, vocabularies, Descriptions.none());
  }

  /// The same with what the operator says of the collections.
  ///
  /// @throws org.tessera.mappings.BrokenRules when the definitions of attributes are broken
  public CatalogIndex(Path folder, Vocabularies vocabularies, Descriptions descriptions) {
    this.descriptions = descriptions;
    AttributeRules rules = AttributeRules.load(vocabularies);
    reader = new FactReader(rules, this::descriptions);
    attributes = new Attributes(rules, reader);
    form = FORM_NOW + ":" + rules.form();
    try {
      directory = FSDirectory.open(folder);
      Opened opened = open();
      writer = opened.writer();
      searchers = opened.searchers();
    } catch (IOException e) {
      throw new UncheckedIOException("the catalogue index cannot be opened", e);
    }
  }

  private record Opened(IndexWriter writer, SearcherManager searchers) {}

  /// An index of another form, or one that cannot be read, is begun anew: the log fills it again.
  private Opened open() throws IOException {
    if (sameForm()) {
      try {
        return open(OpenMode.CREATE_OR_APPEND);
      } catch (IOException | IllegalStateException | IllegalArgumentException e) {
        LOG.warn("the catalogue index cannot be read and is made again: {}", e.toString());
      }
    }
    for (String file : directory.listAll()) {
      if (!file.equals(IndexWriter.WRITE_LOCK_NAME)) {
        directory.deleteFile(file);
      }
    }
    return open(OpenMode.CREATE);
  }

  private boolean sameForm() {
    try {
      return SegmentInfos.readLatestCommit(directory)
          .getUserData()
          .getOrDefault(FORM, "")
          .equals(form);
    } catch (IOException e) {
      return false;
    }
  }

  private Opened open(OpenMode mode) throws IOException {
    var config = new IndexWriterConfig(analyzer()).setOpenMode(mode);
    // A merged segment is taken up with its columns, so no question waits for them.
    config.setMergedSegmentWarmer(this::columns);
    var opening = new IndexWriter(directory, config);
    try {
      opening.commit();
      return new Opened(opening, new SearcherManager(opening, new Warm()));
    } catch (IOException | RuntimeException e) {
      opening.rollback();
      throw e;
    }
  }

  private final class Warm extends SearcherFactory {
    @Override
    public IndexSearcher newSearcher(IndexReader opened, @Nullable IndexReader previous)
        throws IOException {
      for (LeafReaderContext leaf : opened.leaves()) {
        columns(leaf.reader());
      }
      return new IndexSearcher(opened);
    }
  }

  /// What the operator says of networks, biobanks and collections.
  public Descriptions descriptions() {
    return descriptions;
  }

  /// From now on the operator says this. What patients are counted by is made again, since they are
  /// asked by what is said of their collections too.
  public void describe(Descriptions now) {
    synchronized (columns) {
      descriptions = now;
      columns.clear();
    }
    search(searcher -> new Warm().newSearcher(searcher.getIndexReader(), null));
  }

  /// What patients are asked by.
  public Attributes attributes() {
    return attributes;
  }

  /// What the patients of a segment are counted by.
  public Columns columns(LeafReader leaf) throws IOException {
    IndexReader.CacheHelper core = Objects.requireNonNull(leaf.getCoreCacheHelper());
    Columns known = columns.get(core.getKey());
    if (known == null) {
      Descriptions said = descriptions;
      known = Columns.load(leaf, attributes);
      synchronized (columns) {
        // What was read while the descriptions changed is of neither.
        if (said.equals(descriptions) && columns.putIfAbsent(core.getKey(), known) == null) {
          core.addClosedListener(columns::remove);
        }
      }
    }
    return known;
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

  FactReader reader() {
    return reader;
  }

  String form() {
    return form;
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
