package org.tessera.catalog.dataset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tessera.catalog.Collection;
import org.tessera.catalog.Count;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.cohort.CohortAnswer;
import org.tessera.catalog.cohort.Criterion;
import org.tessera.catalog.dataset.Datasets.Dataset;
import org.tessera.catalog.description.Descriptions;
import org.tessera.catalog.search.CatalogQuestion;
import org.tessera.catalog.search.CatalogSearch;
import org.tessera.catalog.search.CohortSearch;
import org.tessera.catalog.search.PlainText;
import org.tessera.catalog.search.QuestionCohort;

/// Finds imaging datasets. Like a collection, one is an answer when what is written of it meets the
/// question, or when ten of its patients do.
public final class DatasetSearch {
  /// Beyond so many datasets patients are not looked at, only what is written.
  private static final int EVALUATED_MAX = 50;

  /// What is said of a dataset, not of its patients.
  private static final List<String> OWN =
      List.of("labelling-class", "collected", "purpose", "access-level", "licence", "life-cycle");

  /// What is said of its collection.
  private static final Set<String> OF_COLLECTION =
      Set.of("collection", "network", "biobank", "country", "design", "dataset-type");

  /// The facets of patients that datasets are counted by too.
  private static final List<String> OF_PATIENTS = List.of("modality", "body-site");

  private final Datasets datasets;
  private final CatalogSearch catalogue;
  private final CohortSearch cohorts;
  private @Nullable Known last;

  /// @param cohorts counts patients
  public DatasetSearch(Datasets datasets, CatalogSearch catalogue, CohortSearch cohorts) {
    this.datasets = datasets;
    this.catalogue = catalogue;
    this.cohorts = cohorts;
  }

  /// A dataset and its numbers as everybody may know them.
  public record Told(Dataset dataset, CohortAnswer answer) {}

  /// What answers a question.
  ///
  /// @param facets those with any value
  /// @param ignored fields of the question that are neither of datasets nor of patients
  public record Found(List<Told> datasets, List<Facet> facets, List<String> ignored) {}

  /// A facet; its numbers are of datasets.
  public record Facet(String field, List<Choice> choices) {}

  /// A value, and the datasets that have it and meet what else is asked.
  public record Choice(String value, String label, int datasets, boolean chosen) {}

  /// All datasets in one state of the data.
  private record Known(DataVersion version, Descriptions descriptions, List<Told> all) {}

  /// All datasets as other catalogues are told of them.
  public List<Collection> entries() {
    return known().all().stream()
        .map(told -> Datasets.entry(told.dataset(), told.answer()))
        .toList();
  }

  /// The datasets of a collection.
  public List<Told> of(String collection) {
    return known().all().stream()
        .filter(told -> told.dataset().collection().id().equals(collection))
        .toList();
  }

  /// The datasets that answer a question, in the order of their collections.
  public List<Told> matching(CatalogQuestion question) {
    return matching(known().all(), question, new HashMap<>());
  }

  /// The same with facets to narrow it by.
  public Found found(CatalogQuestion question) {
    Map<Asked, Boolean> met = new HashMap<>();
    List<Told> all = known().all();
    List<Facet> facets = new ArrayList<>();
    List<String> fields = new ArrayList<>(List.of("collection"));
    fields.addAll(OWN);
    fields.addAll(OF_PATIENTS);
    for (String field : fields) {
      Facet facet = facet(field, all, question, met);
      if (!facet.choices().isEmpty()) {
        facets.add(facet);
      }
    }
    List<String> ignored =
        question.chosen().keySet().stream()
            .filter(field -> !isOwn(field) && cohorts.attributes().shown(field).isEmpty())
            .toList();
    return new Found(matching(all, question, met), facets, ignored);
  }

  private Facet facet(
      String field, List<Told> all, CatalogQuestion question, Map<Asked, Boolean> met) {
    Map<String, List<String>> others = new TreeMap<>(question.chosen());
    List<String> chosen = Objects.requireNonNullElse(others.remove(field), List.of());
    List<Told> among = matching(all, question.with(others), met);
    Map<String, String> labels = new TreeMap<>();
    Map<String, Integer> counted = new HashMap<>();
    for (Told told : all) {
      labels.putAll(values(told, field));
    }
    for (Told told : among) {
      values(told, field).keySet().forEach(value -> counted.merge(value, 1, Integer::sum));
    }
    return new Facet(
        field,
        labels.entrySet().stream()
            .map(one ->
                new Choice(
                    one.getKey(),
                    one.getValue(),
                    counted.getOrDefault(one.getKey(), 0),
                    chosen.contains(one.getKey())))
            .sorted(Comparator.comparing(Choice::label))
            .toList());
  }

  /// The values of a dataset, and what they are called.
  private Map<String, String> values(Told told, String field) {
    Map<String, String> values = new TreeMap<>();
    if (field.equals("collection")) {
      values.put(told.dataset().collection().id(), told.dataset().collection().name());
    } else if (OF_PATIENTS.contains(field)) {
      told.answer().charts().stream()
          .filter(chart -> chart.field().equals(field))
          .flatMap(chart -> chart.values().stream())
          .filter(value -> value.patients().size() > 0)
          .forEach(value -> values.put(value.value(), value.label()));
    } else {
      said(told.dataset(), field).forEach(value -> values.put(value, value));
    }
    return values;
  }

  /// What is written of a dataset, or where it says nothing of its collection.
  private List<String> said(Dataset dataset, String field) {
    if (field.equals("collection")) {
      return List.of(dataset.collection().id());
    }
    List<String> own = dataset.described().values(field);
    return own.isEmpty() ? catalogue.descriptions().of(dataset.collection().id(), field) : own;
  }

  private static boolean isOwn(String field) {
    return OWN.contains(field) || OF_COLLECTION.contains(field);
  }

  /// A dataset and what is asked of its patients.
  private record Asked(String path, CatalogQuestion question) {}

  private List<Told> matching(List<Told> all, CatalogQuestion question, Map<Asked, Boolean> met) {
    Map<String, List<String>> own = new TreeMap<>(question.chosen());
    Map<String, List<String>> ofPatients = new TreeMap<>(question.chosen());
    own.keySet().removeIf(field -> !isOwn(field));
    ofPatients.keySet().removeIf(field -> isOwn(field) || !isShown(field));
    CatalogQuestion patients = question.with(ofPatients);
    List<Told> matching = new ArrayList<>();
    for (int number = 0; number < all.size(); number++) {
      Told told = all.get(number);
      boolean fits =
          own.entrySet().stream()
              .allMatch(one ->
                  said(told.dataset(), one.getKey()).stream().anyMatch(one.getValue()::contains));
      if (fits
          && (isMetByWords(told, patients)
              || (number < EVALUATED_MAX && met(told, patients, met)))) {
        matching.add(told);
      }
    }
    return matching;
  }

  private boolean isShown(String field) {
    return cohorts.attributes().shown(field).isPresent();
  }

  private static boolean isMetByWords(Told told, CatalogQuestion question) {
    return question.chosen().isEmpty() && PlainText.meets(question.words(), text(told));
  }

  private boolean met(Told told, CatalogQuestion question, Map<Asked, Boolean> met) {
    boolean words = PlainText.meets(question.words(), text(told));
    CatalogQuestion left =
        words ? CatalogQuestion.of("", question.chosen(), question.all()) : question;
    return met.computeIfAbsent(
        new Asked(told.dataset().path(), left), asked -> isMetByPatients(told, asked.question()));
  }

  private boolean isMetByPatients(Told told, CatalogQuestion question) {
    Criterion asked = QuestionCohort.of(question, cohorts.attributes());
    Criterion both = new Criterion.All(List.of(told.dataset().cohort(), asked));
    return cohorts.size(both, false).patients() instanceof Count.Told;
  }

  private static String text(Told told) {
    var described = told.dataset().described();
    List<String> texts = new ArrayList<>(List.of(described.name(), described.id()));
    texts.add(told.dataset().collection().name());
    described.said().values().forEach(texts::addAll);
    described.tables().values().forEach(rows -> rows.forEach(row -> texts.addAll(row.values())));
    return String.join("\n", texts);
  }

  private synchronized Known known() {
    DataVersion version = catalogue.version();
    Descriptions descriptions = catalogue.descriptions();
    Known now = last;
    if (now == null || !now.version().equals(version) || !now.descriptions().equals(descriptions)) {
      now =
          new Known(
              version,
              descriptions,
              datasets.all().stream()
                  .map(dataset -> new Told(dataset, datasets.answer(dataset, false)))
                  .toList());
      last = now;
    }
    return now;
  }
}
