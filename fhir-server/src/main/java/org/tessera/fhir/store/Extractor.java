package org.tessera.fhir.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// All search parameters of one resource type merged in one tree of element names, which a resource
/// is walked along once.
final class Extractor {
  private static final Map<String, Extractor> byType = new ConcurrentHashMap<>();

  private final Place root = new Place();
  private final Optional<SearchParameter> deceased;

  /// What to do at an element: go on below it, index it.
  private static final class Place {
    final Map<String, Place> below = new HashMap<>();
    final List<Leaf> leaves = new ArrayList<>();
    final List<Filtered> filtered = new ArrayList<>();
  }

  private record Leaf(SearchParameter parameter, ParameterPath path, ValueIndexer indexer) {}

  private record Filtered(ParameterPath.Filter filter, Place place) {}

  private Extractor(String type) {
    for (SearchParameter parameter : SearchParameters.of(type)) {
      for (ParameterPath path : parameter.paths()) {
        Place place = root;
        for (ParameterPath.Step step : path.steps()) {
          place = place.below.computeIfAbsent(step.name(), any -> new Place());
          if (step.filter().isPresent()) {
            var filtered = new Filtered(step.filter().get(), new Place());
            place.filtered.add(filtered);
            place = filtered.place();
          }
        }
        place.leaves.add(new Leaf(parameter, path, ValueIndexer.of(parameter, path)));
      }
    }
    deceased = type.equals("Patient") ? SearchParameters.find(type, "deceased") : Optional.empty();
  }

  static IndexRows extract(ObjectNode resource) {
    String type = resource.get("resourceType").stringValue();
    return byType.computeIfAbsent(type, Extractor::new).rows(resource);
  }

  private IndexRows rows(ObjectNode resource) {
    var rows = new IndexRows();
    walk(root, resource, rows);
    References.targets(resource).forEach(target -> rows.add(IndexKeys.referred(target)));
    // The standard's expression is false, not empty, for a patient of whom no death is recorded.
    if (deceased.isPresent()
        && !resource.path("deceasedBoolean").asBoolean(false)
        && !resource.has("deceasedDateTime")) {
      rows.add(IndexKeys.code(deceased.get().seed(), "false"));
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
      return;
    }
    for (Leaf leaf : place.leaves) {
      leaf.indexer().index(value, rows);
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
