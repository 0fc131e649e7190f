package org.tessera.fhir.operation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A code system given as a CodeSystem resource, nested concepts and `parent` properties included.
/// https://hl7.org/fhir/R4/codesystem.html
final class DefinedCodes implements Codes {
  private final ObjectNode resource;
  private final boolean caseSensitive;
  private final Map<String, Concept> concepts = new LinkedHashMap<>();
  private final Map<String, Set<String>> parents = new HashMap<>();

  DefinedCodes(ObjectNode resource) {
    this.resource = resource;
    this.caseSensitive = resource.path("caseSensitive").asBoolean(true);
    for (JsonNode concept : resource.path("concept")) {
      add(concept, "");
    }
  }

  @Override
  public String system() {
    return resource.path("url").asString("");
  }

  @Override
  public String name() {
    return resource.path("name").asString(resource.path("title").asString(""));
  }

  @Override
  public String version() {
    return resource.path("version").asString("");
  }

  @Override
  public Optional<Concept> find(String code) {
    return Optional.ofNullable(concepts.get(key(code)));
  }

  @Override
  public Stream<Concept> all() {
    return concepts.values().stream();
  }

  @Override
  public boolean subsumes(String ancestor, String code) {
    Set<String> seen = new HashSet<>();
    List<String> open = new ArrayList<>(List.of(key(code)));
    while (!open.isEmpty()) {
      String next = open.removeLast();
      if (next.equals(key(ancestor))) {
        return true;
      }
      if (seen.add(next)) {
        open.addAll(parents.getOrDefault(next, Set.of()));
      }
    }
    return false;
  }

  /// The codes directly above one.
  List<String> above(String code) {
    return parents.getOrDefault(key(code), Set.of()).stream().map(this::written).toList();
  }

  /// The codes directly below one, in the order of the system.
  List<String> below(String code) {
    return concepts.keySet().stream()
        .filter(each -> parents.getOrDefault(each, Set.of()).contains(key(code)))
        .map(this::written)
        .toList();
  }

  /// A code as its system writes it; one that is not there as it was named.
  private String written(String key) {
    Concept concept = concepts.get(key);
    return concept == null ? key : concept.code();
  }

  @Override
  public boolean isComplete() {
    return resource.path("content").asString("").equals("complete");
  }

  private String key(String code) {
    return caseSensitive ? code : code.toLowerCase(Locale.ROOT);
  }

  private void add(JsonNode node, String parent) {
    String code = node.path("code").asString("");
    Map<String, JsonNode> properties = new LinkedHashMap<>();
    Set<String> above = parents.computeIfAbsent(key(code), any -> new HashSet<>());
    if (!parent.isEmpty()) {
      above.add(key(parent));
    }
    for (JsonNode property : node.path("property")) {
      String name = property.path("code").asString("");
      for (Map.Entry<String, JsonNode> field : property.properties()) {
        if (field.getKey().startsWith("value")) {
          properties.put(name, field.getValue());
        }
      }
      if (name.equals("parent") || name.equals("subsumedBy")) {
        above.add(key(property.path("valueCode").asString("")));
      }
    }
    concepts.put(
        key(code),
        new Concept(
            system(),
            code,
            node.path("display").asString(""),
            node.path("definition").asString(""),
            node.path("designation"),
            properties));
    for (JsonNode child : node.path("concept")) {
      add(child, code);
    }
  }
}
