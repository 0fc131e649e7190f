package org.tessera.fhir.operation;

import java.util.List;
import java.util.Set;
import org.tessera.fhir.operation.Signature.Level;
import org.tessera.fhir.store.ResourceStore;

/// Adds profiles, tags and security labels to a resource.
/// https://hl7.org/fhir/R4/resource-operation-meta-add.html
final class MetaAddOperation implements Operation {
  private static final Signature SIGNATURE =
      Signature.writing("meta-add", Set.of(Level.INSTANCE), List.of(), "Resource-meta-add");

  private final MetaChange change;

  /// @param owner in whose name is written
  MetaAddOperation(ResourceStore store, String owner) {
    this.change = new MetaChange(store, owner);
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Answer run(Call call) {
    return change.apply(call, Metadata::add);
  }
}
