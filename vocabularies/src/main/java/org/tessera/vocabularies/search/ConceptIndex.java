package org.tessera.vocabularies.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.TermFinder;
import org.tessera.vocabularies.search.Questions.Way;

/// All designations of all codes, on disk: a document each, so that neither writing nor asking
/// takes memory with their number.
///
/// The folder holds one folder a state; one that cannot be read or is of another state is left
/// behind by the next [#rebuild].
public final class ConceptIndex implements TermFinder, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ConceptIndex.class);

  /// Of another name in each form of the documents, so that an index of a former form is made
  /// again.
  private static final String STAMP = "stamp-2";

  private static final int BUFFER_MB = 64;
  private static final int EXACT_LENGTH_MAX = 300;
  private static final int DESIGNATIONS_MAX = 500;

  /// Designations looked at for each concept that is wanted: a concept has several.
  private static final int DOCUMENTS_PER_HIT = 8;

  private final Path folder;
  private final TermAnalyzer analyzer = new TermAnalyzer();
  private volatile Optional<State> state = Optional.empty();

  private ConceptIndex(Path folder) {
    this.folder = folder;
  }

  private record State(String stamp, Path place, DirectoryReader reader) {}

  /// Opens what a folder holds; an index that is not there or broken answers nothing until it is
  /// made again.
  public static ConceptIndex at(Path folder) {
    var index = new ConceptIndex(folder);
    List<Path> places = index.places();
    for (Path place : places.reversed()) {
      if (index.state.isEmpty()) {
        index.state = open(place);
      }
    }
    return index;
  }

  private List<Path> places() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<State> open(Path place) {
    try {
      DirectoryReader reader = DirectoryReader.open(FSDirectory.open(place));
      String stamp = reader.getIndexCommit().getUserData().getOrDefault(STAMP, "");
      return Optional.of(new State(stamp, place, reader));
    } catch (IOException | RuntimeException e) {
      log.warn("the index of concepts in {} cannot be read and is made again", place.getFileName());
      return Optional.empty();
    }
  }

  /// Whether it holds what this stamp stands for.
  public boolean isOf(String stamp) {
    return state.filter(it -> it.stamp().equals(stamp)).isPresent();
  }

  /// Whether it answers at all.
  public boolean isReady() {
    return state.isPresent();
  }

  @Override
  public String stamp() {
    return state.map(State::stamp).orElse("");
  }

  /// How many designations it holds.
  public int size() {
    return state.map(it -> it.reader().numDocs()).orElse(0);
  }

  /// Makes the index again beside the one that answers, then puts it in its place.
  ///
  /// @param stamp of what the sources say
  public synchronized void rebuild(String stamp, List<DesignationSource> sources)
      throws IOException {
    Files.createDirectories(folder);
    long number =
        places().stream()
                .map(place -> String.valueOf(place.getFileName()))
                .filter(name -> name.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong)
                .max()
                .orElse(0)
            + 1;
    Path place = folder.resolve("%012d".formatted(number));
    var config =
        new IndexWriterConfig(analyzer)
            .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
            .setRAMBufferSizeMB(BUFFER_MB);
    try (var directory = FSDirectory.open(place);
        var writer = new IndexWriter(directory, config)) {
      for (DesignationSource source : sources) {
        source.tell(designation -> writer.addDocument(document(designation)));
      }
      writer.setLiveCommitData(Map.of(STAMP, stamp).entrySet());
      writer.commit();
    } catch (IOException | RuntimeException e) {
      delete(place);
      throw e;
    }
    Optional<State> former = state;
    state = open(place);
    former.ifPresent(it -> closed(it.reader()));
    for (Path other : places()) {
      if (!other.equals(place)) {
        delete(other);
      }
    }
  }

  /// Questions under way hold the reader until they are answered.
  private static void closed(DirectoryReader reader) {
    try {
      reader.decRef();
    } catch (IOException e) {
      log.warn("an index of concepts could not be closed", e);
    }
  }

  private static void delete(Path place) throws IOException {
    if (Files.isDirectory(place)) {
      try (Stream<Path> all = Files.walk(place)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(each);
        }
      }
    }
  }

  private Document document(Designation designation) {
    Code code = designation.code();
    var document = new Document();
    document.add(new StringField(Questions.KEY, key(code), Field.Store.YES));
    document.add(new StringField(Questions.SYSTEM, code.system(), Field.Store.NO));
    document.add(
        new StringField(Questions.CODE, code.value().toLowerCase(Locale.ROOT), Field.Store.NO));
    document.add(new TextField(Questions.TEXT, designation.text(), Field.Store.YES));
    if (designation.text().length() <= EXACT_LENGTH_MAX) {
      document.add(
          new StringField(Questions.EXACT, analyzer.folded(designation.text()), Field.Store.NO));
    }
    if (designation.standard()) {
      document.add(new StringField(Questions.STANDARD, "yes", Field.Store.NO));
    }
    document.add(new StoredField("language", designation.language()));
    document.add(new StoredField("use", designation.use()));
    document.add(new StoredField("leaves", designation.leaves() ? 1 : 0));
    return document;
  }

  private static String key(Code code) {
    return code.system() + "|" + code.value();
  }

  private static Designation designation(Document document) {
    String key = document.get(Questions.KEY);
    // A code may hold a bar, the address of a system does not.
    int bar = key.indexOf('|');
    return new Designation(
        new Code(key.substring(0, bar), key.substring(bar + 1)),
        document.get(Questions.TEXT),
        document.get("language"),
        document.get("use"),
        false,
        document.getField("leaves").numericValue().intValue() == 1);
  }

  /// What a code is called, its own term first; empty for a code that is not in the index.
  public List<Designation> designations(Code code) {
    Query query = new TermQuery(new Term(Questions.KEY, key(code)));
    Set<Designation> all = new LinkedHashSet<>();
    List<Designation> found = ask(query, DESIGNATIONS_MAX);
    found.stream().filter(it -> it.use().equals(Designation.PREFERRED)).forEach(all::add);
    all.addAll(found);
    return List.copyOf(all);
  }

  /// A concept that was found.
  ///
  /// @param matched the designation that fits best
  public record Hit(Code code, Designation matched) {}

  /// What was found.
  ///
  /// @param forgiven whether typing errors had to be allowed to find anything
  public record Found(List<Hit> hits, boolean forgiven) {}

  /// The concepts whose designations hold all words of a text, or their beginnings, the best first;
  /// where there are none, typing errors are forgiven. A code that is typed whole comes first.
  ///
  /// @param systems only these, all if empty
  public Found find(String text, Set<String> systems, int most) {
    List<Hit> strict = hits(text, systems, most, Way.WORDS);
    return strict.isEmpty()
        ? new Found(hits(text, systems, most, Way.FORGIVING), true)
        : new Found(strict, false);
  }

  /// The concepts nearest to a text: at least half of the words, typing errors forgiven.
  public List<Hit> near(String text, Set<String> systems, int most) {
    return hits(text, systems, most, Way.NEAR);
  }

  @Override
  public List<TermFinder.Near> nearest(String text, Set<String> systems, int most) {
    return near(text, systems, most).stream()
        .map(hit -> new TermFinder.Near(hit.code(), hit.matched().text()))
        .toList();
  }

  private List<Hit> hits(String text, Set<String> systems, int most, Way way) {
    List<String> words = analyzer.words(text);
    String code = text.strip().toLowerCase(Locale.ROOT);
    if (code.isEmpty()) {
      return List.of();
    }
    Query query = Questions.of(words, code, systems, way);
    Map<Code, Hit> best = new LinkedHashMap<>();
    for (Designation each : ask(query, most * DOCUMENTS_PER_HIT)) {
      best.putIfAbsent(each.code(), new Hit(each.code(), each));
    }
    return best.values().stream().limit(most).toList();
  }

  private List<Designation> ask(Query query, int most) {
    Optional<DirectoryReader> held = held();
    if (held.isEmpty()) {
      return List.of();
    }
    DirectoryReader reader = held.get();
    try {
      var searcher = new IndexSearcher(reader);
      StoredFields fields = searcher.storedFields();
      List<Designation> found = new ArrayList<>();
      for (ScoreDoc each : searcher.search(query, most).scoreDocs) {
        found.add(designation(fields.document(each.doc)));
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException("the index of concepts cannot be read", e);
    } finally {
      closed(reader);
    }
  }

  /// The reader of this moment, not to be closed before it is given back. One that is closed
  /// already has a successor, or there is none any more.
  private Optional<DirectoryReader> held() {
    Optional<State> now = state;
    while (now.isPresent() && !now.get().reader().tryIncRef()) {
      now = state;
    }
    return now.map(State::reader);
  }

  @Override
  public synchronized void close() {
    Optional<State> now = state;
    state = Optional.empty();
    now.ifPresent(it -> closed(it.reader()));
  }
}
