package org.tessera.omop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a fact is about: the standard concepts of the first place that has any, else what is said
/// at the first place that says something.
final class ConceptRule {
  private interface Place {
    List<Concepts.Found> find(JsonNode resource, JsonNode item);
  }

  private final List<Place> places = new ArrayList<>();

  ConceptRule(@Nullable Object rule, Concepts concepts) {
    List<?> list =
        rule instanceof List<?> several ? several : rule == null ? List.of() : List.of(rule);
    for (Object place : list) {
      places.add(compile(place, concepts));
    }
  }

  boolean isEmpty() {
    return places.isEmpty();
  }

  List<Concepts.Found> find(JsonNode resource, JsonNode item) {
    List<Concepts.Found> unmapped = List.of();
    for (Place place : places) {
      List<Concepts.Found> found = place.find(resource, item);
      if (!found.isEmpty() && found.getFirst().standard() != null) {
        return found;
      }
      if (unmapped.isEmpty()) {
        unmapped = found;
      }
    }
    return unmapped;
  }

  private static Place compile(Object rule, Concepts concepts) {
    if (rule instanceof String text) {
      FhirPath path = FhirPath.parse(text);
      return (resource, item) -> concepts.of(path.first(resource, item));
    }
    Map<?, ?> map = (Map<?, ?>) rule;
    if (map.get("pair") instanceof List<?> pair) {
      return pair(ColumnRule.paths(pair), concepts);
    }
    List<FhirPath> paths = ColumnRule.paths(map.get("column"));
    if (!(map.get("translate") instanceof Map<?, ?> translate)) {
      throw new IllegalArgumentException("a concept needs a path, a pair or a translation: " + map);
    }
    return (resource, item) -> {
      JsonNode node = ColumnRule.first(paths, resource, item);
      String code = (node.isObject() ? node.path("code") : node).asString("");
      return translate.get(code) instanceof String target
          ? List.of(translated(target, code, concepts))
          : List.of();
    };
  }

  private static Concepts.Found translated(String target, String code, Concepts concepts) {
    int bar = target.indexOf('|');
    Concepts.Found found = concepts.code(target.substring(0, bar), target.substring(bar + 1));
    return new Concepts.Found("", code, code, found.standard(), 0L);
  }

  /// ICD-O-3 morphology and topography together are one concept: `8140/3-C34.1`.
  private static Place pair(List<FhirPath> paths, Concepts concepts) {
    return (resource, item) -> {
      JsonNode morphology = icdo(paths.get(0), resource, item, '/');
      JsonNode topography = icdo(paths.get(1), resource, item, '.');
      if (morphology.isMissingNode() || topography.isMissingNode()) {
        return List.of();
      }
      Concepts.Found found =
          concepts.code(
              morphology.path("system").asString(""),
              morphology.path("code").asString("") + "-" + topography.path("code").asString(""));
      return found.standard() == null ? List.of() : List.of(found);
    };
  }

  private static JsonNode icdo(FhirPath path, JsonNode resource, JsonNode item, char mark) {
    JsonNode[] found = {tools.jackson.databind.node.MissingNode.getInstance()};
    path.all(
        resource,
        item,
        concept -> {
          for (JsonNode coding : concept.path("coding")) {
            boolean icdo =
                coding.path("system").asString("").contains("icd-o-3")
                    || coding.path("system").asString("").contains("2.16.840.1.113883.6.43");
            if (icdo && coding.path("code").asString("").indexOf(mark) >= 0) {
              found[0] = coding;
            }
          }
        });
    return found[0];
  }
}
