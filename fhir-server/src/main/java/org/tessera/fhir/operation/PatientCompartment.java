package org.tessera.fhir.operation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.tessera.fhir.store.Compartments;
import org.tessera.fhir.store.IndexKeys;
import org.tessera.fhir.store.SearchParameter;
import org.tessera.fhir.store.SearchParameters;
import tools.jackson.databind.node.ObjectNode;

/// What belongs to a patient, by the standard's CompartmentDefinition `patient`.
/// https://hl7.org/fhir/R4/compartmentdefinition-patient.html
public final class PatientCompartment {
  private static final String PATIENT = "Patient";
  private static final Map<String, List<SearchParameter>> MEMBERSHIPS = load();

  private PatientCompartment() {}

  /// The types that can belong to a patient, Patient itself included.
  public static Set<String> types() {
    return MEMBERSHIPS.keySet();
  }

  /// The hashes of which a resource that refers to this patient as a member has one.
  public static Long[] hashes(String patient) {
    long key = IndexKeys.resource(PATIENT, patient);
    return MEMBERSHIPS.values().stream()
        .flatMap(List::stream)
        .map(parameter -> parameter.seed() ^ key)
        .distinct()
        .toArray(Long[]::new);
  }

  /// The hashes of which a resource of a type has one if it refers as a member to one of these
  /// patients.
  public static Long[] hashes(String type, Collection<String> patients) {
    List<Long> hashes = new ArrayList<>();
    for (String patient : patients) {
      long key = IndexKeys.resource(PATIENT, patient);
      for (SearchParameter parameter : MEMBERSHIPS.getOrDefault(type, List.of())) {
        hashes.add(parameter.seed() ^ key);
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
    return MEMBERSHIPS.getOrDefault(type, List.of()).stream()
        .flatMap(parameter -> SearchParameters.standard().references(parameter, resource).stream())
        .anyMatch(reference -> isOneOf(reference, patients));
  }

  private static boolean isOneOf(String reference, Predicate<String> patients) {
    return reference.startsWith(PATIENT + "/")
        && patients.test(reference.substring(PATIENT.length() + 1));
  }

  private static Map<String, List<SearchParameter>> load() {
    Map<String, List<SearchParameter>> loaded = new LinkedHashMap<>();
    loaded.put(PATIENT, List.of());
    for (String type : Compartments.types(PATIENT)) {
      List<SearchParameter> parameters = new ArrayList<>();
      for (String name : Compartments.parameters(PATIENT, type)) {
        parameters.add(SearchParameters.standard().find(type, name).orElseThrow());
      }
      loaded.put(type, List.copyOf(parameters));
    }
    return loaded;
  }
}
