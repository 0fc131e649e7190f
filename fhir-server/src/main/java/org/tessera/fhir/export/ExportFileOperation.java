package org.tessera.fhir.export;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tessera.fhir.operation.Answer;
import org.tessera.fhir.operation.Call;
import org.tessera.fhir.operation.Operation;
import org.tessera.fhir.operation.OperationFailure;
import org.tessera.fhir.operation.Signature;
import org.tessera.fhir.operation.Signature.Level;

/// A file of an export. Only who began the export receives it.
/// https://hl7.org/fhir/uv/bulkdata/STU2/export.html#bulk-data-output-file-request
final class ExportFileOperation implements Operation {
  private static final Signature SIGNATURE =
      new Signature(
          "export-file",
          Set.of(Level.SYSTEM),
          List.of(),
          false,
          "https://tessera.dev/fhir/OperationDefinition/export-file");

  private final ExportWorker worker;

  ExportFileOperation(ExportWorker worker) {
    this.worker = worker;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Set<String> methods() {
    return Set.of("GET");
  }

  @Override
  public Answer run(Call call) {
    ExportJob job = ExportStatusOperation.job(worker, call);
    String name = call.inputs().required("file");
    Path file = ExportFiles.folder(worker.folder(), job.id()).resolve(name);
    boolean known = name.matches("[A-Za-z]{1,60}-\\d{1,6}\\.ndjson") && Files.isRegularFile(file);
    if (job.state() != ExportJob.State.DONE || !known) {
      throw OperationFailure.notFound("there is no such file");
    }
    return new Answer.Stream(
        Map.of("Content-Type", "application/fhir+ndjson"), out -> Files.copy(file, out));
  }
}
