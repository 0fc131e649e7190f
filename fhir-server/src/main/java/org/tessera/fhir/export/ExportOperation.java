package org.tessera.fhir.export;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.tessera.fhir.operation.Answer;
import org.tessera.fhir.operation.Call;
import org.tessera.fhir.operation.Operation;
import org.tessera.fhir.operation.OperationFailure;
import org.tessera.fhir.operation.Signature;
import org.tessera.fhir.operation.Signature.Level;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.StoredResource;

/// Begins an export of everything, of all patients, or of the patients of a group.
/// https://hl7.org/fhir/uv/bulkdata/STU2/export.html#bulk-data-kick-off-request
final class ExportOperation implements Operation {
  private final Signature signature;
  private final ExportWorker worker;
  private final ResourceStore store;

  private ExportOperation(Signature signature, ExportWorker worker, ResourceStore store) {
    this.signature = signature;
    this.worker = worker;
    this.store = store;
  }

  static List<Operation> all(ExportWorker worker, ResourceStore store) {
    return List.of(
        new ExportOperation(signature(Level.SYSTEM, List.of(), "export"), worker, store),
        new ExportOperation(
            signature(Level.TYPE, List.of("Patient"), "patient-export"), worker, store),
        new ExportOperation(
            signature(Level.INSTANCE, List.of("Group"), "group-export"), worker, store));
  }

  private static Signature signature(Level level, List<String> types, String id) {
    return new Signature(
        "export",
        Set.of(level),
        types,
        false,
        "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/" + id);
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public Answer run(Call call) {
    if (!call.prefers("respond-async")) {
      throw OperationFailure.invalid("$export needs the header Prefer: respond-async");
    }
    if (!call.id().isEmpty()
        && store.read("Group", call.id()).flatMap(StoredResource::content).isEmpty()) {
      throw OperationFailure.notFound("there is no such group");
    }
    var origin = new ExportJob.Origin(call.caller(), call.request(signature.name()), call.base());
    var job =
        new ExportJob(
            UUID.randomUUID(),
            ExportRequest.of(call, worker.search()),
            origin,
            ExportJob.State.WAITING,
            "",
            Optional.empty(),
            "",
            Optional.empty());
    if (!worker.jobs().add(job, worker.limits().jobsWaitingMax())) {
      throw new OperationFailure(
          429,
          "throttled",
          worker.limits().jobsWaitingMax() + " exports are waiting (jobsWaitingMax)",
          Map.of("Retry-After", "120"));
    }
    worker.wake();
    return new Answer.Empty(
        202, Map.of("Content-Location", call.base() + "/$export-status?job=" + job.id()));
  }
}
