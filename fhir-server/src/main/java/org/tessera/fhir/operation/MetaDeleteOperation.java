package org.tessera.fhir.operation;

import java.util.List;
import java.util.Set;
import org.tessera.fhir.operation.Signature.Level;
import org.tessera.fhir.store.ResourceStore;

/// Takes profiles, tags and security labels from a resource.
/// https://hl7.org/fhir/R4/resource-operation-meta-delete.html
final class MetaDeleteOperation implements Operation {
  private static final Signature SIGNATURE =
      Signature.writing("meta-delete", Set.of(Level.INSTANCE), List.of(), "Resource-meta-delete");

  private final MetaChange change;

  /// @param owner in whose name is written
  MetaDeleteOperation(ResourceStore store, String owner) {
    this.change = new MetaChange(store, owner);
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Answer run(Call call) {
    return change.apply(call, Metadata::remove);
  }
}
