package org.tessera.catalog.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.tessera.fhir.store.Change;
import org.tessera.fhir.store.Projection;
import tools.jackson.databind.node.ObjectNode;

/// Change log to catalogue. The log position is kept with what was made of the log, so both move
/// together or neither.
public final class CatalogProjection implements Projection {
  /// After so few changes whoever asks is told of them at once. While many come, now and then: to
  /// take up a state costs as much as a thousand changes.
  private static final int FEW_CHANGES = 1_000;

  private static final Duration PACE = Duration.ofSeconds(2);

  private final CatalogIndex index;
  private final FactReader reader;
  private boolean shown = true;
  private long shownNanos = System.nanoTime() - PACE.toNanos();

  /// Resumes at the position the index was last committed with.
  public CatalogProjection(CatalogIndex index) {
    this.index = index;
    this.reader = index.reader();
  }

  @Override
  public String name() {
    return "catalog";
  }

  @Override
  public synchronized long checkpoint() {
    return index.written().position();
  }

  @Override
  public synchronized void apply(List<Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    try {
      var touched = new Touched();
      for (Change change : changes) {
        if (change.type().equals("ResearchStudy")) {
          collection(change, touched);
        } else if (reader.reads(change.type())) {
          patient(change, touched);
        }
      }
      for (PatientFacts facts : touched.patients.values()) {
        write(facts);
      }
      index.written().commit(changes.getLast().sequence(), changes.getLast().at());
      shown = index.promote();
      if (changes.size() <= FEW_CHANGES || System.nanoTime() - shownNanos >= PACE.toNanos()) {
        show();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The next index is made beside the one that answers, and takes its place when it holds as much.
  @Override
  public synchronized void reset() {
    try {
      index.begin();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void caughtUp() {
    try {
      show();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void show() throws IOException {
    if (!shown) {
      index.refresh();
      shown = true;
      shownNanos = System.nanoTime();
    }
  }

  private void collection(Change change, Touched touched) throws IOException {
    var key = new Term(CatalogIndex.RESOURCE, "ResearchStudy/" + change.id());
    if (change.resource().isEmpty()) {
      index.written().writer().deleteDocuments(key);
      return;
    }
    ObjectNode study = change.resource().get();
    String name = study.path("title").asString(change.id());
    String description = study.path("description").asString("");
    var document = new Document();
    document.add(new StringField(CatalogIndex.RESOURCE, key.text(), Field.Store.NO));
    document.add(new StringField(CatalogIndex.KIND, "collection", Field.Store.NO));
    document.add(new StoredField(CatalogIndex.ID, change.id()));
    long since = touched.since.computeIfAbsent(change.id(), _ -> since(key, change));
    document.add(new StoredField(CatalogIndex.SINCE, since));
    document.add(new StoredField(CatalogIndex.NAME, name));
    document.add(new StoredField(CatalogIndex.DESCRIPTION, description));
    document.add(
        new TextField(
            CatalogIndex.TEXT, name + "\n" + description + "\n" + change.id(), Field.Store.NO));
    index.written().writer().updateDocument(key, document);
  }

  /// The time of the study's first version the log tells of.
  private long since(Term key, Change change) {
    try {
      IndexSearcher searcher = index.written().written();
      TopDocs found = searcher.search(new TermQuery(key), 1);
      IndexableField since =
          found.scoreDocs.length == 0
              ? null
              : searcher
                  .storedFields()
                  .document(found.scoreDocs[0].doc)
                  .getField(CatalogIndex.SINCE);
      Number known = since == null ? null : since.numericValue();
      return known == null ? change.at().toEpochMilli() : known.longValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void patient(Change change, Touched touched) {
    String resource = change.type() + "/" + change.id();
    // The resource may have been another patient's before: take back there what it had said.
    owner(resource, touched).ifPresent(facts -> facts.remove(resource));
    Optional<String> patient = change.resource().flatMap(FactReader::patient);
    if (patient.isEmpty()) {
      touched.owners.put(resource, Optional.empty());
      return;
    }
    ResourceFacts said = reader.facts(change.resource().orElseThrow());
    if (!said.isEmpty()) {
      facts(patient.get(), touched).put(resource, said);
      touched.owners.put(resource, patient);
    }
  }

  private Optional<PatientFacts> owner(String resource, Touched touched) {
    Optional<String> inBatch = touched.owners.getOrDefault(resource, Optional.empty());
    if (touched.owners.containsKey(resource)) {
      return inBatch.map(patient -> facts(patient, touched));
    }
    return stored(new Term(CatalogIndex.RESOURCE, resource))
        .map(facts -> touched.patients.computeIfAbsent(facts.patient(), _ -> facts));
  }

  private PatientFacts facts(String patient, Touched touched) {
    return touched.patients.computeIfAbsent(
        patient,
        _ ->
            stored(new Term(CatalogIndex.PATIENT, patient))
                .orElseGet(() -> new PatientFacts(patient)));
  }

  /// The patients a batch changes, whose each of its resources is by now, and since when the
  /// collections it changes are here.
  private static final class Touched {
    final Map<String, PatientFacts> patients = new TreeMap<>();
    final Map<String, Optional<String>> owners = new HashMap<>();
    final Map<String, Long> since = new HashMap<>();
  }

  private Optional<PatientFacts> stored(Term term) {
    try {
      IndexSearcher searcher = index.written().written();
      TopDocs found = searcher.search(new TermQuery(term), 1);
      return found.scoreDocs.length == 0
          ? Optional.empty()
          : PatientFacts.of(searcher, found.scoreDocs[0].doc);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(PatientFacts facts) throws IOException {
    var key = new Term(CatalogIndex.PATIENT, facts.patient());
    if (facts.isEmpty()) {
      index.written().writer().deleteDocuments(key);
      return;
    }
    var document = new Document();
    document.add(new StringField(CatalogIndex.KIND, "patient", Field.Store.NO));
    document.add(new StringField(CatalogIndex.PATIENT, facts.patient(), Field.Store.NO));
    document.add(new StoredField(CatalogIndex.ID, facts.patient()));
    document.add(new BinaryDocValuesField(CatalogIndex.FACTS, facts.stored()));
    for (String resource : facts.resources()) {
      document.add(new StringField(CatalogIndex.RESOURCE, resource, Field.Store.NO));
    }
    Attributes attributes = index.attributes();
    int collections = attributes.find(CatalogIndex.COLLECTION);
    for (String collection : attributes.values(facts, collections)) {
      document.add(new StringField(CatalogIndex.COLLECTION, collection, Field.Store.NO));
    }
    for (String code : facts.all(ResourceFacts::codes)) {
      document.add(new StringField(CatalogIndex.CODE, code, Field.Store.NO));
    }
    for (String text : facts.all(ResourceFacts::texts)) {
      document.add(new TextField(CatalogIndex.TEXT, text, Field.Store.NO));
    }
    index.written().writer().updateDocument(key, document);
  }
}
