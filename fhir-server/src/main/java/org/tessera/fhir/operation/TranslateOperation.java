package org.tessera.fhir.operation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tessera.fhir.operation.Signature.Level;
import org.tessera.fhir.store.ResourceStore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a code is in another system, by concept maps.
/// https://hl7.org/fhir/R4/conceptmap-operation-translate.html
final class TranslateOperation implements Operation {
  private static final Signature SIGNATURE =
      Signature.reading(
          "translate",
          Set.of(Level.TYPE, Level.INSTANCE),
          List.of("ConceptMap"),
          "ConceptMap-translate");
  private static final Set<String> NO_MATCH = Set.of("unmatched", "disjoint");

  private final Canonicals canonicals;
  private final OmopMaps omop;
  private final ResourceStore store;

  TranslateOperation(Canonicals canonicals, OmopMaps omop, ResourceStore store) {
    this.canonicals = canonicals;
    this.omop = omop;
    this.store = store;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Answer run(Call call) {
    Inputs inputs = call.inputs();
    boolean reverse = inputs.flag("reverse");
    List<Asked> asked = Asked.of(inputs, Optional.empty());
    var limits =
        new ConceptMapReader.Limits(
            inputs.text("source"),
            inputs.text("target"),
            inputs.text("targetsystem").or(() -> inputs.text("targetSystem")),
            reverse);
    List<ConceptMapReader.Match> matches = new ArrayList<>();
    Optional<String> url = inputs.text("url");
    boolean open =
        url.isEmpty() && call.id().isEmpty() && call.inputs().resource("conceptMap").isEmpty();
    for (Asked one : asked) {
      if (url.filter(OmopMaps.URL::equals).isPresent()) {
        matches.addAll(omop.translate(one, limits));
        continue;
      }
      if (open && omop.isOffered()) {
        matches.addAll(omop.translate(one, limits));
      }
      for (ObjectNode map : maps(call, one, reverse)) {
        matches.addAll(new ConceptMapReader(map, canonicals).translate(one, limits));
      }
    }
    boolean result = matches.stream().anyMatch(it -> !NO_MATCH.contains(it.equivalence()));
    var outputs = new Outputs().flag("result", result);
    if (!result) {
      outputs.text("message", "valueString", "no match was found");
    }
    matches.stream().distinct().forEach(match -> write(match, outputs.parts("match")));
    return outputs.answer();
  }

  private List<ObjectNode> maps(Call call, Asked asked, boolean reverse) {
    if (!call.id().isEmpty()) {
      return List.of(MetaOperation.current(store, call));
    }
    Optional<ObjectNode> sent = call.inputs().resource("conceptMap");
    if (sent.isPresent()) {
      return List.of(sent.get());
    }
    Optional<String> url = call.inputs().text("url");
    if (url.isPresent()) {
      String canonical =
          call.inputs()
              .text("conceptMapVersion")
              .map(version -> url.get() + "|" + version)
              .orElse(url.get());
      return List.of(
          canonicals
              .find("ConceptMap", canonical)
              .orElseThrow(() ->
                  OperationFailure.notFound(
                      "the concept map "
                          + CodeSystems.printable(canonical)
                          + " is not known here")));
    }
    if (asked.system().isEmpty()) {
      throw OperationFailure.invalid("give url, or the code with its system");
    }
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    // The index holds codes of maps without their system; the reader looks at the system.
    parameters.put(
        reverse ? "target-code" : "source-code", List.of(Canonicals.escaped(asked.code())));
    return canonicals.stored("ConceptMap", parameters);
  }

  private static void write(ConceptMapReader.Match match, ArrayNode parts) {
    Outputs.part(parts, "equivalence", "valueCode", match.equivalence());
    if (!match.code().isEmpty()) {
      ObjectNode coding = JsonNodeFactory.instance.objectNode();
      if (!match.system().isEmpty()) {
        coding.put("system", match.system());
      }
      coding.put("code", match.code());
      if (!match.display().isEmpty()) {
        coding.put("display", match.display());
      }
      coding.put("userSelected", false);
      Outputs.part(parts, "concept", "valueCoding", (JsonNode) coding);
    }
    Outputs.part(parts, "source", "valueUri", match.source());
  }
}
