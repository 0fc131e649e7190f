package org.tessera.fhir.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.tessera.fhir.operation.Answer;
import org.tessera.fhir.operation.Call;
import org.tessera.fhir.operation.Operation;
import org.tessera.fhir.operation.OperationFailure;
import org.tessera.fhir.operation.Signature;
import org.tessera.fhir.operation.Signature.Level;
import org.tessera.fhir.store.FhirJson;

/// How far an export is; DELETE ends it and removes its files. Only who began it may ask.
/// https://hl7.org/fhir/uv/bulkdata/STU2/export.html#bulk-data-status-request
final class ExportStatusOperation implements Operation {
  private static final Signature SIGNATURE =
      new Signature(
          "export-status",
          Set.of(Level.SYSTEM),
          List.of(),
          false,
          "https://tessera.dev/fhir/OperationDefinition/export-status");

  private final ExportWorker worker;

  ExportStatusOperation(ExportWorker worker) {
    this.worker = worker;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Set<String> methods() {
    return Set.of("GET", "DELETE");
  }

  @Override
  public Answer run(Call call) {
    ExportJob job = job(worker, call);
    if (call.method().equals("DELETE")) {
      try {
        worker.remove(job.id());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Answer.Empty(202, Map.of());
    }
    return switch (job.state()) {
      case WAITING, RUNNING ->
          new Answer.Empty(202, Map.of("X-Progress", job.progress(), "Retry-After", "2"));
      case FAILED -> throw new OperationFailure(500, "exception", job.failure(), Map.of());
      case DONE -> {
        Map<String, String> headers = new LinkedHashMap<>();
        job.expires().ifPresent(at -> headers.put("Expires", httpDate(at)));
        byte[] manifest = job.manifest().orElse("{}").getBytes(StandardCharsets.UTF_8);
        yield new Answer.Json(200, FhirJson.parse(manifest), headers);
      }
    };
  }

  /// The job a call names, if it is the caller's.
  static ExportJob job(ExportWorker worker, Call call) {
    String text = call.inputs().required("job");
    if (!text.matches("[0-9a-f-]{36}")) {
      throw OperationFailure.notFound("there is no such export");
    }
    return worker
        .jobs()
        .find(UUID.fromString(text))
        .filter(job -> job.origin().caller().equals(call.caller()))
        .orElseThrow(() -> OperationFailure.notFound("there is no such export"));
  }

  private static String httpDate(Instant at) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atOffset(ZoneOffset.UTC));
  }
}
