package org.tessera.fhir.operation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Which codes a value set holds, by its definition or, without one, by the expansion it carries.
/// https://hl7.org/fhir/R4/valueset.html#composition
final class ValueSets {
  private static final int DEPTH_MAX = 10;

  /// Codes one expansion looks at, at most.
  private static final int CODES_MAX = 200_000;

  private final Canonicals canonicals;
  private final CodeSystems systems;

  ValueSets(Canonicals canonicals, CodeSystems systems) {
    this.canonicals = canonicals;
    this.systems = systems;
  }

  /// @throws OperationFailure 404 for a value set that is not known
  ObjectNode required(String canonical) {
    return canonicals
        .find("ValueSet", canonical)
        .or(() -> implicit(canonical))
        .orElseThrow(() ->
            OperationFailure.notFound(
                "the value set " + CodeSystems.printable(canonical) + " is not known here"));
  }

  /// All members, in the order of the definition, each once.
  ///
  /// @throws OperationFailure if a part is not known or cannot be evaluated, naming it
  List<Concept> members(ObjectNode valueSet) {
    return List.copyOf(members(valueSet, 0).values());
  }

  /// All codes of a system are a value set by themselves (`?fhir_vs`, and CodeSystem.valueSet).
  private Optional<ObjectNode> implicit(String canonical) {
    String system =
        canonical.endsWith("?fhir_vs")
            ? canonical.substring(0, canonical.length() - "?fhir_vs".length())
            : canonical.equals("http://loinc.org/vs") ? "http://loinc.org" : "";
    if (system.isEmpty() || systems.find(system).isEmpty()) {
      return Optional.empty();
    }
    ObjectNode valueSet = JsonNodeFactory.instance.objectNode();
    valueSet.put("resourceType", "ValueSet").put("url", canonical).put("status", "active");
    valueSet.putObject("compose").putArray("include").addObject().put("system", system);
    return Optional.of(valueSet);
  }

  private Map<String, Concept> members(ObjectNode valueSet, int depth) {
    if (depth > DEPTH_MAX) {
      throw OperationFailure.unprocessable(
          "too-costly", "value sets refer to each other more than " + DEPTH_MAX + " deep");
    }
    Map<String, Concept> members = new LinkedHashMap<>();
    JsonNode compose = valueSet.path("compose");
    if (compose.isMissingNode()) {
      expanded(valueSet.path("expansion").path("contains"), members);
      return members;
    }
    Consumer<Concept> add =
        concept -> {
          members.putIfAbsent(key(concept), concept);
          if (members.size() > CODES_MAX) {
            throw OperationFailure.unprocessable(
                "too-costly", "the value set has more than " + CODES_MAX + " codes (codesMax)");
          }
        };
    for (JsonNode include : compose.path("include")) {
      part(include, depth).values().forEach(add);
    }
    for (JsonNode exclude : compose.path("exclude")) {
      part(exclude, depth).keySet().forEach(members::remove);
    }
    return members;
  }

  /// One include or exclude: what fits all of its conditions.
  private Map<String, Concept> part(JsonNode part, int depth) {
    List<Map<String, Concept>> conditions = new ArrayList<>();
    if (part.has("system")) {
      conditions.add(ofSystem(part));
    }
    for (JsonNode imported : part.path("valueSet")) {
      conditions.add(members(required(imported.asString("")), depth + 1));
    }
    if (conditions.isEmpty()) {
      throw OperationFailure.unprocessable(
          "invalid", "a part of the value set names neither a system nor a value set");
    }
    Map<String, Concept> all = new LinkedHashMap<>(conditions.getFirst());
    conditions.forEach(condition -> all.keySet().retainAll(condition.keySet()));
    return all;
  }

  private Map<String, Concept> ofSystem(JsonNode part) {
    String system = part.path("system").asString("");
    String version = part.path("version").asString("");
    Map<String, Concept> found = new LinkedHashMap<>();
    if (part.has("concept")) {
      Optional<Codes> codes = systems.find(system);
      for (JsonNode listed : part.path("concept")) {
        Concept concept = listed(system, listed, codes);
        found.put(key(concept), concept);
      }
      return found;
    }
    Codes codes = systems.required(version.isEmpty() ? system : system + "|" + version);
    if (codes.isComplete() || part.path("filter").isEmpty() || codes instanceof VocabularyCodes) {
      List<ValueSetFilter> filters = new ArrayList<>();
      for (JsonNode filter : part.path("filter")) {
        filters.add(ValueSetFilter.of(filter));
      }
      codes
          .all()
          .filter(concept -> filters.stream().allMatch(it -> it.accepts(codes, concept)))
          .forEach(concept -> found.put(key(concept), concept));
      return found;
    }
    throw OperationFailure.unprocessable(
        "not-supported", "the codes of " + codes.name() + " are not held completely");
  }

  /// A code the value set lists itself counts whether its system is known or not.
  private static Concept listed(String system, JsonNode listed, Optional<Codes> codes) {
    String code = listed.path("code").asString("");
    Concept known =
        codes.flatMap(it -> it.find(code)).orElseGet(() -> Concept.plain(system, code, ""));
    String display = listed.path("display").asString(known.display());
    ArrayNode designations = JsonNodeFactory.instance.arrayNode();
    known.designations().forEach(designations::add);
    listed.path("designation").forEach(designations::add);
    return new Concept(system, code, display, known.definition(), designations, known.properties());
  }

  private static void expanded(JsonNode contains, Map<String, Concept> members) {
    for (JsonNode node : contains) {
      if (!node.path("abstract").asBoolean(false) && node.has("code")) {
        Concept concept =
            Concept.plain(
                node.path("system").asString(""),
                node.path("code").asString(""),
                node.path("display").asString(""));
        members.putIfAbsent(key(concept), concept);
      }
      expanded(node.path("contains"), members);
    }
  }

  private static String key(Concept concept) {
    return concept.system() + "|" + concept.code();
  }
}
