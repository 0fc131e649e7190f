package org.tessera.catalog.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.search.IndexSearcher;
import org.jspecify.annotations.Nullable;
import org.tessera.catalog.Collection;
import org.tessera.catalog.Count;
import org.tessera.catalog.Holdings;
import org.tessera.catalog.ValueCount;
import org.tessera.catalog.description.Descriptions;
import org.tessera.catalog.index.Attribute;
import org.tessera.catalog.index.Attributes;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.vocabularies.ConceptFile;
import org.tessera.vocabularies.Vocabularies;

/// Answers catalogue questions with exact patient counts inside and only tellable counts outside.
public final class CatalogSearch {
  /// Reasons cost a pass a code, so only the first collections have them.
  private static final int EXPLAINED_MAX = 50;

  private final CatalogIndex index;
  private final Vocabularies vocabularies;
  private final Labels labels;
  private final Designations designations;
  private volatile @Nullable State last;

  /// Searches this index.
  ///
  /// @param vocabularies what the codes of the index are called
  public CatalogSearch(CatalogIndex index, Vocabularies vocabularies) {
    this.index = index;
    this.vocabularies = vocabularies;
    this.labels = Labels.load(index.attributes(), index.descriptions());
    this.designations = new Designations(vocabularies, labels);
  }

  /// The collections that match, by name.
  public CatalogAnswer answer(CatalogQuestion question) {
    return index.search(searcher -> new Answering(searcher, question).answer());
  }

  /// How many patients match; empty when no collection would be listed.
  public Optional<Count> found(CatalogQuestion question) {
    return index.search(searcher -> new Answering(searcher, question).found());
  }

  /// What the operator says of networks, biobanks and collections.
  public Descriptions descriptions() {
    return index.descriptions();
  }

  /// Every collection without a question, and the state of the data they are told of.
  public Holdings holdings() {
    return index.search(searcher -> holdings(new Segments(searcher, index)));
  }

  Labels labels() {
    return labels;
  }

  /// The words of a question as a cohort asks them.
  CohortEvaluation.WordReader words(Segments segments) {
    return (typed, notes) -> {
      var meaning =
          new Meaning(segments, Asked.parse(typed), state(segments).lexicon(), fields(segments));
      notes.addAll(meaning.notes());
      return meaning.patients();
    };
  }

  Holdings holdings(Segments segments) throws IOException {
    State state = state(segments);
    return new Holdings(state.version(), state.collections());
  }

  FacetFields fields(Segments segments) throws IOException {
    return new FacetFields(segments, labels, state(segments).everyone());
  }

  /// The values of a field that may be named to everybody, with all patients who have them.
  List<ValueCount> values(IndexSearcher searcher, String field) throws IOException {
    var segments = new Segments(searcher, index);
    Tally everyone = state(segments).everyone();
    return fields(segments).shown(field).stream()
        .map(value ->
            new ValueCount(
                value,
                labels.of(field, value),
                Count.of(everyone.of(index.attributes().find(field), value))))
        .toList();
  }

  private synchronized State state(Segments segments) throws IOException {
    Optional<ConceptFile> release = vocabularies.imported();
    State now = last;
    if (now == null || !now.isOf(segments.searcher(), release)) {
      now = State.of(segments, designations, labels, release);
      last = now;
    }
    return now;
  }

  /// One question to one searcher.
  private final class Answering {
    private final Segments segments;
    private final State state;
    private final Attributes attributes;
    private final FacetFields fields;
    private final CatalogQuestion asked;
    private final CatalogQuestion question;
    private final Meaning meaning;
    private final Tally tally;

    Answering(IndexSearcher searcher, CatalogQuestion asked) throws IOException {
      this.asked = asked;
      segments = new Segments(searcher, index);
      state = state(segments);
      attributes = segments.attributes();
      fields = fields(segments);
      question = new CatalogQuestion(asked.words(), fields.known(asked.chosen()));
      meaning = new Meaning(segments, Asked.parse(asked.words()), state.lexicon(), fields);
      tally = tally();
    }

    private boolean whole() {
      return meaning.asked().isEmpty() && question.chosen().isEmpty();
    }

    private Tally tally() {
      if (whole()) {
        return state.everyone();
      }
      synchronized (state.answered()) {
        Tally known = state.answered().get(question);
        if (known != null) {
          return known;
        }
      }
      Tally counted = Counting.of(segments, meaning.patients(), fields.filters(question.chosen()));
      synchronized (state.answered()) {
        state.answered().put(question, counted);
      }
      return counted;
    }

    Optional<Count> found() throws IOException {
      return whole() || !listed().isEmpty() ? Optional.of(patients()) : Optional.empty();
    }

    /// A filter that leaves out fewer than ten is told as if it left out none: the two answers
    /// together would tell of them.
    private Count patients() {
      long patients = tally.patients();
      for (int filter = 0; filter < question.chosen().size(); filter++) {
        long told = Telling.SUPPRESSED.narrowed(tally.without(filter), tally.patients());
        patients = Math.max(patients, told);
      }
      return Telling.SUPPRESSED.count(patients);
    }

    CatalogAnswer answer() throws IOException {
      Set<String> listed = listed();
      Map<String, Long> found = tally.values(attributes.find(CatalogIndex.COLLECTION));
      List<Collection> collections = new ArrayList<>();
      for (Collection collection : state.collections()) {
        if (whole()) {
          collections.add(collection);
        } else if (listed.contains(collection.id())) {
          collections.add(collection.matching(Count.of(found.getOrDefault(collection.id(), 0L))));
        }
      }
      return new CatalogAnswer(
          state.version(),
          question,
          understood(),
          collections,
          why(collections),
          facets(),
          patients());
    }

    private Set<String> listed() throws IOException {
      Set<String> listed = new HashSet<>(meaning.collections());
      tally
          .values(attributes.find(CatalogIndex.COLLECTION))
          .forEach((id, found) -> {
            if (found >= Count.SMALLEST_TOLD) {
              listed.add(id);
            }
          });
      listed.retainAll(new HashSet<>(state.collections().stream().map(Collection::id).toList()));
      return listed;
    }

    private Understood understood() {
      Asked words = meaning.asked();
      List<String> parts = new ArrayList<>();
      List<String> without = new ArrayList<>();
      for (int group = 0; group < words.groups().size(); group++) {
        parts.add(Asked.words(words.groups().get(group)));
        without.add(words.without(group));
      }
      return new Understood(
          parts, without, List.copyOf(meaning.notes()), fields.ignored(asked.chosen()));
    }

    private Map<String, List<String>> why(List<Collection> collections) throws IOException {
      var reasons = new Reasons(segments, meaning, designations);
      Map<String, List<String>> why = new LinkedHashMap<>();
      for (Collection collection : collections.stream().limit(EXPLAINED_MAX).toList()) {
        why.put(collection.id(), reasons.of(collection.id()));
      }
      return why;
    }

    private List<CatalogAnswer.FacetCounts> facets() {
      List<CatalogAnswer.FacetCounts> facets = new ArrayList<>();
      for (Attribute attribute : attributes.shown()) {
        String field = attribute.field();
        int number = attributes.find(field);
        List<String> chosen = question.chosen().getOrDefault(field, List.of());
        // A value that no patient has now is listed too: to leave it out would tell that it is
        // zero.
        List<CatalogAnswer.Choice> choices =
            fields.shown(attribute).stream()
                .map(value ->
                    new CatalogAnswer.Choice(
                        new ValueCount(
                            value, labels.of(field, value), Count.of(tally.of(number, value))),
                        chosen.contains(value)))
                .toList();
        facets.add(new CatalogAnswer.FacetCounts(field, attribute.label(), choices));
      }
      return facets;
    }
  }
}
