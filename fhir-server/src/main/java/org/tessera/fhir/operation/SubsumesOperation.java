package org.tessera.fhir.operation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tessera.fhir.operation.Signature.Level;
import org.tessera.fhir.store.ResourceStore;
import tools.jackson.databind.node.ObjectNode;

/// How two codes of one system relate. https://hl7.org/fhir/R4/codesystem-operation-subsumes.html
final class SubsumesOperation implements Operation {
  private static final Signature SIGNATURE =
      Signature.reading(
          "subsumes",
          Set.of(Level.TYPE, Level.INSTANCE),
          List.of("CodeSystem"),
          "CodeSystem-subsumes");

  private final CodeSystems systems;
  private final ResourceStore store;

  SubsumesOperation(CodeSystems systems, ResourceStore store) {
    this.systems = systems;
    this.store = store;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Answer run(Call call) {
    Inputs inputs = call.inputs();
    Optional<ObjectNode> codingA = inputs.value("codingA");
    Optional<ObjectNode> codingB = inputs.value("codingB");
    String a =
        codingA.map(it -> it.path("code").asString("")).orElseGet(() -> inputs.required("codeA"));
    String b =
        codingB.map(it -> it.path("code").asString("")).orElseGet(() -> inputs.required("codeB"));
    Codes codes = codes(call, codingA, codingB);
    for (String code : List.of(a, b)) {
      if (codes.find(code).isEmpty()) {
        throw OperationFailure.notFound("one of the codes is not known in " + codes.name());
      }
    }
    return new Outputs().text("outcome", "valueCode", relation(codes, a, b)).answer();
  }

  private Codes codes(Call call, Optional<ObjectNode> codingA, Optional<ObjectNode> codingB) {
    if (!call.id().isEmpty()) {
      return new DefinedCodes(MetaOperation.current(store, call));
    }
    String system =
        codingA
            .map(it -> it.path("system").asString(""))
            .orElseGet(() -> call.inputs().required("system"));
    if (codingB.isPresent() && !codingB.get().path("system").asString("").equals(system)) {
      throw OperationFailure.invalid("codingA and codingB are of different systems");
    }
    return systems.required(
        call.inputs().text("version").map(it -> system + "|" + it).orElse(system));
  }

  private static String relation(Codes codes, String a, String b) {
    if (a.equals(b)) {
      return "equivalent";
    }
    if (codes.subsumes(a, b)) {
      return "subsumes";
    }
    return codes.subsumes(b, a) ? "subsumed-by" : "not-subsumed";
  }
}
