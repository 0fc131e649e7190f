package org.tessera.fhir.operation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tessera.fhir.operation.Signature.Level;
import org.tessera.fhir.store.ResourceStore;
import tools.jackson.databind.node.ObjectNode;

/// Whether a code is in a code system.
/// https://hl7.org/fhir/R4/codesystem-operation-validate-code.html
final class ValidateCodeOperation implements Operation {
  private static final Signature SIGNATURE =
      Signature.reading(
          "validate-code",
          Set.of(Level.TYPE, Level.INSTANCE),
          List.of("CodeSystem"),
          "CodeSystem-validate-code");

  private final CodeSystems systems;
  private final ResourceStore store;

  ValidateCodeOperation(CodeSystems systems, ResourceStore store) {
    this.systems = systems;
    this.store = store;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Answer run(Call call) {
    Optional<ObjectNode> given =
        call.id().isEmpty()
            ? call.inputs().resource("codeSystem")
            : Optional.of(MetaOperation.current(store, call));
    Optional<String> url = call.inputs().text("url").or(() -> call.inputs().text("system"));
    List<Asked> asked = Asked.of(call.inputs(), url);
    Verdict last = Verdict.unknown();
    for (Asked one : asked) {
      String system = url.orElse(one.system());
      if (given.isEmpty() && system.isEmpty()) {
        throw OperationFailure.invalid("the parameter url is missing");
      }
      String canonical = one.version().isEmpty() ? system : system + "|" + one.version();
      Codes codes =
          given.<Codes>map(DefinedCodes::new).orElseGet(() -> systems.required(canonical));
      last = Verdict.of(codes.find(one.code()), one, codes.name());
      if (last.result()) {
        break;
      }
    }
    return last.answer();
  }
}
