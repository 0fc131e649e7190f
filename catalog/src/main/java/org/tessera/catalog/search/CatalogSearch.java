package org.tessera.catalog.search;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.lucene.document.Document;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.jspecify.annotations.Nullable;
import org.tessera.catalog.Collection;
import org.tessera.catalog.Count;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.ValueCount;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.Facet;
import org.tessera.vocabularies.ConceptFile;
import org.tessera.vocabularies.Vocabularies;

/// Answers catalogue questions with exact patient counts inside and only tellable counts outside.
public final class CatalogSearch {
  private static final int AGE_STEP = 10;

  /// Reasons cost a count a code and collection, so only the first collections have them.
  private static final int EXPLAINED_MAX = 50;

  private final CatalogIndex index;
  private final Vocabularies vocabularies;
  private final Labels labels = Labels.load();
  private final Designations designations;
  private volatile @Nullable Known known;

  /// The words and codes of a state of the index, under a release of the vocabularies.
  private record Known(DataVersion version, Optional<ConceptFile> release, Lexicon lexicon) {}

  /// Searches this index.
  ///
  /// @param vocabularies what the codes of the index are called
  public CatalogSearch(CatalogIndex index, Vocabularies vocabularies) {
    this.index = index;
    this.vocabularies = vocabularies;
    this.designations = new Designations(vocabularies, labels);
  }

  /// The collections that match, by name.
  public CatalogAnswer answer(CatalogQuestion question) {
    return index.search(searcher -> answer(searcher, question));
  }

  /// Every collection, without a question.
  public List<Collection> collections() {
    return answer(CatalogQuestion.of("", Map.of())).collections();
  }

  /// One collection by id, without a question.
  public Optional<Collection> collection(String id) {
    return collections().stream().filter(collection -> collection.id().equals(id)).findFirst();
  }

  /// Which state of the data is answered from by now.
  public DataVersion version() {
    return index.search(CatalogIndex::version);
  }

  private CatalogAnswer answer(IndexSearcher searcher, CatalogQuestion asked) throws IOException {
    var counter = new PatientCounter(searcher, index);
    var fields = new FacetFields(index, labels, counter);
    var question = new CatalogQuestion(asked.words(), fields.known(asked.chosen()));
    var meaning = new Meaning(searcher, Asked.parse(asked.words()), lexicon(searcher), fields);
    Query words = meaning.patients();
    Query matching = counter.narrowed(words, question, "");
    Map<String, Long> perCollection = counter.values(matching, CatalogIndex.COLLECTION);
    Map<String, Long> sizes = counter.values(counter.everyone(), CatalogIndex.COLLECTION);
    boolean whole = meaning.asked().isEmpty() && question.chosen().isEmpty();
    Set<String> listed = listed(meaning, perCollection);
    List<Collection> collections = new ArrayList<>();
    for (Document document : CollectionDocuments.all(searcher)) {
      String id = document.get(CatalogIndex.ID);
      if (whole || listed.contains(id)) {
        long found = perCollection.getOrDefault(id, 0L);
        collections.add(
            collection(counter, document, sizes.getOrDefault(id, 0L), whole ? -1 : found));
      }
    }
    return new CatalogAnswer(
        CatalogIndex.version(searcher),
        question,
        understood(meaning, fields.ignored(asked.chosen())),
        collections,
        why(new Reasons(counter, meaning, designations), collections),
        facets(counter, words, question),
        Count.of(counter.count(matching)));
  }

  private static Set<String> listed(Meaning meaning, Map<String, Long> perCollection)
      throws IOException {
    Set<String> listed = new HashSet<>(meaning.collections());
    perCollection.forEach((id, found) -> {
      if (found >= Count.SMALLEST_TOLD) {
        listed.add(id);
      }
    });
    return listed;
  }

  private static Understood understood(Meaning meaning, List<String> ignored) {
    Asked asked = meaning.asked();
    List<String> parts = new ArrayList<>();
    List<String> without = new ArrayList<>();
    for (int group = 0; group < asked.groups().size(); group++) {
      parts.add(Asked.words(asked.groups().get(group)));
      without.add(asked.without(group));
    }
    return new Understood(parts, without, List.copyOf(meaning.notes()), ignored);
  }

  private static Map<String, List<String>> why(Reasons reasons, List<Collection> collections)
      throws IOException {
    Map<String, List<String>> why = new LinkedHashMap<>();
    for (Collection collection : collections.stream().limit(EXPLAINED_MAX).toList()) {
      why.put(collection.id(), reasons.of(collection.id()));
    }
    return why;
  }

  private Lexicon lexicon(IndexSearcher searcher) throws IOException {
    DataVersion version = CatalogIndex.version(searcher);
    Optional<ConceptFile> release = vocabularies.imported();
    Known now = known;
    if (now == null || !now.version().equals(version) || !now.release().equals(release)) {
      now =
          new Known(
              version,
              release,
              Lexicon.of(searcher, designations, CollectionDocuments.all(searcher)));
      known = now;
    }
    return now.lexicon();
  }

  private Collection collection(PatientCounter counter, Document document, long size, long matching)
      throws IOException {
    String id = document.get(CatalogIndex.ID);
    Query members = counter.members(id);
    Count patients = Count.of(size);
    return new Collection(
        id,
        document.get(CatalogIndex.NAME),
        document.get(CatalogIndex.DESCRIPTION),
        Instant.ofEpochMilli(document.getField(CatalogIndex.SINCE).numericValue().longValue()),
        part(counter, members, "sex"),
        part(counter, members, "diagnosis"),
        part(counter, members, "modality"),
        size < Count.SMALLEST_TOLD ? Optional.empty() : ages(counter.searcher(), members),
        patients,
        matching < 0 ? patients : Count.of(matching));
  }

  private List<ValueCount> part(PatientCounter counter, Query members, String field)
      throws IOException {
    return counter.values(members, field).entrySet().stream()
        .filter(entry -> !entry.getKey().equals(CatalogIndex.MISSING))
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(entry ->
            new ValueCount(
                entry.getKey(), labels.of(field, entry.getKey()), Count.of(entry.getValue())))
        .toList();
  }

  /// Widened to decades: the exact age of the oldest patient may be the only one of its kind.
  private static Optional<Collection.AgeRange> ages(IndexSearcher searcher, Query members)
      throws IOException {
    Optional<Integer> youngest = edge(searcher, members, false);
    Optional<Integer> oldest = edge(searcher, members, true);
    if (youngest.isEmpty() || oldest.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Collection.AgeRange(
            youngest.get() / AGE_STEP * AGE_STEP,
            oldest.get() / AGE_STEP * AGE_STEP + AGE_STEP - 1));
  }

  private static Optional<Integer> edge(IndexSearcher searcher, Query members, boolean last)
      throws IOException {
    Integer missing = last ? Integer.MIN_VALUE : Integer.MAX_VALUE;
    var field = new SortField(CatalogIndex.AGE, SortField.Type.INT, last, missing);
    ScoreDoc[] found = searcher.search(members, 1, new Sort(field)).scoreDocs;
    if (found.length == 0) {
      return Optional.empty();
    }
    int age = (Integer) ((FieldDoc) found[0]).fields[0];
    return age == Integer.MIN_VALUE || age == Integer.MAX_VALUE
        ? Optional.empty()
        : Optional.of(age);
  }

  private List<CatalogAnswer.FacetCounts> facets(
      PatientCounter counter, Query words, CatalogQuestion question) throws IOException {
    List<CatalogAnswer.FacetCounts> facets = new ArrayList<>();
    for (Facet facet : index.facets()) {
      Map<String, Long> everyone = counter.values(counter.everyone(), facet.field());
      Map<String, Long> now =
          counter.values(counter.narrowed(words, question, facet.field()), facet.field());
      List<String> chosen = question.chosen().getOrDefault(facet.field(), List.of());
      // A value that no patient has now is listed too: to leave it out would tell that it is zero.
      Map<String, Long> counts = new TreeMap<>(everyone);
      counts.replaceAll((value, _) -> now.getOrDefault(value, 0L));
      List<CatalogAnswer.Choice> choices =
          counts.entrySet().stream()
              .sorted(Comparator.comparing(entry -> entry.getKey().equals(CatalogIndex.MISSING)))
              .map(entry -> choice(facet.field(), entry, chosen))
              .toList();
      facets.add(new CatalogAnswer.FacetCounts(facet.field(), facet.label(), choices));
    }
    return facets;
  }

  private CatalogAnswer.Choice choice(
      String field, Map.Entry<String, Long> counted, List<String> chosen) {
    String value = counted.getKey();
    return new CatalogAnswer.Choice(
        new ValueCount(value, labels.of(field, value), Count.of(counted.getValue())),
        chosen.contains(value));
  }
}
