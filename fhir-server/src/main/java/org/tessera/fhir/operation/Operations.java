package org.tessera.fhir.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tessera.fhir.operation.Signature.Level;
import org.tessera.fhir.store.ResourceTypes;

/// All operations of the server: the only list there is, for answering calls and for saying in the
/// capability statement what can be called.
public final class Operations {
  private final List<Operation> operations;

  private Operations(List<Operation> operations) {
    this.operations = operations;
  }

  public static Operations of(List<OperationGroup> groups) {
    return new Operations(groups.stream().flatMap(group -> group.operations().stream()).toList());
  }

  /// The operation of this name that can be called there.
  ///
  /// @param type empty for the system level
  public Optional<Operation> find(Level level, String type, String name) {
    if (!type.isEmpty() && !ResourceTypes.isKnown(type)) {
      return Optional.empty();
    }
    return operations.stream()
        .filter(one -> one.signature().name().equals(name))
        .filter(one -> one.signature().isServed(level, type))
        .findFirst();
  }

  /// What can be called on the system.
  public List<Signature> onSystem() {
    return operations.stream()
        .map(Operation::signature)
        .filter(it -> it.levels().contains(Level.SYSTEM))
        .toList();
  }

  /// What can be called on a type or its instances.
  public List<Signature> on(String type) {
    List<Signature> found = new ArrayList<>();
    for (Operation operation : operations) {
      Signature signature = operation.signature();
      if (signature.isServed(Level.TYPE, type) || signature.isServed(Level.INSTANCE, type)) {
        found.add(signature);
      }
    }
    return found;
  }
}
