package org.tessera.fhir.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Which codes of a CodeSystem stand below which: by nesting, and by the properties `parent` and
/// `subsumedBy`, `child` and `subsumes`.
final class Hierarchy implements CodeTree {
  private final Map<String, Set<String>> children = new LinkedHashMap<>();
  private final Map<String, Set<String>> parents = new LinkedHashMap<>();

  private Hierarchy() {}

  static Hierarchy of(ObjectNode codeSystem) {
    var hierarchy = new Hierarchy();
    hierarchy.add(codeSystem.path("concept"), "");
    return hierarchy;
  }

  private void add(JsonNode concepts, String parent) {
    for (JsonNode concept : concepts) {
      String code = concept.path("code").asString("");
      children.computeIfAbsent(code, any -> new LinkedHashSet<>());
      if (!parent.isEmpty()) {
        link(parent, code);
      }
      for (JsonNode property : concept.path("property")) {
        String other =
            property.path("valueCode").asString(property.path("valueString").asString(""));
        switch (property.path("code").asString("")) {
          case "parent", "subsumedBy" -> link(other, code);
          case "child", "subsumes" -> link(code, other);
          default -> {
            // Says nothing about the hierarchy.
          }
        }
      }
      add(concept.path("concept"), code);
    }
  }

  private void link(String parent, String child) {
    children.computeIfAbsent(parent, any -> new LinkedHashSet<>()).add(child);
    parents.computeIfAbsent(child, any -> new LinkedHashSet<>()).add(parent);
  }

  @Override
  public Set<String> all() {
    return children.keySet();
  }

  @Override
  public Set<String> below(String code) {
    return reached(code, children);
  }

  @Override
  public Set<String> above(String code) {
    return reached(code, parents);
  }

  private Set<String> reached(String code, Map<String, Set<String>> next) {
    if (!children.containsKey(code) && !parents.containsKey(code)) {
      throw new UnknownCodeSet("the code is none of its system's");
    }
    Set<String> reached = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>();
    open.push(code);
    while (!open.isEmpty()) {
      String at = open.pop();
      if (reached.add(at)) {
        next.getOrDefault(at, Set.of()).forEach(open::push);
      }
    }
    return reached;
  }
}
