package org.tessera.fhir.packages;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.tessera.fhir.structure.Issue;
import org.tessera.fhir.structure.StructureCheck;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Looks through the definitions of a package before the first of them counts.
final class PackageCheck implements PackageFile.Taker {
  private static final int CODES_MAX = 1_000_000;
  private static final int ISSUES_MAX = 3;

  private final Flaws flaws;
  private final Map<String, Integer> taken = new TreeMap<>();
  private final Map<String, Integer> leftAside = new TreeMap<>();
  private final Set<String> addresses = new HashSet<>();
  private final Set<String> defined = new HashSet<>();
  private final Map<String, Set<String>> systems = new LinkedHashMap<>();
  private int codes;

  PackageCheck(Flaws flaws) {
    this.flaws = flaws;
  }

  @Override
  public void take(String entry, ObjectNode resource) {
    String type = resource.path("resourceType").asString("");
    if (!PackageFile.TAKEN.contains(type)) {
      leftAside.merge(type, 1, Integer::sum);
      return;
    }
    taken.merge(type, 1, Integer::sum);
    structure(entry, resource);
    String url = resource.path("url").asString("");
    if (url.isBlank()) {
      flaws.add(entry, "it has no url", "Give it the address by which others name it");
    } else if (!addresses.add(type + " " + url + "|" + resource.path("version").asString(""))) {
      flaws.add(entry, "the package holds its url and version twice", "Take one of the two out");
    }
    switch (type) {
      case "CodeSystem" -> codeSystem(entry, resource, url);
      case "ValueSet" -> {
        uses(entry, resource.path("compose").path("include"), "system");
        uses(entry, resource.path("compose").path("exclude"), "system");
      }
      default -> {
        uses(entry, resource.path("group"), "source");
        uses(entry, resource.path("group"), "target");
      }
    }
  }

  private void structure(String entry, ObjectNode resource) {
    List<Issue> issues = StructureCheck.of(resource, false);
    issues.stream()
        .limit(ISSUES_MAX)
        .forEach(issue ->
            flaws.add(
                entry,
                issue.expression() + ": " + issue.message(),
                "Correct it, or ask its publisher to"));
  }

  private void codeSystem(String entry, ObjectNode resource, String url) {
    defined.add(url);
    boolean complete = resource.path("content").asString("").equals("complete");
    Map<String, Set<String>> parents = new HashMap<>();
    add(entry, resource.path("concept"), "", parents);
    codes += parents.size();
    if (codes > CODES_MAX) {
      flaws.add(
          entry,
          "the package has more than 1,000,000 codes (codesMax)",
          "Import vocabularies of that size as an OHDSI bundle");
    }
    Set<String> missing = new TreeSet<>();
    parents.values().forEach(missing::addAll);
    missing.removeAll(parents.keySet());
    if (complete && !missing.isEmpty()) {
      flaws.add(
          entry,
          "codes stand below one that is not there: " + first(missing),
          "Add it, or correct the property parent");
    }
    String circle = Circles.find(parents);
    if (!circle.isEmpty()) {
      flaws.add(
          entry, "its hierarchy is circular: " + circle, "A code must not stand above itself");
    }
  }

  private void add(
      String entry, JsonNode concepts, String above, Map<String, Set<String>> parents) {
    for (JsonNode concept : concepts) {
      String code = concept.path("code").asString("");
      if (parents.putIfAbsent(code, new HashSet<>()) != null) {
        flaws.add(entry, "the code " + code + " is there twice", "Take one of the two out");
      }
      Set<String> own = parents.computeIfAbsent(code, any -> new HashSet<>());
      if (!above.isEmpty()) {
        own.add(above);
      }
      for (JsonNode property : concept.path("property")) {
        String name = property.path("code").asString("");
        if (name.equals("parent") || name.equals("subsumedBy")) {
          own.add(property.path("valueCode").asString(property.path("valueString").asString("")));
        }
      }
      add(entry, concept.path("concept"), code, parents);
    }
  }

  private void uses(String entry, JsonNode parts, String field) {
    for (JsonNode part : parts) {
      String system = part.path(field).asString("");
      if (!system.isEmpty()) {
        systems.computeIfAbsent(system, any -> new TreeSet<>()).add(entry);
      }
    }
  }

  /// Code systems that definitions name and nobody knows, with the files that name them.
  Map<String, Set<String>> unknownSystems(Predicate<String> known) {
    Map<String, Set<String>> unknown = new TreeMap<>(systems);
    unknown.keySet().removeIf(system -> defined.contains(system) || known.test(system));
    return unknown;
  }

  /// How many of each type there are to take in.
  Map<String, Integer> taken() {
    return taken;
  }

  /// How many of each other type stay where they are.
  Map<String, Integer> leftAside() {
    return leftAside;
  }

  int codes() {
    return codes;
  }

  static String first(Collection<String> all) {
    String text = String.join(", ", all.stream().limit(5).toList());
    return all.size() > 5 ? text + " and %,d more".formatted(all.size() - 5) : text;
  }
}
