package org.tessera.app.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.tessera.fhir.operation.Canonicals;
import org.tessera.fhir.search.Query;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.StoredResource;
import org.tessera.vocabularies.Code;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What code systems and concept maps that are FHIR resources say of a code.
@Component
final class DefinitionTree {
  private static final int MAPS_MAX = 50;

  private final Canonicals canonicals;
  private final Search search;

  DefinitionTree(Canonicals canonicals, Search search) {
    this.canonicals = canonicals;
    this.search = search;
  }

  /// A code another is mapped to or from.
  ///
  /// @param map the concept map's address
  /// @param backward whether the code asked for is the target
  public record Mapped(
      String map, boolean backward, String equivalence, String system, String code) {}

  /// The codes directly above.
  List<Code> above(Code code) {
    Map<String, Set<String>> parents = parents(code);
    return parents.getOrDefault(code.value(), Set.of()).stream()
        .map(each -> new Code(code.system(), each))
        .toList();
  }

  /// The codes directly below.
  List<Code> below(Code code) {
    return parents(code).entrySet().stream()
        .filter(each -> each.getValue().contains(code.value()))
        .map(each -> new Code(code.system(), each.getKey()))
        .toList();
  }

  private Map<String, Set<String>> parents(Code code) {
    Map<String, Set<String>> parents = new LinkedHashMap<>();
    Optional<ObjectNode> system = canonicals.find("CodeSystem", code.system());
    system.ifPresent(found -> add(found.path("concept"), "", parents));
    return parents;
  }

  private static void add(JsonNode concepts, String above, Map<String, Set<String>> parents) {
    for (JsonNode concept : concepts) {
      String code = concept.path("code").asString("");
      Set<String> own = parents.computeIfAbsent(code, any -> new LinkedHashSet<>());
      if (!above.isEmpty()) {
        own.add(above);
      }
      for (JsonNode property : concept.path("property")) {
        String name = property.path("code").asString("");
        if (name.equals("parent") || name.equals("subsumedBy")) {
          own.add(property.path("valueCode").asString(property.path("valueString").asString("")));
        }
      }
      add(concept.path("concept"), code, parents);
    }
  }

  /// What concept maps map the code to, and from.
  List<Mapped> maps(Code code) {
    List<Mapped> mapped = new ArrayList<>();
    for (boolean backward : List.of(false, true)) {
      Query query =
          Query.parse(
              "ConceptMap",
              Map.of(
                  backward ? "target-code" : "source-code",
                  List.of(escaped(code.value())),
                  "_count",
                  List.of(Integer.toString(MAPS_MAX))),
              true);
      for (StoredResource stored : search.run(query).matches()) {
        stored.content().ifPresent(map -> read(map, code, backward, mapped));
      }
    }
    return mapped.stream().distinct().limit(MAPS_MAX).toList();
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("|", "\\|").replace(",", "\\,").replace("$", "\\$");
  }

  private static void read(ObjectNode map, Code code, boolean backward, List<Mapped> mapped) {
    String url = map.path("url").asString("");
    for (JsonNode group : map.path("group")) {
      String from = group.path("source").asString("");
      String to = group.path("target").asString("");
      for (JsonNode element : group.path("element")) {
        String source = element.path("code").asString("");
        for (JsonNode target : element.path("target")) {
          String value = target.path("code").asString("");
          boolean meant =
              backward
                  ? to.equals(code.system()) && value.equals(code.value())
                  : from.equals(code.system()) && source.equals(code.value());
          if (meant) {
            mapped.add(
                new Mapped(
                    url,
                    backward,
                    target.path("equivalence").asString("relatedto"),
                    backward ? from : to,
                    backward ? source : value));
          }
        }
      }
    }
  }
}
