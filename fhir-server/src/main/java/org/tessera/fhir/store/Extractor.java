package org.tessera.fhir.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tessera.fhir.store.ParameterPath.Step;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// All search parameters of one resource type merged in one tree of element names, which a resource
/// is walked along once.
final class Extractor {
  private final Place root = new Place();
  private final Optional<SearchParameter> deceased;

  /// What to do at an element: go on below it, index it.
  private static final class Place {
    final Map<String, Place> below = new HashMap<>();
    final List<ValueIndexer> leaves = new ArrayList<>();
    final List<Filtered> filtered = new ArrayList<>();
    final Map<Integer, Place> indexed = new HashMap<>();
  }

  private record Filtered(ParameterPath.Filter filter, Place place) {}

  /// @param parameters all of one resource type
  Extractor(List<SearchParameter> parameters) {
    Map<Long, CompositePath> composites = new HashMap<>();
    for (SearchParameter parameter : parameters) {
      boolean own = parameter.indexedAs().contains(parameter);
      for (ParameterPath path : own ? parameter.paths() : List.<ParameterPath>of()) {
        place(path.steps()).leaves.add(ValueIndexer.of(parameter, path));
      }
      parameter.composites().forEach(composite -> composites.put(composite.seed(), composite));
    }
    for (CompositePath composite : composites.values()) {
      if (!composite.own().isEmpty()) {
        place(composite.root()).leaves.add(new CompositeIndexer(composite));
      }
    }
    deceased =
        parameters.stream()
            .filter(p -> p.type().equals("Patient") && p.name().equals("deceased"))
            .findFirst();
  }

  private Place place(List<Step> steps) {
    Place place = root;
    for (Step step : steps) {
      place = place.below.computeIfAbsent(step.name(), any -> new Place());
      if (step.index() != Step.ANY) {
        place = place.indexed.computeIfAbsent(step.index(), any -> new Place());
      }
      if (step.filter().isPresent()) {
        var filtered = new Filtered(step.filter().get(), new Place());
        place.filtered.add(filtered);
        place = filtered.place();
      }
    }
    return place;
  }

  IndexRows rows(ObjectNode resource) {
    var rows = new IndexRows();
    visit(root, resource, rows);
    // The standard's expression is false, not empty, for a patient of whom no death is recorded.
    if (deceased.isPresent()
        && !resource.path("deceasedBoolean").asBoolean(false)
        && !resource.has("deceasedDateTime")) {
      long seed = deceased.get().seed();
      rows.add(IndexKeys.code(seed, "false"));
      rows.add(IndexKeys.token(seed, "", "false"));
      rows.add(IndexKeys.system(seed, ""));
      rows.add(IndexKeys.present(seed));
    }
    return rows;
  }

  private static void walk(Place place, ObjectNode node, IndexRows rows) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      Place next = place.below.get(field.getKey());
      if (next != null) {
        visit(next, field.getValue(), rows);
      }
    }
  }

  private static void visit(Place place, JsonNode value, IndexRows rows) {
    if (value instanceof ArrayNode array) {
      for (JsonNode item : array) {
        visit(place, item, rows);
      }
      place.indexed.forEach((index, at) -> {
        if (index < array.size()) {
          visit(at, array.get(index), rows);
        }
      });
      return;
    }
    for (ValueIndexer leaf : place.leaves) {
      leaf.index(value, rows);
    }
    if (value instanceof ObjectNode object) {
      walk(place, object, rows);
      for (Filtered filtered : place.filtered) {
        JsonNode tested = object.get(filtered.filter().element());
        if (tested != null && tested.asString("").equals(filtered.filter().value())) {
          visit(filtered.place(), value, rows);
        }
      }
    }
  }
}
