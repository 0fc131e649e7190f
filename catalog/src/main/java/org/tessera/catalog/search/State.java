package org.tessera.catalog.search;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.document.Document;
import org.apache.lucene.search.IndexSearcher;
import org.tessera.catalog.Collection;
import org.tessera.catalog.Count;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.ValueCount;
import org.tessera.catalog.description.Descriptions;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.vocabularies.ConceptFile;

/// What every question to one state of the index needs, made once.
///
/// @param everyone the tally without a question
/// @param collections all of them by name, as they are without a question
/// @param answered tallies of late, by what was asked
record State(
    DataVersion version,
    Descriptions descriptions,
    Optional<ConceptFile> release,
    Tally everyone,
    List<Collection> collections,
    Lexicon lexicon,
    Map<CatalogQuestion, Tally> answered) {
  private static final int ANSWERED_MAX = 256;

  /// What a state depends on beside the index.
  record Told(Descriptions descriptions, Optional<ConceptFile> release) {}

  static State of(Segments segments, Designations designations, Labels labels, Told told)
      throws IOException {
    IndexSearcher searcher = segments.searcher();
    List<Document> documents = CollectionDocuments.all(searcher);
    Profiles profiles = Profiles.of(segments, segments.everyone(), "sex", "diagnosis", "modality");
    List<Collection> collections = new ArrayList<>();
    SeriesCount images = SeriesCount.of(segments, segments.everyone(), List.of());
    documents.forEach(document -> collections.add(collection(document, profiles, images, labels)));
    return new State(
        CatalogIndex.version(searcher),
        told.descriptions(),
        told.release(),
        Counting.of(segments, segments.everyone(), List.of()),
        collections,
        Lexicon.of(segments, designations, documents),
        new Answered());
  }

  /// Whether it still is the state this searcher sees.
  boolean isOf(IndexSearcher searcher, Descriptions said, Optional<ConceptFile> now)
      throws IOException {
    return version.equals(CatalogIndex.version(searcher))
        && descriptions.equals(said)
        && release.equals(now);
  }

  private static final class Answered extends LinkedHashMap<CatalogQuestion, Tally> {
    private static final long serialVersionUID = 1;

    Answered() {
      super(ANSWERED_MAX, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<CatalogQuestion, Tally> eldest) {
      return size() > ANSWERED_MAX;
    }
  }

  private static Collection collection(
      Document document, Profiles profiles, SeriesCount images, Labels labels) {
    String id = document.get(CatalogIndex.ID);
    long size = profiles.patients(id);
    return new Collection(
        id,
        document.get(CatalogIndex.NAME),
        document.get(CatalogIndex.DESCRIPTION),
        Instant.ofEpochMilli(document.getField(CatalogIndex.SINCE).numericValue().longValue()),
        part(profiles, labels, id, "sex"),
        part(profiles, labels, id, "diagnosis"),
        part(profiles, labels, id, "modality"),
        profiles.ages(id),
        Count.of(size),
        images.studies(id, Telling.SUPPRESSED),
        images.series(id, Telling.SUPPRESSED),
        Count.of(size));
  }

  /// The values of ten patients or more, the most frequent first as far as that is told.
  private static List<ValueCount> part(
      Profiles profiles, Labels labels, String collection, String field) {
    return profiles.values(collection, field).entrySet().stream()
        .filter(entry -> entry.getValue() >= Count.SMALLEST_TOLD)
        .filter(entry -> !labels.isGroup(field, entry.getKey()))
        .map(entry ->
            new ValueCount(
                entry.getKey(), labels.of(field, entry.getKey()), Count.of(entry.getValue())))
        .sorted(Comparator.comparingLong((ValueCount one) -> one.patients().size()).reversed())
        .toList();
  }
}
