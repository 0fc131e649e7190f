package org.tessera.catalog.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.IndexSearcher;
import org.tessera.catalog.Collection;
import org.tessera.catalog.Count;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.Holdings;
import org.tessera.catalog.ValueCount;
import org.tessera.catalog.description.Descriptions;
import org.tessera.catalog.index.Attribute;
import org.tessera.catalog.index.Attributes;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.Span;
import org.tessera.vocabularies.Vocabularies;
import org.tessera.vocabularies.words.Said;
import org.tessera.vocabularies.words.Spoken;

/// Answers catalogue questions with exact patient counts inside and only tellable counts outside.
public final class CatalogSearch {
  private final CatalogIndex index;
  private final Vocabularies vocabularies;
  private final Labels labels;
  private final Designations designations;

  /// By reader: the one that is asked, and while it is taken up the next.
  private final Map<IndexReader.CacheKey, State> states = new ConcurrentHashMap<>();

  private final AtomicBoolean renewing = new AtomicBoolean();

  /// Searches this index.
  ///
  /// @param vocabularies what the codes of the index are called
  public CatalogSearch(CatalogIndex index, Vocabularies vocabularies) {
    this.index = index;
    this.vocabularies = vocabularies;
    this.labels = Labels.load(index.attributes(), index::descriptions);
    this.designations = new Designations(vocabularies, labels);
    index.askBeforehand(searcher -> renew(new Segments(searcher, index)));
  }

  /// The first collections that match, the best match first.
  public CatalogAnswer answer(CatalogQuestion question) {
    return answer(question, Listing.first(Listing.Order.MATCH));
  }

  /// The collections that match, a page of them.
  ///
  /// @param listing the order and the page; after the last page, the last
  public CatalogAnswer answer(CatalogQuestion question, Listing listing) {
    return index.search(searcher -> new Answering(searcher, question).answer(listing));
  }

  /// How many patients match; empty when no collection would be listed.
  public Optional<Count> found(CatalogQuestion question) {
    return index.search(searcher -> new Answering(searcher, question).found());
  }

  /// What the operator says of networks, biobanks and collections.
  public Descriptions descriptions() {
    return index.descriptions();
  }

  /// How far the index is while it is made from the beginning; empty when it is not.
  public Optional<CatalogIndex.Making> making() {
    return index.making();
  }

  /// The state of the data that is searched now.
  public DataVersion version() {
    return index.search(CatalogIndex::version);
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

  /// What every question to this searcher needs: made before the searcher is asked. What is
  /// described and what codes are called may change meanwhile; then it is made again beside the
  /// questions, which are answered by what was.
  private State state(Segments segments) throws IOException {
    State known = states.get(cache(segments).getKey());
    if (known == null) {
      return renew(segments);
    }
    if (!known.told().equals(told()) && renewing.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("catalogue-state").start(this::renew);
    }
    return known;
  }

  private void renew() {
    try {
      index.search(searcher -> renew(new Segments(searcher, index)));
    } finally {
      renewing.set(false);
    }
  }

  private State renew(Segments segments) throws IOException {
    IndexReader.CacheHelper cache = cache(segments);
    State made = State.of(segments, designations, labels, told());
    if (states.put(cache.getKey(), made) == null) {
      cache.addClosedListener(states::remove);
    }
    return made;
  }

  private static IndexReader.CacheHelper cache(Segments segments) {
    return Objects.requireNonNull(
        segments.searcher().getIndexReader().getReaderCacheHelper(), "a reader of the index");
  }

  private State.Told told() {
    return new State.Told(index.descriptions(), vocabularies.imported());
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
      question = asked.with(fields.known(asked.chosen()));
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
      Tally counted = ToldCounting.of(segments, fields, meaning, question);
      synchronized (state.answered()) {
        state.answered().put(question, counted);
      }
      return counted;
    }

    Optional<Count> found() {
      return whole() || !listed().isEmpty() ? Optional.of(patients()) : Optional.empty();
    }

    private Count patients() {
      return Telling.SUPPRESSED.count(tally.patients());
    }

    CatalogAnswer answer(Listing asked) throws IOException {
      List<Collection> matching = matching();
      sort(matching, asked.order());
      Listing listing = asked.within(matching.size());
      int from = (listing.page() - 1) * Listing.SIZE;
      List<Collection> page =
          matching.subList(from, Math.min(from + Listing.SIZE, matching.size()));
      return new CatalogAnswer(
          state.version(),
          question,
          understood(),
          listing,
          matching.size(),
          page,
          why(page),
          facets(),
          patients());
    }

    private List<Collection> matching() {
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
      return collections;
    }

    /// By numbers as they are told: the order must not say more than they do. Names are in order
    /// already.
    private void sort(List<Collection> collections, Listing.Order order) {
      Comparator<Collection> largest =
          Comparator.comparingLong((Collection one) -> one.patients().size()).reversed();
      switch (order) {
        case NAME -> {
          // They are.
        }
        case SIZE -> collections.sort(largest);
        case MATCH -> {
          if (!whole()) {
            Map<String, Float> scores = meaning.collections();
            collections.sort(
                Comparator.comparingDouble((Collection one) -> scores.getOrDefault(one.id(), 0f))
                    .thenComparingLong(one -> one.matching().size())
                    .reversed());
          }
        }
      }
    }

    private Set<String> listed() {
      Set<String> listed = new HashSet<>(meaning.collections().keySet());
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
      List<Understood.Part> parts = new ArrayList<>();
      List<String> without = new ArrayList<>();
      for (int group = 0; group < words.groups().size(); group++) {
        List<Clause> clauses = words.groups().get(group);
        parts.add(new Understood.Part(Asked.words(clauses), clauses.size() > 1));
        without.add(words.without(group));
      }
      List<Said> notes = new ArrayList<>(meaning.notes());
      notes.addAll(fields.widened(asked.chosen()));
      return new Understood(parts, without, notes, fields.ignored(asked.chosen()));
    }

    private Map<String, List<Spoken>> why(List<Collection> collections) throws IOException {
      var reasons = new Reasons(segments, meaning, designations);
      Map<String, List<Spoken>> why = new LinkedHashMap<>();
      for (Collection collection : collections) {
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
        List<String> shown = List.copyOf(fields.shown(attribute));
        List<Count> told = told(number, shown);
        List<CatalogAnswer.Choice> choices = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
          String value = shown.get(i);
          choices.add(
              new CatalogAnswer.Choice(
                  new ValueCount(value, labels.of(field, value), told.get(i)),
                  chosen.contains(value)));
        }
        facets.add(
            new CatalogAnswer.FacetCounts(
                attribute,
                question.all().contains(field),
                segments.several(number),
                choices,
                chosen.stream().flatMap(value -> Span.parse(value).stream()).toList()));
      }
      return facets;
    }

    /// Where a patient has one value, the values make up all patients there are beside the facet.
    private List<Count> told(int attribute, List<String> values) {
      List<Long> numbers = values.stream().map(value -> tally.of(attribute, value)).toList();
      long all = tally.values(attribute).values().stream().mapToLong(Long::longValue).sum();
      return segments.several(attribute)
          ? numbers.stream().map(Telling.SUPPRESSED::count).toList()
          : Telling.SUPPRESSED.cells(numbers, all);
    }
  }
}
