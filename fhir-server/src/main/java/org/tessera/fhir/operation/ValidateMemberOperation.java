package org.tessera.fhir.operation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tessera.fhir.operation.Signature.Level;
import org.tessera.fhir.store.ResourceStore;
import tools.jackson.databind.node.ObjectNode;

/// Whether a code is in a value set. https://hl7.org/fhir/R4/valueset-operation-validate-code.html
final class ValidateMemberOperation implements Operation {
  private static final Signature SIGNATURE =
      Signature.reading(
          "validate-code",
          Set.of(Level.TYPE, Level.INSTANCE),
          List.of("ValueSet"),
          "ValueSet-validate-code");

  private final ValueSets valueSets;
  private final ResourceStore store;

  ValidateMemberOperation(ValueSets valueSets, ResourceStore store) {
    this.valueSets = valueSets;
    this.store = store;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Answer run(Call call) {
    ObjectNode valueSet = ExpandOperation.valueSet(call, valueSets, store);
    List<Asked> asked = Asked.of(call.inputs(), Optional.empty());
    List<Concept> members = valueSets.members(valueSet);
    String name = "the value set";
    Verdict last = Verdict.unknown();
    for (Asked one : asked) {
      if (one.system().isEmpty() && !call.inputs().flag("inferSystem")) {
        boolean oneSystem = members.stream().map(Concept::system).distinct().count() <= 1;
        if (!oneSystem) {
          throw OperationFailure.invalid("the parameter system is missing");
        }
      }
      last = Verdict.of(find(members, one), one, name);
      if (last.result()) {
        break;
      }
    }
    return last.answer();
  }

  private static Optional<Concept> find(List<Concept> members, Asked asked) {
    return members.stream()
        .filter(it -> it.code().equals(asked.code()))
        .filter(it -> asked.system().isEmpty() || it.system().equals(asked.system()))
        .findFirst();
  }
}
