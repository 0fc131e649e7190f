package org.tessera.catalog.search;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.tessera.catalog.Collection;
import org.tessera.catalog.Count;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.ValueCount;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.Facet;

/// Answers catalogue questions with exact patient counts inside and only tellable counts outside.
public final class CatalogSearch {
  private static final int COLLECTIONS_MAX = 1000;
  private static final int AGE_STEP = 10;

  private final CatalogIndex index;
  private final Labels labels = Labels.load();

  /// Searches this index.
  public CatalogSearch(CatalogIndex index) {
    this.index = index;
  }

  /// The collections with at least one patient or word that matches, largest first.
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

  private CatalogAnswer answer(IndexSearcher searcher, CatalogQuestion question)
      throws IOException {
    var counter = new PatientCounter(searcher, index);
    Query words = words(searcher, question);
    Query matching = counter.narrowed(words, question, "");
    Map<String, Long> perCollection = counter.values(matching, CatalogIndex.COLLECTION);
    Map<String, Long> sizes = counter.values(counter.everyone(), CatalogIndex.COLLECTION);
    List<Collection> collections = new ArrayList<>();
    for (Document document : collections(searcher, question, perCollection.keySet())) {
      String id = document.get(CatalogIndex.ID);
      long found = perCollection.getOrDefault(id, 0L);
      boolean whole = question.asksForEverything();
      collections.add(
          collection(counter, document, sizes.getOrDefault(id, 0L), whole ? -1 : found));
    }
    return new CatalogAnswer(
        CatalogIndex.version(searcher),
        collections,
        facets(counter, words, question),
        Count.of(counter.count(matching)));
  }

  private Query words(IndexSearcher searcher, CatalogQuestion question) throws IOException {
    if (question.words().isEmpty()) {
      return MatchAllDocsQuery.INSTANCE;
    }
    Query text = Words.query(question.words());
    var either = new BooleanQuery.Builder().add(text, Occur.SHOULD);
    for (Document collection : documents(searcher, kind("collection", text))) {
      either.add(
          new TermQuery(new Term(CatalogIndex.COLLECTION, collection.get(CatalogIndex.ID))),
          Occur.SHOULD);
    }
    return either.build();
  }

  private List<Document> collections(
      IndexSearcher searcher, CatalogQuestion question, java.util.Set<String> withPatients)
      throws IOException {
    Query all = kind("collection", MatchAllDocsQuery.INSTANCE);
    return documents(searcher, all).stream()
        .filter(document ->
            question.asksForEverything() || withPatients.contains(document.get(CatalogIndex.ID)))
        .sorted(Comparator.comparing(document -> document.get(CatalogIndex.NAME)))
        .toList();
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
      Map<String, Long> known = counter.values(counter.everyone(), facet.field());
      Map<String, Long> now =
          counter.values(counter.narrowed(words, question, facet.field()), facet.field());
      List<String> chosen = question.chosen().getOrDefault(facet.field(), List.of());
      // A value that no patient has now is listed too: to leave it out would tell that it is zero.
      Map<String, Long> counts = new TreeMap<>(known);
      counts.replaceAll((value, _) -> now.getOrDefault(value, 0L));
      List<CatalogAnswer.Choice> choices =
          counts.entrySet().stream().map(entry -> choice(facet.field(), entry, chosen)).toList();
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

  private static Query kind(String kind, Query query) {
    return new BooleanQuery.Builder()
        .add(new TermQuery(new Term(CatalogIndex.KIND, kind)), Occur.FILTER)
        .add(query, Occur.MUST)
        .build();
  }

  private static List<Document> documents(IndexSearcher searcher, Query query) throws IOException {
    List<Document> documents = new ArrayList<>();
    for (ScoreDoc hit : searcher.search(query, COLLECTIONS_MAX).scoreDocs) {
      documents.add(searcher.storedFields().document(hit.doc));
    }
    return documents;
  }
}
