package org.tessera.catalog.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.search.IndexSearcher;
import org.tessera.catalog.Collection;
import org.tessera.catalog.Count;
import org.tessera.catalog.ValueCount;
import org.tessera.catalog.cohort.CohortAnswer;
import org.tessera.catalog.cohort.Criterion;
import org.tessera.catalog.cohort.Profile;
import org.tessera.catalog.cohort.Terms;
import org.tessera.catalog.cohort.Wording;
import org.tessera.catalog.index.Attribute;
import org.tessera.catalog.index.Attributes;
import org.tessera.catalog.index.CatalogIndex;

/// Finds the patients of a cohort.
public final class CohortSearch {
  private static final String SERIES = "series";

  private final CatalogIndex index;
  private final CatalogSearch catalogue;

  /// Searches this index.
  ///
  /// @param catalogue reads the words that are typed
  public CohortSearch(CatalogIndex index, CatalogSearch catalogue) {
    this.index = index;
    this.catalogue = catalogue;
  }

  /// How cohorts are read aloud.
  public Wording wording() {
    return new Wording(index.attributes(), this::label);
  }

  /// What everything is called in English, for what is compared or cited.
  public Terms english() {
    return Terms.english(index.attributes());
  }

  /// How cohorts are read aloud in a language.
  public Wording wording(Terms terms) {
    return new Wording(index.attributes(), this::label, terms);
  }

  /// What a value of an attribute is called in English; the value itself where nobody has a word.
  public String label(String field, String value) {
    return field.equals(CatalogIndex.COLLECTION)
        ? catalogue.holdings().collection(value).map(Collection::name).orElse(value)
        : catalogue.labels().of(field, value);
  }

  /// What patients can be asked by.
  public Attributes attributes() {
    return index.attributes();
  }

  /// The values of an attribute that may be named to everybody, in their order.
  public List<ValueCount> values(String field) {
    return index.search(searcher -> catalogue.values(searcher, field));
  }

  /// How many patients there are, told as everybody may know it.
  ///
  /// @param exact whether the asker may see the patients themselves
  public CohortAnswer answer(Criterion cohort, boolean exact) {
    return index.search(
        searcher -> answer(searcher, cohort, exact ? Telling.EXACT : Telling.SUPPRESSED));
  }

  /// How many there are, without what they are like.
  ///
  /// @param exact whether the asker may see the patients themselves
  public CohortAnswer.Size size(Criterion cohort, boolean exact) {
    Telling telling = exact ? Telling.EXACT : Telling.SUPPRESSED;
    return index.search(searcher -> {
      var segments = new Segments(searcher, index);
      CohortEvaluation evaluation = catalogue.evaluation(segments, telling);
      Criterion understood = evaluation.understood(cohort);
      PatientSet patients = evaluation.of(understood);
      SeriesCount images = SeriesCount.of(segments, patients, evaluation.asked(understood, SERIES));
      return new CohortAnswer.Size(
          telling.count(patients.count()), images.studies(telling), images.series(telling));
    });
  }

  /// A cohort without what names nothing here: what statements are made of.
  public Criterion understood(Criterion cohort) {
    return index.search(searcher ->
        catalogue.evaluation(new Segments(searcher, index), Telling.EXACT).understood(cohort));
  }

  /// A page of the patients with their imaging studies, in the order of the index, for who may see
  /// them.
  ///
  /// @param page from 1; after the last, the last
  public CohortMembers members(Criterion cohort, int page) {
    return index.search(searcher -> {
      var segments = new Segments(searcher, index);
      CohortEvaluation evaluation = catalogue.evaluation(segments, Telling.EXACT);
      Criterion understood = evaluation.understood(cohort);
      PatientSet patients = evaluation.of(understood);
      return new MembersPage(segments, evaluation.asked(understood, SERIES)).of(patients, page);
    });
  }

  /// What a collection's patients are like; empty for a collection there is not.
  ///
  /// @param exact whether the asker may see the patients themselves
  public Optional<Profile> profile(String id, boolean exact) {
    return index.search(searcher ->
        profile(new Segments(searcher, index), id, exact ? Telling.EXACT : Telling.SUPPRESSED));
  }

  private Optional<Profile> profile(Segments segments, String id, Telling telling)
      throws IOException {
    Optional<Collection> collection = catalogue.holdings(segments).collection(id);
    if (collection.isEmpty()) {
      return Optional.empty();
    }
    Attributes attributes = index.attributes();
    int number = attributes.find(CatalogIndex.COLLECTION);
    PatientSet patients = segments.meeting(List.of(Filter.of(attributes, number, List.of(id))));
    Tally tally = Counting.of(segments, patients, List.of());
    SeriesCount images = SeriesCount.of(segments, patients, List.of());
    return Optional.of(
        new Profile(
            CatalogIndex.version(segments.searcher()),
            collection.get(),
            images.studies(telling),
            images.series(telling),
            charts(segments, patients, tally, telling),
            crossed(segments, patients, telling)));
  }

  private CohortAnswer answer(IndexSearcher searcher, Criterion asked, Telling telling)
      throws IOException {
    var segments = new Segments(searcher, index);
    CohortEvaluation evaluation = catalogue.evaluation(segments, telling);
    Criterion cohort = evaluation.understood(asked);
    PatientSet patients = evaluation.of(cohort);
    Tally tally = Counting.of(segments, patients, List.of());
    Map<String, Long> byCollection = tally.values(index.attributes().find(CatalogIndex.COLLECTION));
    SeriesCount images = SeriesCount.of(segments, patients, evaluation.asked(cohort, SERIES));
    List<CohortAnswer.Part> parts = new ArrayList<>();
    for (var collection : catalogue.holdings(segments).collections()) {
      long there = byCollection.getOrDefault(collection.id(), 0L);
      if (there >= Count.SMALLEST_TOLD || (telling == Telling.EXACT && there > 0)) {
        parts.add(
            new CohortAnswer.Part(
                collection.id(),
                collection.name(),
                telling.count(there),
                images.studies(collection.id(), telling),
                images.series(collection.id(), telling)));
      }
    }
    return new CohortAnswer(
        CatalogIndex.version(searcher),
        cohort,
        wording().of(cohort),
        lines(evaluation, cohort, telling),
        evaluation.problems(),
        telling == Telling.EXACT,
        telling.count(tally.patients()),
        images.studies(telling),
        images.series(telling),
        parts,
        charts(segments, patients, tally, telling),
        crossed(segments, patients, telling));
  }

  private List<CohortAnswer.Line> lines(
      CohortEvaluation evaluation, Criterion cohort, Telling telling) throws IOException {
    List<Criterion> all = cohort instanceof Criterion.All list ? list.of() : List.of(cohort);
    List<CohortAnswer.Line> lines = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Optional<Count> left =
          telling == Telling.EXACT
              ? Optional.of(
                  Count.exact(evaluation.of(new Criterion.All(all.subList(0, i + 1))).count()))
              : Optional.empty();
      lines.add(new CohortAnswer.Line(wording().of(all.get(i)), left));
    }
    return lines;
  }

  private List<CohortAnswer.Chart> charts(
      Segments segments, PatientSet patients, Tally tally, Telling telling) throws IOException {
    Attributes attributes = index.attributes();
    long[] recorded = Recorded.of(segments, patients);
    List<CohortAnswer.Chart> charts = new ArrayList<>();
    for (Attribute attribute : attributes.shown()) {
      int number = attributes.find(attribute.field());
      Map<String, Long> counted = tally.values(number);
      List<String> shown = new ArrayList<>();
      for (String value : catalogue.fields(segments).shown(attribute, telling)) {
        // A group's patients are those of its values.
        boolean counts = !value.equals(CatalogIndex.MISSING) && !attribute.isGroup(value);
        if (counts && (telling == Telling.SUPPRESSED || counted.containsKey(value))) {
          shown.add(value);
        }
      }
      List<Long> numbers = shown.stream().map(value -> counted.getOrDefault(value, 0L)).toList();
      List<Count> told =
          segments.several(number)
              ? numbers.stream().map(telling::count).toList()
              : telling.cells(numbers, recorded[number]);
      List<ValueCount> values = new ArrayList<>();
      for (int i = 0; i < shown.size(); i++) {
        String label = catalogue.labels().of(attribute.field(), shown.get(i));
        values.add(new ValueCount(shown.get(i), label, told.get(i)));
      }
      charts.add(
          new CohortAnswer.Chart(
              attribute.field(), attribute.label(), telling.count(recorded[number]), values));
    }
    return charts;
  }

  private CohortAnswer.Crossed crossed(Segments segments, PatientSet patients, Telling telling)
      throws IOException {
    var labels = catalogue.labels();
    List<String> ages = new ArrayList<>(catalogue.fields(segments).shown("age"));
    List<String> sexes = new ArrayList<>(catalogue.fields(segments).shown("sex"));
    Cross cross = Cross.of(segments, patients, "age", "sex");
    List<List<Count>> cells =
        ages.stream()
            .map(age -> sexes.stream().map(sex -> cross.count(age, sex)).toList())
            .map(row -> telling.cells(row, row.stream().mapToLong(Long::longValue).sum()))
            .toList();
    return new CohortAnswer.Crossed(
        ages.stream().map(age -> new CohortAnswer.Named(age, labels.of("age", age))).toList(),
        sexes.stream().map(sex -> new CohortAnswer.Named(sex, labels.of("sex", sex))).toList(),
        cells);
  }
}
