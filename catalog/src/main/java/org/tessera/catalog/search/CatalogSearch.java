package org.tessera.catalog.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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

  /// Finds the patients of cohorts.
  CohortEvaluation evaluation(Segments segments, Telling telling) throws IOException {
    State state = state(segments);
    return new CohortEvaluation(
        segments, state.everyone(), words(segments, state, telling), telling);
  }

  private CohortEvaluation.WordReader words(Segments segments, State state, Telling telling) {
    return (typed, notes) -> {
      var fields = new FacetFields(segments, labels, state.everyone());
      var meaning = new Meaning(segments, Asked.parse(typed), state.lexicon(), fields, telling);
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
      meaning =
          new Meaning(
              segments, Asked.parse(asked.words()), state.lexicon(), fields, Telling.SUPPRESSED);
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
      Tally counted = counted();
      synchronized (state.answered()) {
        state.answered().put(question, counted);
      }
      return counted;
    }

    /// What decides about fewer than ten patients is passed over, one thing after the other: the
    /// two answers together would tell of them.
    private Tally counted() {
      SortedMap<String, List<String>> chosen = new TreeMap<>(question.chosen());
      PatientSet patients = meaning.patients();
      Tally tally = Counting.of(segments, patients, fields.filters(chosen));
      while (passedOver(chosen, tally)) {
        tally = Counting.of(segments, patients, fields.filters(chosen));
      }
      if (!chosen.isEmpty() && !meaning.asked().isEmpty()) {
        List<Filter> filters = fields.filters(chosen);
        long without = segments.meeting(filters).count();
        if (Telling.SUPPRESSED.tooClose(without, tally.patients())) {
          tally = Counting.of(segments, segments.everyone(), filters);
        }
      }
      return tally;
    }

    /// Drops a filter, or values of one; false where there is nothing to drop.
    private boolean passedOver(SortedMap<String, List<String>> chosen, Tally tally) {
      // Of several, the one that leaves out most: the answer is the widest of its neighbours.
      String widest = "";
      long most = tally.patients() - 1;
      int filter = 0;
      for (String field : chosen.keySet()) {
        long without = tally.without(filter++);
        if (Telling.SUPPRESSED.tooClose(without, tally.patients()) && without > most) {
          most = without;
          widest = field;
        }
      }
      if (!widest.isEmpty()) {
        chosen.remove(widest);
        return true;
      }
      for (Map.Entry<String, List<String>> one : chosen.entrySet()) {
        int attribute = attributes.find(one.getKey());
        List<String> enough =
            one.getValue().stream()
                .filter(value -> tally.of(attribute, value) >= Count.SMALLEST_TOLD)
                .toList();
        if (!enough.isEmpty() && enough.size() < one.getValue().size()) {
          one.setValue(enough);
          return true;
        }
      }
      return false;
    }

    Optional<Count> found() throws IOException {
      return whole() || !listed().isEmpty() ? Optional.of(patients()) : Optional.empty();
    }

    private Count patients() {
      return Telling.SUPPRESSED.count(tally.patients());
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
