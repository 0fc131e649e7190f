package org.tessera.fhir.operation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tessera.fhir.operation.Signature.Level;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.search.ConceptIndex;
import org.tessera.vocabularies.search.Designation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a code is called and what its system says about it.
/// https://hl7.org/fhir/R4/codesystem-operation-lookup.html
final class LookupOperation implements Operation {
  private static final Signature SIGNATURE =
      Signature.reading("lookup", Set.of(Level.TYPE), List.of("CodeSystem"), "CodeSystem-lookup");

  private final CodeSystems systems;
  private final Optional<ConceptIndex> index;

  LookupOperation(CodeSystems systems, Optional<ConceptIndex> index) {
    this.systems = systems;
    this.index = index;
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
            .map(this::designated)
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

  /// The concept with what else it is called, where its system's definition does not say.
  private Concept designated(Concept concept) {
    if (index.isEmpty() || !concept.designations().isEmpty()) {
      return concept;
    }
    ArrayNode others = JsonNodeFactory.instance.arrayNode();
    for (Designation each : index.get().designations(new Code(concept.system(), concept.code()))) {
      if (!each.text().equals(concept.display()) && !each.text().equals(concept.code())) {
        ObjectNode other = others.addObject();
        if (!each.language().isEmpty()) {
          other.put("language", each.language());
        }
        other.put("value", each.text());
      }
    }
    return new Concept(
        concept.system(),
        concept.code(),
        concept.display(),
        concept.definition(),
        others,
        concept.properties());
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
