package org.tessera.fhir.operation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.tessera.fhir.store.IndexKeys;
import org.tessera.fhir.store.SearchParameter;
import org.tessera.fhir.store.SearchParameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What belongs to a patient, by the standard's CompartmentDefinition `patient`
/// (`definitions/patient-compartment.tsv`: type, search parameter, elements).
/// https://hl7.org/fhir/R4/compartmentdefinition-patient.html
public final class PatientCompartment {
  private static final String PATIENT = "Patient";
  private static final Map<String, List<Membership>> byType = load();

  private PatientCompartment() {}

  /// A search parameter that ties a resource to its patient, and the elements it looks at.
  private record Membership(SearchParameter parameter, List<List<String>> elements) {}

  /// The types that can belong to a patient, Patient itself included.
  public static Set<String> types() {
    return byType.keySet();
  }

  /// The hashes of which a resource that refers to this patient as a member has one.
  public static Long[] hashes(String patient) {
    long key = IndexKeys.resource(PATIENT, patient);
    return byType.values().stream()
        .flatMap(List::stream)
        .map(membership -> membership.parameter().seed() ^ key)
        .distinct()
        .toArray(Long[]::new);
  }

  /// The hashes of which a resource of a type has one if it refers as a member to one of these
  /// patients.
  public static Long[] hashes(String type, Collection<String> patients) {
    List<Long> hashes = new ArrayList<>();
    for (String patient : patients) {
      long key = IndexKeys.resource(PATIENT, patient);
      for (Membership membership : byType.getOrDefault(type, List.of())) {
        hashes.add(membership.parameter().seed() ^ key);
      }
    }
    return hashes.toArray(Long[]::new);
  }

  /// Whether a resource is a patient accepted by the test, or refers as a member to one.
  ///
  /// @param patients tells by the id whether a patient is meant
  public static boolean contains(ObjectNode resource, Predicate<String> patients) {
    String type = resource.path("resourceType").asString("");
    if (type.equals(PATIENT) && patients.test(resource.path("id").asString(""))) {
      return true;
    }
    return byType.getOrDefault(type, List.of()).stream()
        .flatMap(membership -> membership.elements().stream())
        .flatMap(path -> at(Stream.of(resource), path))
        .map(element -> element.path("reference").asString(""))
        .anyMatch(reference -> isOneOf(reference, patients));
  }

  private static boolean isOneOf(String reference, Predicate<String> patients) {
    if (!reference.startsWith(PATIENT + "/")) {
      return false;
    }
    String id = reference.substring(PATIENT.length() + 1);
    int version = id.indexOf('/');
    return patients.test(version < 0 ? id : id.substring(0, version));
  }

  private static Stream<JsonNode> at(Stream<? extends JsonNode> nodes, List<String> path) {
    Stream<JsonNode> current = nodes.map(node -> node);
    for (String name : path) {
      current = current.map(node -> node.path(name)).flatMap(PatientCompartment::items);
    }
    return current;
  }

  private static Stream<JsonNode> items(JsonNode node) {
    return node.isArray() ? node.valueStream() : Stream.of(node);
  }

  private static Map<String, List<Membership>> load() {
    Map<String, List<Membership>> loaded = new LinkedHashMap<>();
    loaded.put(PATIENT, new ArrayList<>());
    try (InputStream file =
        PatientCompartment.class.getResourceAsStream("/definitions/patient-compartment.tsv")) {
      if (file == null) {
        throw new IllegalStateException("definitions/patient-compartment.tsv is not packed in");
      }
      var reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
      for (String line : reader.lines().toList()) {
        String[] cells = line.split("\t", -1);
        SearchParameter parameter =
            SearchParameters.standard()
                .find(cells[0], cells[1])
                .orElseThrow(() -> new IllegalStateException("no search parameter: " + line));
        List<List<String>> elements = new ArrayList<>();
        for (String path : cells[2].split(" ", -1)) {
          elements.add(List.of(path.split("\\.", -1)));
        }
        loaded
            .computeIfAbsent(cells[0], any -> new ArrayList<>())
            .add(new Membership(parameter, elements));
      }
      return loaded;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
