package org.tessera.catalog.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the catalogue knows of one patient: the facts each of the patient's resources contributes.
///
/// Kept by resource, so that a changed or deleted resource takes back exactly what it had said.
final class PatientFacts {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final String patient;
  private final Map<String, Map<String, List<String>>> byResource = new TreeMap<>();

  PatientFacts(String patient) {
    this.patient = patient;
  }

  static PatientFacts parse(String patient, String stored) {
    var facts = new PatientFacts(patient);
    JsonNode tree = JSON.readTree(stored);
    for (var resource : tree.properties()) {
      Map<String, List<String>> said = new TreeMap<>();
      for (var fact : resource.getValue().properties()) {
        List<String> values = new ArrayList<>();
        fact.getValue().forEach(value -> values.add(value.stringValue()));
        said.put(fact.getKey(), values);
      }
      facts.byResource.put(resource.getKey(), said);
    }
    return facts;
  }

  String patient() {
    return patient;
  }

  void put(String resource, Map<String, List<String>> facts) {
    byResource.put(resource, new TreeMap<>(facts));
  }

  void remove(String resource) {
    byResource.remove(resource);
  }

  boolean isEmpty() {
    return byResource.isEmpty();
  }

  Iterable<String> resources() {
    return byResource.keySet();
  }

  /// The distinct values of a fact over all resources, sorted.
  List<String> values(String fact) {
    var values = new TreeSet<String>();
    byResource.values().forEach(said -> values.addAll(said.getOrDefault(fact, List.of())));
    return List.copyOf(values);
  }

  String stored() {
    ObjectNode tree = JSON.createObjectNode();
    byResource.forEach((resource, said) -> {
      ObjectNode facts = tree.putObject(resource);
      said.forEach((fact, values) -> {
        ArrayNode array = facts.putArray(fact);
        values.forEach(array::add);
      });
    });
    return JSON.writeValueAsString(tree);
  }
}
