package org.tessera.fhir.operation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tessera.fhir.operation.Signature.Level;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// What a code is called and what its system says about it.
/// https://hl7.org/fhir/R4/codesystem-operation-lookup.html
final class LookupOperation implements Operation {
  private static final Signature SIGNATURE =
      Signature.reading("lookup", Set.of(Level.TYPE), List.of("CodeSystem"), "CodeSystem-lookup");

  private final CodeSystems systems;

  LookupOperation(CodeSystems systems) {
    this.systems = systems;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Answer run(Call call) {
    Asked asked = Asked.of(call.inputs(), Optional.empty()).getFirst();
    if (asked.system().isEmpty()) {
      throw OperationFailure.invalid("the parameter system is missing");
    }
    Codes codes = systems.required(asked.canonical());
    Concept concept =
        codes
            .find(asked.code())
            .orElseThrow(
                () -> OperationFailure.notFound("the code is not known in " + codes.name()));
    Optional<String> language = call.inputs().text("displayLanguage");
    List<String> wanted = call.inputs().texts("property");
    var outputs = new Outputs();
    outputs.text("name", "valueString", codes.name());
    outputs.text("version", "valueString", codes.version());
    outputs.text("display", "valueString", display(concept, language));
    if (wanted.isEmpty() || wanted.contains("designation")) {
      designations(concept, outputs);
    }
    outputs.text("definition", "valueString", concept.definition());
    for (Map.Entry<String, JsonNode> property : concept.properties().entrySet()) {
      if (wanted.isEmpty() || wanted.contains(property.getKey())) {
        ArrayNode parts = outputs.parts("property");
        Outputs.part(parts, "code", "valueCode", property.getKey());
        Outputs.part(parts, "value", type(property.getValue()), property.getValue());
      }
    }
    return outputs.answer();
  }

  /// `display` is mandatory; where a licence keeps the term away the code stands for itself.
  private static String display(Concept concept, Optional<String> language) {
    String display = concept.display(language);
    return display.isEmpty() ? concept.code() : display;
  }

  private static void designations(Concept concept, Outputs outputs) {
    for (JsonNode designation : concept.designations()) {
      ArrayNode parts = outputs.parts("designation");
      Outputs.part(parts, "language", "valueCode", designation.path("language").asString(""));
      if (designation.has("use")) {
        Outputs.part(parts, "use", "valueCoding", designation.path("use"));
      }
      Outputs.part(parts, "value", "valueString", designation.path("value").asString(""));
    }
  }

  private static String type(JsonNode value) {
    if (value.isObject()) {
      return "valueCoding";
    }
    return value.isBoolean()
        ? "valueBoolean"
        : value.isIntegralNumber()
            ? "valueInteger"
            : value.isNumber() ? "valueDecimal" : "valueString";
  }
}
