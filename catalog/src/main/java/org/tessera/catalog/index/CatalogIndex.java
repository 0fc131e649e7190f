package org.tessera.catalog.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;
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

  /// How documents are made; the definitions of attributes are part of it.
  private static final String FORM_NOW = "5";

  /// What a patient's document is replaced by: a collection may have the same id.
  static final String PATIENT = "patient";

  static final String RESOURCE = "resource";
  static final String FACTS = "facts";

  private final Attributes attributes;
  private final FactReader reader;
  private final String form;
  private final IndexFolder folder;
  private final Map<IndexReader.CacheKey, Columns> columns = new ConcurrentHashMap<>();
  private final List<Question<?>> beforehand = new CopyOnWriteArrayList<>();
  private volatile Descriptions descriptions;
  private volatile Generation serving;
  private volatile SearcherManager searchers;
  private volatile @Nullable Generation next;

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
    this.folder = new IndexFolder(folder);
    AttributeRules rules = AttributeRules.load(vocabularies);
    reader = new FactReader(rules, this::descriptions);
    attributes = new Attributes(rules, reader);
    form = FORM_NOW + ":" + rules.form();
    try {
      this.folder.tidy();
      int number = this.folder.serving();
      serving = Generation.open(this.folder.of(number), form, this::columns);
      searchers = new SearcherManager(serving.writer(), new Warm());
      if (Files.exists(this.folder.of(number + 1))) {
        next = Generation.open(this.folder.of(number + 1), form, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the catalogue index cannot be opened", e);
    }
  }

  private final class Warm extends SearcherFactory {
    @Override
    public IndexSearcher newSearcher(IndexReader opened, @Nullable IndexReader previous)
        throws IOException {
      for (LeafReaderContext leaf : opened.leaves()) {
        columns(leaf.reader());
      }
      var searcher = new IndexSearcher(opened);
      for (Question<?> question : beforehand) {
        question.ask(searcher);
      }
      return searcher;
    }
  }

  /// Asks this of every state of the index before anybody else asks it: what takes time is done
  /// while the state before still answers.
  public void askBeforehand(Question<?> question) {
    beforehand.add(question);
    search(question);
  }

  /// What the operator says of networks, biobanks and collections.
  public Descriptions descriptions() {
    return descriptions;
  }

  /// From now on the operator says this, and patients are asked by it.
  public void describe(Descriptions now) {
    synchronized (columns) {
      descriptions = now;
      columns.replaceAll((_, known) -> known.described(attributes));
    }
    beforehand.forEach(this::search);
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
      SearcherManager asked = searchers;
      IndexSearcher searcher = acquire(asked);
      while (searcher == null) {
        asked = searchers;
        searcher = acquire(asked);
      }
      try {
        return question.ask(searcher);
      } finally {
        asked.release(searcher);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Nothing when another generation has just taken the place of the one that was to be asked.
  private @Nullable IndexSearcher acquire(SearcherManager asked) throws IOException {
    try {
      return asked.acquire();
    } catch (AlreadyClosedException e) {
      if (asked == searchers) {
        throw e;
      }
      return null;
    }
  }

  /// The resources that tell of the patient a document is of, such as `ImagingStudy/1`: the rows of
  /// the first have the first group after that of the patient's own row, and so on.
  public static List<String> resources(IndexSearcher searcher, int document) throws IOException {
    List<String> resources = new ArrayList<>();
    PatientFacts.of(searcher, document)
        .ifPresent(facts -> facts.resources().forEach(resources::add));
    return resources;
  }

  /// Which state of the data a searcher sees.
  public static DataVersion version(IndexSearcher searcher) throws IOException {
    Map<String, String> said =
        searcher.getIndexReader() instanceof DirectoryReader reader
            ? reader.getIndexCommit().getUserData()
            : Map.of();
    return new DataVersion(
        Long.parseLong(said.getOrDefault(Generation.POSITION, "0")),
        Instant.parse(said.getOrDefault(Generation.AT, Instant.EPOCH.toString())));
  }

  /// A question to a searcher.
  @FunctionalInterface
  public interface Question<T> {
    /// Answers from this searcher, which must not be kept.
    T ask(IndexSearcher searcher) throws IOException;
  }

  FactReader reader() {
    return reader;
  }

  /// The generation that is written: the next one while there is one.
  Generation written() {
    Generation making = next;
    return making == null ? serving : making;
  }

  /// How far an index that is made from the beginning is.
  ///
  /// @param position the changes that are in it
  /// @param until the changes that were in the one before
  /// @param answering whether the one before answers meanwhile
  public record Making(long position, long until, boolean answering) {
    /// In hundredths.
    public int percent() {
      return (int) (100 * position / until);
    }
  }

  /// How far the index is that is made from the beginning; empty when none is.
  public Optional<Making> making() {
    Generation now = written();
    return now.position() < now.until()
        ? Optional.of(new Making(now.position(), now.until(), now != serving))
        : Optional.empty();
  }

  /// Begins a next generation, empty, beside the one that answers; where that one holds nothing, it
  /// stays.
  void begin() throws IOException {
    if (serving.position() == 0) {
      return;
    }
    int number = folder.serving() + 1;
    Generation begun = next;
    next = null;
    if (begun != null) {
      begun.close();
    }
    folder.delete(number);
    Generation anew = Generation.open(folder.of(number), form, null);
    anew.begin(serving.position());
    next = anew;
  }

  /// Lets the next generation answer as soon as it holds as much as the one that does.
  ///
  /// @return whether there was such a change
  boolean promote() throws IOException {
    Generation made = next;
    if (made == null || made.position() < serving.position()) {
      return false;
    }
    made.writer().getConfig().setMergedSegmentWarmer(this::columns);
    var opened = new SearcherManager(made.writer(), new Warm());
    int number = folder.serving();
    folder.serve(number + 1);
    Generation before = serving;
    SearcherManager asked = searchers;
    serving = made;
    searchers = opened;
    next = null;
    asked.close();
    before.close();
    folder.delete(number);
    return true;
  }

  /// From now on the state that was committed last answers.
  void refresh() throws IOException {
    searchers.maybeRefreshBlocking();
  }

  @Override
  public void close() {
    try {
      searchers.close();
      serving.close();
      Generation making = next;
      if (making != null) {
        making.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
