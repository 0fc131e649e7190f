package org.tessera.access.pack;

import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The resource types a package may hold. All others stay here: Provenance names the delivery,
/// documents and attachments are free text, staff and places are not the patient's data.
final class PackagedType {
  private static final Set<String> OF_A_PATIENT =
      Set.of(
          "Patient",
          "ResearchSubject",
          "Condition",
          "Observation",
          "Procedure",
          "MedicationAdministration",
          "MedicationRequest",
          "MedicationStatement",
          "Immunization",
          "Specimen",
          "DiagnosticReport",
          "FamilyMemberHistory",
          "ImagingStudy",
          "Encounter",
          "EpisodeOfCare",
          "BodyStructure");

  private PackagedType() {}

  static boolean isOfPatient(String type) {
    return OF_A_PATIENT.contains(type);
  }

  /// The id of the patient a resource is about.
  static Optional<String> patient(ObjectNode resource) {
    if (resource.path("resourceType").asString("").equals("Patient")) {
      return Optional.of(resource.path("id").asString(""));
    }
    for (String element : new String[] {"subject", "patient", "individual"}) {
      Optional<String> id = target(resource.path(element), "Patient");
      if (id.isPresent()) {
        return id;
      }
    }
    return Optional.empty();
  }

  /// The id a reference names if it is to a resource of this type.
  static Optional<String> target(JsonNode reference, String type) {
    String text = reference.path("reference").asString("");
    return text.startsWith(type + "/")
        ? Optional.of(text.substring(type.length() + 1))
        : Optional.empty();
  }
}
