package org.tessera.fhir.operation;

import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.tessera.fhir.operation.RecordReader.Window;
import org.tessera.fhir.operation.Signature.Level;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.ResourceTypes;
import org.tessera.fhir.store.StoredResource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The profiles, tags and security labels of a resource, of a type, or of everything.
/// https://hl7.org/fhir/R4/resource-operation-meta.html
final class MetaOperation implements Operation {
  private static final Signature SIGNATURE =
      Signature.reading(
          "meta", Set.of(Level.SYSTEM, Level.TYPE, Level.INSTANCE), List.of(), "Resource-meta");

  private final ResourceStore store;
  private final RecordReader reader;

  MetaOperation(ResourceStore store, DataSource dataSource) {
    this.store = store;
    this.reader = new RecordReader(dataSource);
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Answer run(Call call) {
    ObjectNode meta =
        call.level() == Level.INSTANCE
            ? (ObjectNode) current(store, call).path("meta")
            : all(call.type());
    return new Outputs().add("return", "valueMeta", meta).answer();
  }

  private ObjectNode all(String type) {
    ObjectNode meta = JsonNodeFactory.instance.objectNode();
    List<String> types = type.isEmpty() ? ResourceTypes.all() : List.of(type);
    reader.everything(
        types,
        Window.ALL,
        (pid, stored) -> stored.content().ifPresent(it -> Metadata.add(meta, it.path("meta"))));
    return meta;
  }

  /// The current content of the resource a call is about.
  static ObjectNode current(ResourceStore store, Call call) {
    StoredResource stored =
        store
            .read(call.type(), call.id())
            .orElseThrow(() -> OperationFailure.notFound("there is no such resource"));
    return stored
        .content()
        .orElseThrow(() ->
            new OperationFailure(410, "deleted", "the resource was deleted", java.util.Map.of()));
  }
}
