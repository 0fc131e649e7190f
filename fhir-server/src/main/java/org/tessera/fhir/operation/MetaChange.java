package org.tessera.fhir.operation;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.Transaction;
import org.tessera.fhir.store.Write;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Changes the sets in a resource's `meta` as a new version, because everything that reads the
/// change log has to see it; equal sets make none.
final class MetaChange {
  private static final String META = "meta";

  private final ResourceStore store;
  private final String owner;

  /// @param owner in whose name is written
  MetaChange(ResourceStore store, String owner) {
    this.store = store;
    this.owner = owner;
  }

  Answer apply(Call call, BiConsumer<ObjectNode, JsonNode> change) {
    ObjectNode given =
        call.inputs()
            .value(META)
            .orElseThrow(() -> OperationFailure.invalid("the parameter meta is missing"));
    ObjectNode changed = MetaOperation.current(store, call).deepCopy();
    ObjectNode meta =
        changed.get(META) instanceof ObjectNode own ? own : JsonNodeFactory.instance.objectNode();
    long version = Long.parseLong(meta.path("versionId").asString("0"));
    change.accept(meta, given);
    changed.set(META, meta);
    // The version that was read: a writer in between is told apart by 412, not overwritten.
    store.commit(
        new Transaction(
            owner, List.of(new Write.Put(changed, OptionalLong.of(version), "", false))));
    JsonNode now = MetaOperation.current(store, call).path(META);
    return new Outputs().add("return", "valueMeta", now).answer();
  }
}
