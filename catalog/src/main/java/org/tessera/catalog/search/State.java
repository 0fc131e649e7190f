package org.tessera.catalog.search;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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
/// @param told what was said when it was made
/// @param everyone the tally without a question
/// @param collections all of them by name, as they are without a question
/// @param answered tallies of late, by what was asked
record State(
    DataVersion version,
    Told told,
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
    for (Document document : documents) {
      collections.add(collection(segments, document, profiles, images, labels));
    }
    return new State(
        CatalogIndex.version(searcher),
        told,
        Counting.of(segments, segments.everyone(), List.of()),
        collections,
        Lexicon.of(segments, designations, documents),
        new Answered());
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
      Segments segments, Document document, Profiles profiles, SeriesCount images, Labels labels) {
    String id = document.get(CatalogIndex.ID);
    long size = profiles.patients(id);
    return new Collection(
        id,
        document.get(CatalogIndex.NAME),
        document.get(CatalogIndex.DESCRIPTION),
        Instant.ofEpochMilli(document.getField(CatalogIndex.SINCE).numericValue().longValue()),
        part(segments, profiles, labels, id, "sex"),
        part(segments, profiles, labels, id, "diagnosis"),
        part(segments, profiles, labels, id, "modality"),
        profiles.ages(id),
        Count.of(size),
        images.studies(id, Telling.SUPPRESSED),
        images.series(id, Telling.SUPPRESSED),
        Count.of(size));
  }

  /// The values of ten patients or more, the most frequent first as far as that is told.
  private static List<ValueCount> part(
      Segments segments, Profiles profiles, Labels labels, String collection, String field) {
    List<Map.Entry<String, Long>> values =
        profiles.values(collection, field).entrySet().stream()
            .filter(entry -> entry.getValue() >= Count.SMALLEST_TOLD)
            .filter(entry -> labels.isToldOfCollections(field, entry.getKey()))
            .toList();
    List<Long> numbers = values.stream().map(Map.Entry::getValue).toList();
    List<Count> told =
        segments.several(segments.attributes().find(field))
            ? numbers.stream().map(Count::of).toList()
            : Telling.SUPPRESSED.cells(numbers, profiles.patients(collection));
    return IntStream.range(0, values.size())
        .mapToObj(i -> {
          String value = values.get(i).getKey();
          return new ValueCount(value, labels.of(field, value), told.get(i));
        })
        .filter(value -> value.patients().size() > 0)
        .sorted(Comparator.comparingLong((ValueCount one) -> one.patients().size()).reversed())
        .toList();
  }
}
