package org.tessera.fhir.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A code a terminology operation is asked about.
record Asked(String system, String version, String code, String display) {
  /// `code` with `system`, or `coding`, or each coding of `codeableConcept`.
  ///
  /// @throws OperationFailure if none is given
  static List<Asked> of(Inputs inputs, Optional<String> otherwiseSystem) {
    List<Asked> asked = new ArrayList<>();
    inputs.value("coding").ifPresent(coding -> asked.add(of(coding)));
    Optional<ObjectNode> concept = inputs.value("codeableConcept");
    if (concept.isPresent()) {
      for (JsonNode coding : concept.get().path("coding")) {
        asked.add(of(coding));
      }
    }
    inputs
        .text("code")
        .ifPresent(code ->
            asked.add(
                new Asked(
                    inputs.text("system").or(() -> otherwiseSystem).orElse(""),
                    inputs.text("version").orElse(""),
                    code,
                    inputs.text("display").orElse(""))));
    if (asked.isEmpty()) {
      throw OperationFailure.invalid("give code (with system), coding or codeableConcept");
    }
    return asked;
  }

  static Asked of(JsonNode coding) {
    return new Asked(
        coding.path("system").asString(""),
        coding.path("version").asString(""),
        coding.path("code").asString(""),
        coding.path("display").asString(""));
  }

  /// The system with its version, as a canonical address.
  String canonical() {
    return version.isEmpty() ? system : system + "|" + version;
  }
}
