package org.tessera.catalog.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.tessera.catalog.cohort.CohortAnswer;
import org.tessera.catalog.cohort.Profile;
import org.tessera.catalog.dataset.Datasets;
import org.tessera.catalog.dataset.Datasets.Dataset;
import org.tessera.catalog.dataset.Reference;
import org.tessera.catalog.description.Described;
import org.tessera.catalog.search.CatalogSearch;
import org.tessera.catalog.search.CohortSearch;

/// Finds what can stand side by side, by its address below the catalogue's.
@Component
final class Sides {
  private static final String DATASETS = "/datasets/";
  private static final String REFERENCES = "references/";

  private final CohortSearch cohorts;
  private final CatalogSearch catalogue;
  private final Datasets datasets;

  Sides(CohortSearch cohorts, CatalogSearch catalogue, Datasets datasets) {
    this.cohorts = cohorts;
    this.catalogue = catalogue;
    this.datasets = datasets;
  }

  /// What may be held against: those that are shown, and the populations.
  public record Choice(String path, String name) {}

  /// Whatever stands at this address; empty where nothing does.
  Optional<Side> find(String path) {
    if (path.startsWith(REFERENCES)) {
      return reference(path);
    }
    int at = path.indexOf(DATASETS);
    return at < 0
        ? cohorts.profile(path, false).map(Sides::of)
        : datasets
            .find(path.substring(0, at), path.substring(at + DATASETS.length()))
            .map(this::of);
  }

  /// A population of reference; empty where the address is of something else.
  Optional<Side> reference(String path) {
    return path.startsWith(REFERENCES)
        ? catalogue
            .descriptions()
            .find(Reference.ENTITY, path.substring(REFERENCES.length()))
            .map(one -> Side.of(path, one))
        : Optional.empty();
  }

  List<Choice> choices(Collection<Side> shown) {
    List<Choice> choices = new ArrayList<>();
    shown.forEach(side -> choices.add(new Choice(side.path(), side.name())));
    for (Described reference : catalogue.descriptions().all(Reference.ENTITY)) {
      var choice = new Choice(REFERENCES + reference.id(), reference.name());
      if (!choices.contains(choice)) {
        choices.add(choice);
      }
    }
    return choices;
  }

  private static Side of(Profile profile) {
    String id = profile.collection().id();
    return Side.of(
        id,
        profile.collection().name(),
        new Side.Counted(
            Datasets.ofCollection(id),
            new CohortAnswer.Size(
                profile.collection().patients(), profile.studies(), profile.series()),
            profile.charts(),
            profile.crossed()));
  }

  private Side of(Dataset dataset) {
    CohortAnswer answer = datasets.answer(dataset, false);
    return Side.of(
        dataset.path(),
        dataset.described().name(),
        new Side.Counted(
            dataset.cohort(),
            new CohortAnswer.Size(answer.patients(), answer.studies(), answer.series()),
            answer.charts(),
            answer.crossed()));
  }
}
